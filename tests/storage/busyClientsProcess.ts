import { randomUUID } from 'node:crypto'
import { type Database, openDatabase } from '#core/database/database.ts'
import { parseDatabaseUrl } from '#core/database/databaseUrl.ts'
import { completeBacktest } from '#core/repositories/backtestCompletion.ts'
import { createBacktest, deleteBacktest } from '#core/repositories/backtestRepository.ts'
import { createGateResult } from '#core/repositories/gateResultRepository.ts'
import { startRun } from '#core/repositories/runState.ts'
import { createStrategy, deleteStrategy, getStrategy, updateStrategy } from '#core/repositories/strategyRepository.ts'
import { isAppError } from '#shared/domain/appError.ts'
import { makeGateResult } from '../builders/gateResults.ts'
import { NEW_YEAR_2024_MS } from '../builders/ids.ts'
import { makeCompletion, makeNewBacktest } from '../builders/runs.ts'
import { makeStrategy } from '../builders/strategies.ts'

/** What a process of many clients did; every refusal that a client does not expect is an error. */
export interface BusyReport {
  readonly edits: Record<string, number>
  readonly conflicts: number
  readonly completed: string[]
  readonly deleted: string[]
  readonly errors: string[]
}

/**
 * A process of its own with many clients at once, who edit the same strategies, run, judge and delete. On PostgreSQL
 * each has a connection of its own; a SQLite process has one.
 */
const [, , url = '', clients = '0', rounds = '0', datasetId = '', ...shared] = process.argv
const { connection, password } = parseDatabaseUrl(url)
const report: Omit<BusyReport, 'conflicts'> = { edits: {}, completed: [], deleted: [], errors: [] }
let conflicts = 0
const pick = <Item>(items: readonly Item[]) => items[Math.floor(Math.random() * items.length)] as Item

/** Counts one up in a strategy's parameters: reads, adds and saves until nobody came in between. */
async function countUp(db: Database): Promise<void> {
  const id = pick(shared)
  for (;;) {
    const strategy = await getStrategy(db, id)
    const draft = { ...strategy, parameters: { count: Number(strategy.parameters['count']) + 1 } }
    try {
      await updateStrategy(db, { id, expectedVersion: strategy.version, draft, nowMs: NEW_YEAR_2024_MS })
      report.edits[id] = (report.edits[id] ?? 0) + 1
      return
    } catch (error) {
      if (!isAppError(error) || error.code !== 'conflict') throw error
      conflicts += 1
    }
  }
}

async function runAndJudge(db: Database, strategyId: string): Promise<string> {
  const run = makeNewBacktest({ strategyId, datasetId }, { id: randomUUID() })
  await createBacktest(db, run)
  await startRun(db, 'backtests', { id: run.id, owner: 'worker-1', nowMs: NEW_YEAR_2024_MS, leaseMs: 30_000 })
  await completeBacktest(db, makeCompletion(run.id))
  await createGateResult(db, makeGateResult({ strategyId, backtestId: run.id }, { id: randomUUID() }))
  return run.id
}

const DEEDS: readonly ((db: Database) => Promise<void>)[] = [
  countUp,
  countUp,
  async (db) => void report.completed.push(await runAndJudge(db, pick(shared))),
  async (db) => {
    const id = report.completed.find((run) => !report.deleted.includes(run))
    if (id === undefined) return
    report.deleted.push(id)
    await deleteBacktest(db, id)
  },
  async (db) => {
    const strategy = makeStrategy({ id: randomUUID() })
    await createStrategy(db, strategy)
    await Promise.all([runAndJudge(db, strategy.id), runAndJudge(db, strategy.id)])
    await deleteStrategy(db, strategy.id)
  },
]

async function beBusy(db: Database): Promise<void> {
  for (let round = 0; round < Number(rounds); round += 1) {
    await pick(DEEDS)(db).catch((error: unknown) => report.errors.push(error instanceof Error ? error.message : String(error)))
  }
}

const open = () =>
  openDatabase(connection.dialect === 'postgres' ? { ...connection, poolMax: 1 } : connection, { appVersion: 'busy', password })
const only = connection.dialect === 'sqlite' ? await open() : null
const databases = await Promise.all(Array.from({ length: Number(clients) }, async () => only ?? (await open())))
await Promise.all(databases.map(beBusy))
await Promise.all([...new Set(databases)].map((db) => db.close()))
process.stdout.write(JSON.stringify({ ...report, conflicts } satisfies BusyReport))
