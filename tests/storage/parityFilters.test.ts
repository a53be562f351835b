import { describe, expect, it } from 'vitest'
import type { Database } from '#core/database/database.ts'
import { completeBacktest } from '#core/repositories/backtestCompletion.ts'
import { type BacktestQuery, countBacktestsByStatus, listBacktests } from '#core/repositories/backtestRepository.ts'
import { startRun } from '#core/repositories/runState.ts'
import { createStrategy, listStrategies, type StrategyQuery } from '#core/repositories/strategyRepository.ts'
import { completeValidation } from '#core/repositories/validationCompletion.ts'
import {
  countValidationsByStatus,
  createValidation,
  deleteValidation,
  getValidation,
  listValidations,
  type ValidationQuery,
} from '#core/repositories/validationRepository.ts'
import type { Client } from '#shared/contract/contract.ts'
import { DAY_MS, NEW_YEAR_2024_MS } from '../builders/ids.ts'
import { openTestApplication } from '../builders/openTestApplication.ts'
import { makeCompletion, makeMetrics } from '../builders/runs.ts'
import { type RunParents, storeBacktest, storeRunParents } from '../builders/storedRuns.ts'
import { makeStrategy, makeStrategyDraft } from '../builders/strategies.ts'
import { makeNewValidation, makeValidationCompletion } from '../builders/validations.ts'
import { cleanUpLater, describeOnBothDialects, freshFolder, type MakeDatabase } from './dialects.ts'

const PAGE = { limit: 50, cursor: null, withTotal: true, direction: 'asc', sort: 'createdAt' } as const
const STRATEGIES: StrategyQuery = { ...PAGE, search: '', types: [], statuses: [], includeArchived: false }
const BACKTESTS: BacktestQuery = { ...PAGE, strategyId: null, datasetId: null, statuses: [], search: '' }

/** Three runs a day apart, better from one to the next, and a fourth that has no metrics. */
async function storeRuns(makeDatabase: MakeDatabase) {
  const db = await makeDatabase()
  const parents = await storeRunParents(db)
  const results = [
    { sharpe_ratio: -0.5, total_return: -0.1, max_drawdown: -0.4, total_trades: 5 },
    { sharpe_ratio: 0.5, total_return: 0.1, max_drawdown: -0.2, total_trades: 50 },
    { sharpe_ratio: 1.5, total_return: 0.3, max_drawdown: -0.1, total_trades: 500 },
  ]
  const ids: string[] = []
  for (const [day, values] of results.entries()) {
    const id = await storeBacktest(db, parents, { createdAtMs: NEW_YEAR_2024_MS + day * DAY_MS })
    await startRun(db, 'backtests', { id, owner: 'worker-1', nowMs: NEW_YEAR_2024_MS, leaseMs: 1 })
    await completeBacktest(db, makeCompletion(id, { metrics: makeMetrics(values) }))
    ids.push(id)
  }
  ids.push(await storeBacktest(db, parents, { createdAtMs: NEW_YEAR_2024_MS + 3 * DAY_MS }))
  const found = async (filter: Partial<BacktestQuery>) => {
    const { items, total } = await listBacktests(db, { ...BACKTESTS, ...filter })
    expect(total).toBe(items.length)
    return items.map(({ id }) => ids.indexOf(id))
  }
  return { db, parents, found }
}

/** A validation made on a day of 2024, completed with that result; null = still pending. */
async function storeValidation(
  db: Database,
  { parents, day, avgTestSharpe }: { parents: RunParents; day: number; avgTestSharpe: number | null },
) {
  const validation = makeNewValidation(parents, { createdAtMs: NEW_YEAR_2024_MS + day * DAY_MS })
  await createValidation(db, validation)
  if (avgTestSharpe === null) return validation.id
  const { id } = validation
  await startRun(db, 'validations', { id, owner: 'worker-1', nowMs: NEW_YEAR_2024_MS, leaseMs: 1 })
  const metrics = {
    ...{ numWindows: 1, avgTrainSharpe: 1, avgTestSharpe, avgDegradation: 0.1, stabilityScore: 50 * avgTestSharpe },
    passed: avgTestSharpe > 1,
  }
  await completeValidation(db, makeValidationCompletion(id, { metrics }))
  return id
}

