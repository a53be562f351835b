import type BetterSqlite3 from 'better-sqlite3'
import type pg from 'pg'
import type { Database } from '#core/database/database.ts'
import { loadArtifact } from '#core/repositories/backtestCompletion.ts'
import { getBacktest, listBacktests } from '#core/repositories/backtestRepository.ts'
import { createGateResult, getLatestGateResult } from '#core/repositories/gateResultRepository.ts'
import { createStrategy, getStrategy, listStrategies } from '#core/repositories/strategyRepository.ts'
import { newId } from '#core/services/newId.ts'
import { type LoadedIds, makeBenchVerdict, runLifeCycle } from './load.ts'
import { makeArtifacts, makeBenchStrategy } from './rows.ts'
import { measure, type Timing } from './samples.ts'

export type Operation = () => Promise<unknown>

const pick = (ids: readonly string[]) => ids[Math.floor(Math.random() * ids.length)] as string
const PAGE = { limit: 50, cursor: null, withTotal: false, direction: 'desc', sort: 'createdAt' } as const

/** The operations by name, each on rows chosen by chance. */
export function operationsOn(db: Database, ids: LoadedIds) {
  const { datasetId, strategyIds, backtestIds, busyStrategyId } = ids
  const artifacts = Array.from({ length: 20 }, makeArtifacts)
  const anyArtifacts = () => artifacts[Math.floor(Math.random() * artifacts.length)] ?? makeArtifacts()
  const runs = { datasetId: null, statuses: [], search: '', ...PAGE }
  return {
    createStrategy: () => createStrategy(db, makeBenchStrategy()),
    getStrategy: () => getStrategy(db, pick(strategyIds)),
    list50Strategies: () => listStrategies(db, { search: '', types: [], statuses: [], includeArchived: false, ...PAGE }),
    runLifeCycleWithCurves: () => runLifeCycle(db, { strategyId: pick(strategyIds), datasetId }, anyArtifacts()),
    getRun: () => getBacktest(db, pick(backtestIds)),
    getRunWithCurve: async () => {
      const id = pick(backtestIds)
      await Promise.all([getBacktest(db, id), loadArtifact(db, id, 'positions')])
    },
    list50RunsOfOneStrategy: () => listBacktests(db, { ...runs, strategyId: busyStrategyId }),
    list50Runs: () => listBacktests(db, { ...runs, strategyId: null }),
    latestGate: () => getLatestGateResult(db, { strategyId: pick(strategyIds), gateType: 'crv' }),
    createGateResult: () => createGateResult(db, makeBenchVerdict(pick(strategyIds), pick(backtestIds))),
  } satisfies Record<string, Operation>
}

export type Operations = ReturnType<typeof operationsOn>

export async function measureOperations(operations: Readonly<Record<string, Operation>>, samples: number): Promise<Record<string, Timing>> {
  const timings: Record<string, Timing> = {}
  for (const [name, operation] of Object.entries(operations)) timings[name] = await measure(samples, operation)
  return timings
}

/** What the driver alone needs: a prepared SELECT by key and a bare INSERT, each in a transaction of its own. */
export async function measureDriver(db: Database, ids: LoadedIds, samples: number): Promise<Record<string, Timing>> {
  await db.run((knex) => knex.raw(CREATE))
  const connection: unknown = await db.knex.client.acquireConnection()
  const operations =
    db.dialect === 'postgres' ? rawPostgres(connection as pg.Client, ids) : rawSqlite(connection as BetterSqlite3.Database, ids)
  try {
    return await measureOperations(operations, samples)
  } finally {
    await db.knex.client.releaseConnection(connection)
    await db.run((knex) => knex.raw('DROP TABLE bench_rows'))
  }
}

const SELECT = 'SELECT * FROM strategies WHERE id = '
const INSERT = 'INSERT INTO bench_rows (id, name) VALUES '
/** A table of nothing else, so that nothing but the insert is measured. */
const CREATE = 'CREATE TABLE bench_rows (id text PRIMARY KEY, name text)'

function rawPostgres(client: pg.Client, { strategyIds }: LoadedIds): Record<string, Operation> {
  return {
    rawPreparedSelect: () => client.query({ name: 'bench_select', text: `${SELECT}$1`, values: [pick(strategyIds)] }),
    rawInsert: () => client.query({ name: 'bench_insert', text: `${INSERT}($1, $2)`, values: [newId(), 'bench'] }),
  }
}

function rawSqlite(file: BetterSqlite3.Database, { strategyIds }: LoadedIds): Record<string, Operation> {
  const select = file.prepare(`${SELECT}?`)
  const insert = file.prepare(`${INSERT}(?, ?)`)
  return {
    rawPreparedSelect: async () => select.get(pick(strategyIds)),
    rawInsert: async () => insert.run(newId(), 'bench'),
  }
}
