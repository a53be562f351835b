import { describe, expect, it } from 'vitest'
import type { Database } from '#core/database/database.ts'
import { completeBacktest, encodeArtifact, loadArtifact } from '#core/repositories/backtestCompletion.ts'
import {
  type BacktestQuery,
  countBacktestsByStatus,
  createBacktest,
  deleteBacktest,
  findLatestCompletedBacktest,
  getBacktest,
  listBacktests,
  type NewBacktest,
} from '#core/repositories/backtestRepository.ts'
import { updateStrategy } from '#core/repositories/strategyRepository.ts'
import type { MetricName } from '#shared/domain/metric.ts'
import { makeId, NEW_YEAR_2024_MS } from '../builders/ids.ts'
import { makeCompletion, makeIdentity, makeLedger, makeMetrics, makeNewBacktest, makeRunSpec } from '../builders/runs.ts'
import { type RunParents, storeBacktest, storeRunningBacktest, storeRunParents } from '../builders/storedRuns.ts'
import { makeStrategyDraft } from '../builders/strategies.ts'
import { describeOnBothDialects } from './dialects.ts'

const EVERYTHING: BacktestQuery = {
  strategyId: null,
  datasetId: null,
  statuses: [],
  search: '',
  sort: 'createdAt',
  direction: 'desc',
  limit: 50,
  cursor: null,
  withTotal: false,
}

async function storeCompleted(db: Database, parents: RunParents, values: Partial<Record<MetricName, number | null>> = {}): Promise<string> {
  const id = await storeRunningBacktest(db, parents)
  await completeBacktest(db, makeCompletion(id, { metrics: makeMetrics(values) }))
  return id
}