describeOnBothDialects('lists are narrowed', (makeDatabase) => {
  it('strategies by their tags, every one of them, and by the day of creation', async () => {
    const db = await makeDatabase()
    const make = (name: string, tags: string[], createdAtMs: number) =>
      createStrategy(db, makeStrategy({ name, tags, createdAtMs, description: '' }))
    await make('a', ['trend', 'daily'], NEW_YEAR_2024_MS)
    await make('b', ['trend'], NEW_YEAR_2024_MS + DAY_MS - 1)
    await make('c', ["it's", 'a "b" \\ [c]'], NEW_YEAR_2024_MS + DAY_MS)
    await make('d', [], NEW_YEAR_2024_MS + 2 * DAY_MS)
    const names = async (filter: Partial<StrategyQuery>) => {
      const { items, total } = await listStrategies(db, { ...STRATEGIES, ...filter })
      expect(total).toBe(items.length)
      return items.map(({ name }) => name).join('')
    }
    expect(await names({ tags: ['trend'] })).toBe('ab')
    expect(await names({ tags: ['trend', 'daily'] })).toBe('a')
    expect(await names({ tags: ['tren'] })).toBe('')
    expect(await names({ tags: ["it's", 'a "b" \\ [c]'] })).toBe('c')
    expect(await names({ createdFrom: '2024-01-01', createdTo: '2024-01-01' })).toBe('ab')
    expect(await names({ createdFrom: '2024-01-02' })).toBe('cd')
    expect(await names({ createdTo: '2023-12-31' })).toBe('')
    expect(await names({ tags: ['trend'], createdTo: '2024-01-01', search: 'b' })).toBe('b')
    expect(await names({ tags: [], createdFrom: null, createdTo: null })).toBe('abcd')
  })

  it('runs by what they earned, lost and did, both ends included', async () => {
    const { found } = await storeRuns(makeDatabase)
    expect(await found({ minSharpe: 0.5 })).toEqual([1, 2])
    expect(await found({ maxSharpe: 0.5 })).toEqual([0, 1])
    expect(await found({ minSharpe: 0, maxSharpe: 1 })).toEqual([1])
    expect(await found({ minReturn: 0.2 })).toEqual([2])
    expect(await found({ minDrawdown: -0.2 })).toEqual([1, 2])
    expect(await found({ maxDrawdown: -0.3 })).toEqual([0])
    expect(await found({ minTrades: 50, maxTrades: 50 })).toEqual([1])
    expect(await found({ minSharpe: 2, maxSharpe: -2 })).toEqual([])
    expect(await found({ minSharpe: null, maxTrades: null })).toEqual([0, 1, 2, 3])
  })

  it('runs by day of creation and by the tags of their strategy', async () => {
    const { db, found } = await storeRuns(makeDatabase)
    await storeBacktest(db, await storeRunParents(db), { createdAtMs: NEW_YEAR_2024_MS + 9 * DAY_MS })
    expect(await found({ createdFrom: '2024-01-02', createdTo: '2024-01-03' })).toEqual([1, 2])
    await db.run((knex) =>
      knex('strategies').update({ tags: '["other"]' }).whereNotIn('id', knex('backtests').select('strategy_id').limit(1)),
    )
    expect(await found({ tags: ['no such tag'] })).toEqual([])
    expect((await found({ tags: ['trend'] })).length + (await found({ tags: ['other'] })).length).toBe(5)
  })

  it('by a metric, paged in both directions, unknown last', async () => {
    const { found, db } = await storeRuns(makeDatabase)
    for (const [direction, expected] of [
      ['asc', [0, 1, 2, 3]],
      ['desc', [2, 1, 0, 3]],
    ] as const) {
      for (const limit of [1, 2, 3, 4]) {
        const order = { ...BACKTESTS, sort: 'sharpeRatio', direction, limit } as const
        const sharpes: (number | null)[] = []
        let cursor: string | null = null
        do {
          const page = await listBacktests(db, { ...order, cursor })
          sharpes.push(...page.items.map(({ sharpeRatio }) => sharpeRatio))
          cursor = page.nextCursor
        } while (cursor !== null)
        expect(sharpes).toEqual(expected.map((run) => [-0.5, 0.5, 1.5, null][run]))
      }
    }
    expect(await found({ sort: 'sharpeRatio', minTrades: 10 })).toEqual([1, 2])
  })

  it('validations by strategy, state, verdict, result and day, in any of their orders', async () => {
    const db = await makeDatabase()
    const [one, two] = [await storeRunParents(db), await storeRunParents(db)]
    const ids = [
      await storeValidation(db, { parents: one, day: 0, avgTestSharpe: 0.5 }),
      await storeValidation(db, { parents: two, day: 1, avgTestSharpe: 1.5 }),
      await storeValidation(db, { parents: one, day: 2, avgTestSharpe: null }),
    ]
    const found = async (filter: Partial<ValidationQuery>) => {
      const { items, total } = await listValidations(db, { ...PAGE, ...filter })
      expect(total).toBe(items.length)
      return items.map(({ id }) => ids.indexOf(id))
    }
    expect(await found({ strategyId: one.strategyId })).toEqual([0, 2])
    expect(await found({ datasetId: two.datasetId })).toEqual([1])
    expect(await found({ statuses: ['pending'] })).toEqual([2])
    expect(await found({ passed: true })).toEqual([1])
    expect(await found({ passed: false })).toEqual([0])
    expect(await found({ minTestSharpe: 1 })).toEqual([1])
    expect(await found({ maxStability: 30 })).toEqual([0])
    expect(await found({ createdFrom: '2024-01-02' })).toEqual([1, 2])
    expect(await found({ search: 'GOLDEN', tags: ['trend'] })).toEqual([0, 1, 2])
    expect(await found({ search: 'silver' })).toEqual([])
    expect(await found({ sort: 'avgTestSharpe', direction: 'desc' })).toEqual([1, 0, 2])
    expect(await found({ sort: 'stabilityScore', direction: 'asc' })).toEqual([0, 1, 2])
    expect(await found({ sort: 'status', direction: 'desc' })).toEqual([2, 1, 0])
    expect(await countValidationsByStatus(db)).toMatchObject({ completed: 2, pending: 1, failed: 0 })
    expect(await countValidationsByStatus(db, two.strategyId)).toMatchObject({ completed: 1, pending: 0 })
  })

  it('and a deleted validation is gone', async () => {
    const db = await makeDatabase()
    const id = await storeValidation(db, { parents: await storeRunParents(db), day: 0, avgTestSharpe: 1 })
    await deleteValidation(db, id)
    await expect(getValidation(db, id)).rejects.toMatchObject({ code: 'not_found' })
    await expect(deleteValidation(db, id)).rejects.toMatchObject({ code: 'not_found' })
    expect(await countBacktestsByStatus(db)).toMatchObject({ pending: 0 })
  })
})

async function readCsv(client: Client, input: Parameters<Client['csvExports']['stream']>[0]): Promise<string[]> {
  let text = ''
  for await (const piece of await client.csvExports.stream(input)) text += piece.text
  return text.trim().split('\r\n').slice(1)
}

describe('an export', () => {
  it('holds what the filters of the list leave', async () => {
    const application = await openTestApplication({ connection: await freshSqlite(), password: null, dataDirectory: await freshFolder() })
    cleanUpLater(application.close)
    const { client } = application
    for (const tags of [['trend'], ['trend', 'daily'], []]) await client.strategies.create(makeStrategyDraft({ tags }))
    expect(await readCsv(client, { table: 'strategies', tags: ['trend'] })).toHaveLength(2)
    expect(await readCsv(client, { table: 'strategies', createdTo: '2020-01-01' })).toHaveLength(0)
    const { items } = await client.strategies.list({ tags: ['trend', 'daily'], withTotal: true })
    const { items: datasets } = await client.datasets.list({})
    await client.backtests.run({ strategyId: items[0]!.id, datasetId: datasets[0]!.id })
    expect(await readCsv(client, { table: 'backtests', tags: ['daily'] })).toHaveLength(1)
    expect(await readCsv(client, { table: 'backtests', minSharpe: 99 })).toHaveLength(0)
    await expect(client.backtests.list({ createdFrom: '2024-02-30' })).rejects.toMatchObject({ code: 'invalid_input' })
  })
})

async function freshSqlite() {
  return { dialect: 'sqlite' as const, file: `${await freshFolder()}/export.sqlite` }
}