describeOnBothDialects('backtests', (makeDatabase) => {
  it('begin pending, with everything a run needs', async () => {
    const db = await makeDatabase()
    const parents = await storeRunParents(db)
    const spec = makeRunSpec({ seed: 4_294_967_295, initial_cash: 123_456.789 })
    const id = await storeBacktest(db, parents, { spec })
    expect(await getBacktest(db, id)).toEqual({
      id,
      origin: 'native',
      flags: [],
      ...parents,
      strategyName: 'Golden cross',
      strategyType: 'trend_following',
      strategyVersion: 1,
      datasetName: 'S&P 500',
      status: 'pending',
      progress: 0,
      errorCode: null,
      errorMessage: null,
      startDate: '2024-01-01',
      endDate: '2024-09-16',
      initialCash: 123_456.789,
      totalReturn: null,
      cagr: null,
      sharpeRatio: null,
      sharpeLow: null,
      sharpeHigh: null,
      maxDrawdown: null,
      totalTrades: null,
      createdAtMs: NEW_YEAR_2024_MS,
      startedAtMs: null,
      completedAtMs: null,
      durationMs: null,
      spec,
      dataHash: makeNewBacktest(parents).dataHash,
      identity: null,
      instruments: makeNewBacktest(parents).instruments,
      metrics: null,
    })
    expect(await loadArtifact(db, id, 'positions')).toBeNull()
  })

  describe('refuse', () => {
    it.each<{ name: string; changes: Partial<NewBacktest>; code: string }>([
      { name: 'an unknown strategy', changes: { strategyId: makeId() }, code: 'not_found' },
      { name: 'an unknown version', changes: { strategyVersion: 9 }, code: 'not_found' },
      { name: 'an unknown dataset', changes: { datasetId: makeId() }, code: 'not_found' },
      { name: 'capital -5', changes: { spec: makeRunSpec({ initial_cash: -5 }) }, code: 'invalid_input' },
      { name: 'capital NaN', changes: { spec: makeRunSpec({ initial_cash: Number.NaN }) }, code: 'invalid_input' },
      { name: 'a negative seed', changes: { spec: makeRunSpec({ seed: -1 }) }, code: 'invalid_input' },
      { name: 'the date 2024-99-99', changes: { endDate: '2024-99-99' }, code: 'invalid_input' },
      { name: 'the date 2023-02-29', changes: { startDate: '2023-02-29' }, code: 'invalid_input' },
      { name: 'an end before the start', changes: { endDate: '2023-12-31' }, code: 'invalid_input' },
    ])('$name', async ({ changes, code }) => {
      const db = await makeDatabase()
      const parents = await storeRunParents(db)
      await expect(createBacktest(db, makeNewBacktest(parents, changes))).rejects.toMatchObject({ code })
      expect((await listBacktests(db, EVERYTHING)).items).toEqual([])
    })

    it('an end before the start even from another client of the database', async () => {
      const db = await makeDatabase()
      const id = await storeBacktest(db, await storeRunParents(db))
      const change = db.run((knex) => knex('backtests').where({ id }).update({ end_date: '2023-12-31' }))
      await expect(change).rejects.toMatchObject({ code: 'invalid_input', message: expect.stringContaining('backtests_dates') })
    })
  })

  it('complete with metrics, identity and artifacts', async () => {
    const db = await makeDatabase()
    const id = await storeRunningBacktest(db, await storeRunParents(db))
    const completion = makeCompletion(id)
    await completeBacktest(db, completion)
    expect(await getBacktest(db, id)).toMatchObject({
      status: 'completed',
      progress: 1,
      totalReturn: 0.152,
      cagr: 0.07,
      sharpeRatio: 0.9,
      maxDrawdown: -0.12,
      totalTrades: 12,
      startedAtMs: NEW_YEAR_2024_MS + 1000,
      completedAtMs: NEW_YEAR_2024_MS + 2000,
      durationMs: 1234.567,
      identity: makeIdentity(),
      metrics: completion.metrics,
    })
    const ledger = makeLedger()
    expect(await loadArtifact(db, id, 'positions')).toEqual(ledger.positions)
    expect(await loadArtifact(db, id, 'trades')).toEqual(ledger.trades)
    expect(await loadArtifact(db, id, 'fills')).toEqual(ledger.fills)
    await expect(loadArtifact(db, makeId(), 'fills')).rejects.toMatchObject({ code: 'not_found' })
  })

  it('complete whole or not at all', async () => {
    const db = await makeDatabase()
    const id = await storeRunningBacktest(db, await storeRunParents(db))
    const positions = encodeArtifact('positions', { ...makeLedger().positions })
    const broken = makeCompletion(id, { artifacts: [positions, { ...positions, kind: 'trades', rowCount: -1 }] })
    await expect(completeBacktest(db, broken)).rejects.toMatchObject({ code: 'invalid_input' })
    expect(await getBacktest(db, id)).toMatchObject({ status: 'running', metrics: null, sharpeRatio: null, completedAtMs: null })
    expect(await loadArtifact(db, id, 'positions')).toBeNull()
    await completeBacktest(db, makeCompletion(id))
    expect((await getBacktest(db, id)).status).toBe('completed')
  })

  it.each([Number.NaN, Infinity, -Infinity])('refuse a metric of %s and keep null', async (value) => {
    const db = await makeDatabase()
    const id = await storeRunningBacktest(db, await storeRunParents(db))
    const wrong = makeCompletion(id, { metrics: makeMetrics({ sortino_ratio: value }) })
    await expect(completeBacktest(db, wrong)).rejects.toMatchObject({ code: 'invalid_input', details: { field: 'sortino_ratio' } })
    expect((await getBacktest(db, id)).status).toBe('running')
    await completeBacktest(db, makeCompletion(id, { metrics: makeMetrics({ sharpe_ratio: null }) }))
    expect(await getBacktest(db, id)).toMatchObject({ sharpeRatio: null, metrics: { values: { sharpe_ratio: null } } })
  })

  it('keep the strategy version they ran', async () => {
    const db = await makeDatabase()
    const parents = await storeRunParents(db)
    const id = await storeBacktest(db, parents)
    const draft = makeStrategyDraft({ name: 'Renamed', type: 'breakout' })
    await updateStrategy(db, { id: parents.strategyId, expectedVersion: 1, draft, nowMs: NEW_YEAR_2024_MS })
    expect(await getBacktest(db, id)).toMatchObject({ strategyName: 'Renamed', strategyType: 'trend_following', strategyVersion: 1 })
  })

  it('are filtered and counted', async () => {
    const db = await makeDatabase()
    const [mine, other] = [await storeRunParents(db), await storeRunParents(db)]
    const draft = makeStrategyDraft({ name: 'Turtle' })
    await updateStrategy(db, { id: other.strategyId, expectedVersion: 1, draft, nowMs: NEW_YEAR_2024_MS })
    const completed = await storeCompleted(db, mine)
    const pending = await storeBacktest(db, other)
    const idsWith = async (filter: Partial<BacktestQuery>) =>
      (await listBacktests(db, { ...EVERYTHING, ...filter })).items.map(({ id }) => id)
    expect(await idsWith({ strategyId: mine.strategyId })).toEqual([completed])
    expect(await idsWith({ datasetId: other.datasetId })).toEqual([pending])
    expect(await idsWith({ statuses: ['pending', 'running'] })).toEqual([pending])
    expect(await idsWith({ search: 'turt' })).toEqual([pending])
    expect(await idsWith({ search: 'turt', statuses: ['completed'] })).toEqual([])
    expect((await listBacktests(db, { ...EVERYTHING, search: 'golden', withTotal: true })).total).toBe(1)
    const none = { pending: 0, running: 0, completed: 0, failed: 0, cancelled: 0, interrupted: 0 }
    expect(await countBacktestsByStatus(db)).toEqual({ ...none, completed: 1, pending: 1 })
    expect(await countBacktestsByStatus(db, mine.strategyId)).toEqual({ ...none, completed: 1 })
  })

  it.each([
    { direction: 'desc', order: [2, 0, 3, 1, 4] },
    { direction: 'asc', order: [1, 3, 0, 2, 4] },
  ] as const)('sort by a metric $direction, unknown last, page by page', async ({ direction, order }) => {
    const db = await makeDatabase()
    const parents = await storeRunParents(db)
    const ids: string[] = []
    for (const sharpe of [0.5, -1, 2.25, 0.1 + 0.2, null]) ids.push(await storeCompleted(db, parents, { sharpe_ratio: sharpe }))
    const pages: string[][] = []
    for (let cursor: string | null = null, first = true; first || cursor !== null; first = false) {
      const page = await listBacktests(db, { ...EVERYTHING, sort: 'sharpeRatio', direction, limit: 2, cursor })
      pages.push(page.items.map(({ id }) => id))
      cursor = page.nextCursor
    }
    expect(pages.map((page) => page.length)).toEqual([2, 2, 1])
    expect(pages.flat()).toEqual(order.map((index) => ids[index]))
  })

  it.each(['createdAt', 'status', 'strategyName', 'totalReturn', 'cagr', 'sharpeRatio', 'maxDrawdown', 'totalTrades'] as const)(
    'page by %s without missing or repeating',
    async (sort) => {
      const db = await makeDatabase()
      const parents = await storeRunParents(db)
      const ids: string[] = []
      for (let index = 0; index < 5; index += 1)
        ids.push(await (index % 2 === 0 ? storeBacktest(db, parents) : storeCompleted(db, parents)))
      const first = await listBacktests(db, { ...EVERYTHING, sort, limit: 3 })
      const second = await listBacktests(db, { ...EVERYTHING, sort, limit: 3, cursor: first.nextCursor })
      expect([...first.items, ...second.items].map(({ id }) => id).sort()).toEqual(ids)
      expect(second.nextCursor).toBeNull()
    },
  )

  it('find the latest completed run, the later id deciding between equal instants', async () => {
    const db = await makeDatabase()
    const parents = await storeRunParents(db)
    expect(await findLatestCompletedBacktest(db, parents.strategyId)).toBeNull()
    await storeCompleted(db, parents)
    const latest = await storeCompleted(db, parents)
    await storeBacktest(db, parents)
    expect((await findLatestCompletedBacktest(db, parents.strategyId))?.id).toBe(latest)
  })

  it('go with their artifacts', async () => {
    const db = await makeDatabase()
    const parents = await storeRunParents(db)
    const [gone, kept] = [await storeCompleted(db, parents), await storeCompleted(db, parents)]
    await deleteBacktest(db, gone)
    await expect(getBacktest(db, gone)).rejects.toMatchObject({ code: 'not_found' })
    expect(new Set(await db.run((knex) => knex('backtest_artifacts').pluck('backtest_id')))).toEqual(new Set([kept]))
    await expect(deleteBacktest(db, gone)).rejects.toMatchObject({ code: 'not_found' })
  })
})
