import { describe, expect, it } from 'vitest'
import { createBacktest } from '#core/repositories/backtestRepository.ts'
import { encodeBars } from '#core/repositories/datasetChunks.ts'
import { createDataset } from '#core/repositories/datasetRepository.ts'
import { createGateResult } from '#core/repositories/gateResultRepository.ts'
import {
  createStrategy,
  deleteStrategy,
  findStrategy,
  getStrategy,
  listStrategies,
  listStrategyVersions,
  type StrategyQuery,
  setStrategyStatus,
  updateStrategy,
} from '#core/repositories/strategyRepository.ts'
import { createValidation } from '#core/repositories/validationRepository.ts'
import type { Strategy, StrategyStatus } from '#shared/domain/strategy.ts'
import { makeBars, makeDataset } from '../builders/datasets.ts'
import { makeGateResult } from '../builders/gateResults.ts'
import { makeId, NEW_YEAR_2024_MS } from '../builders/ids.ts'
import { makeNewBacktest } from '../builders/runs.ts'
import { makeStrategy, makeStrategyDraft } from '../builders/strategies.ts'
import { makeNewValidation } from '../builders/validations.ts'
import { describeOnBothDialects, openAgain } from './dialects.ts'

const EVERYTHING: StrategyQuery = {
  search: '',
  types: [],
  statuses: [],
  includeArchived: false,
  sort: 'createdAt',
  direction: 'desc',
  limit: 50,
  cursor: null,
  withTotal: false,
}

describeOnBothDialects('strategies', (makeDatabase, dialect) => {
  it('come back as they were stored', async () => {
    const db = await makeDatabase()
    const strategy = makeStrategy({
      name: 'Ω \'quoted\' "name" 50 % \\ 🚀',
      parameters: { fast: 10, ratio: 0.1 + 0.2, average: 'ema', on: true },
      tags: [],
      confidence: null,
      updatedAtMs: NEW_YEAR_2024_MS + 1,
    })
    await createStrategy(db, strategy)
    expect(await getStrategy(db, strategy.id)).toEqual(strategy)
    expect(await listStrategies(db, EVERYTHING)).toEqual({ items: [strategy], nextCursor: null, total: null })
  })

  it('are missing by name', async () => {
    const db = await makeDatabase()
    const id = makeId()
    expect(await findStrategy(db, id)).toBeNull()
    await expect(getStrategy(db, id)).rejects.toMatchObject({ code: 'not_found', details: { id } })
    await expect(setStrategyStatus(db, { id, status: 'archived', nowMs: 1 })).rejects.toMatchObject({ code: 'not_found' })
    await expect(listStrategyVersions(db, id)).rejects.toMatchObject({ code: 'not_found' })
    await expect(deleteStrategy(db, id)).rejects.toMatchObject({ code: 'not_found' })
  })

  describe('refuse', () => {
    it.each<{ name: string; changes: Partial<Strategy>; rule: string }>([
      { name: 'confidence 42', changes: { confidence: 42 }, rule: 'strategies_confidence' },
      { name: 'confidence NaN', changes: { confidence: Number.NaN }, rule: 'confidence is NaN' },
      { name: 'status banana', changes: { status: 'banana' as StrategyStatus }, rule: 'strategies_status' },
      { name: 'an unknown type', changes: { type: 'astrology' as Strategy['type'] }, rule: 'strategies_strategy_type' },
      { name: 'an empty name', changes: { name: '' }, rule: 'strategies_name' },
      { name: 'version 0', changes: { version: 0 }, rule: 'strategies_version' },
    ])('$name', async ({ changes, rule }) => {
      const db = await makeDatabase()
      const refused = createStrategy(db, makeStrategy(changes))
      await expect(refused).rejects.toMatchObject({ code: 'invalid_input', message: expect.stringContaining(rule) })
      expect((await listStrategies(db, EVERYTHING)).items).toEqual([])
    })

    it('an id that is taken', async () => {
      const db = await makeDatabase()
      const strategy = makeStrategy()
      await createStrategy(db, strategy)
      await expect(createStrategy(db, strategy)).rejects.toMatchObject({ code: 'conflict' })
    })
  })

  it('keep every version of an edit', async () => {
    const db = await makeDatabase()
    const strategy = makeStrategy()
    await createStrategy(db, strategy)
    const draft = makeStrategyDraft({ name: 'Silver cross', parameters: { fast: 5, slow: 50 } })
    const edited = await updateStrategy(db, { id: strategy.id, expectedVersion: 1, draft, nowMs: NEW_YEAR_2024_MS + 5 })
    expect(edited).toEqual({ ...strategy, ...draft, version: 2, updatedAtMs: NEW_YEAR_2024_MS + 5 })
    expect(await getStrategy(db, strategy.id)).toEqual(edited)
    expect(await listStrategyVersions(db, strategy.id)).toMatchObject([
      { version: 2, name: 'Silver cross', parameters: { fast: 5, slow: 50 }, createdAtMs: NEW_YEAR_2024_MS + 5 },
      { version: 1, name: 'Golden cross', parameters: strategy.parameters, createdAtMs: NEW_YEAR_2024_MS },
    ])
  })

  it('lose no update: of many edits of one version, one succeeds', async () => {
    const db = await makeDatabase()
    // SQLite blocks its whole process while it waits for a lock, so two of its connections never wait for each other in one.
    const other = dialect === 'sqlite' ? db : await openAgain(db.connection)
    const strategy = makeStrategy()
    await createStrategy(db, strategy)
    const edits = Array.from({ length: 10 }, (_, index) =>
      updateStrategy(index % 2 === 0 ? db : other, {
        id: strategy.id,
        expectedVersion: 1,
        draft: makeStrategyDraft({ name: `Edit ${index}` }),
        nowMs: NEW_YEAR_2024_MS,
      }),
    )
    const outcomes = await Promise.allSettled(edits)
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    for (const outcome of outcomes) {
      if (outcome.status === 'fulfilled') continue
      expect(outcome.reason).toMatchObject({ code: 'conflict', details: { expectedVersion: 1, actualVersion: 2 } })
    }
    expect(await listStrategyVersions(db, strategy.id)).toHaveLength(2)
  })

  it('change status without a new version', async () => {
    const db = await makeDatabase()
    const strategy = makeStrategy()
    await createStrategy(db, strategy)
    const archived = await setStrategyStatus(db, { id: strategy.id, status: 'archived', nowMs: NEW_YEAR_2024_MS + 9 })
    expect(archived).toEqual({ ...strategy, status: 'archived', updatedAtMs: NEW_YEAR_2024_MS + 9 })
    expect((await listStrategies(db, EVERYTHING)).items).toEqual([])
    expect((await listStrategies(db, { ...EVERYTHING, includeArchived: true })).items).toEqual([archived])
    expect((await listStrategies(db, { ...EVERYTHING, statuses: ['archived'] })).items).toEqual([archived])
  })

  it('take with them what hangs on them, in the database', async () => {
    const db = await makeDatabase()
    const [strategy, bystander, dataset] = [makeStrategy(), makeStrategy(), makeDataset(makeBars(5))]
    for (const each of [strategy, bystander]) await createStrategy(db, each)
    await createDataset(db, dataset, encodeBars(makeBars(5)))
    for (const strategyId of [strategy.id, bystander.id]) {
      const run = makeNewBacktest({ strategyId, datasetId: dataset.id })
      await createBacktest(db, run)
      await createBacktest(db, makeNewBacktest({ strategyId, datasetId: dataset.id }))
      await createGateResult(db, makeGateResult({ strategyId, backtestId: run.id }))
      await createValidation(db, makeNewValidation({ strategyId, datasetId: dataset.id }))
    }
    expect(await deleteStrategy(db, strategy.id)).toEqual({ versions: 1, backtests: 2, validations: 1, gateResults: 1 })
    const left = async (table: string) => (await db.run((knex) => knex(table).pluck('strategy_id'))) as string[]
    expect(await left('strategy_versions')).toEqual([bystander.id])
    expect(await left('backtests')).toEqual([bystander.id, bystander.id])
    expect(await left('gate_results')).toEqual([bystander.id])
    expect(await left('validations')).toEqual([bystander.id])
  })

  it('are found by text, type and status', async () => {
    const db = await makeDatabase()
    const makeNamed = (name: string, changes: Partial<Strategy> = {}) => makeStrategy({ name, description: '', ...changes })
    await createStrategy(db, makeNamed('Golden CROSS'))
    await createStrategy(db, makeNamed('Turtle', { type: 'breakout', description: 'crosses a channel' }))
    await createStrategy(db, makeNamed('100% pure', { status: 'dev' }))
    await createStrategy(db, makeNamed('1000 pure', { type: 'breakout', status: 'crv' }))
    const names = async (query: Partial<StrategyQuery>) =>
      (await listStrategies(db, { ...EVERYTHING, sort: 'name', direction: 'asc', ...query })).items.map(({ name }) => name)
    expect(await names({ search: 'cross' })).toEqual(['Golden CROSS', 'Turtle'])
    expect(await names({ search: '100%' })).toEqual(['100% pure'])
    expect(await names({ search: '_' })).toEqual([])
    expect(await names({ types: ['breakout'] })).toEqual(['1000 pure', 'Turtle'])
    expect(await names({ statuses: ['dev', 'crv'] })).toEqual(['100% pure', '1000 pure'])
    expect(await names({ types: ['breakout'], statuses: ['crv'], search: 'PURE' })).toEqual(['1000 pure'])
  })

  it(`sort by name the same way on both (${dialect})`, async () => {
    const db = await makeDatabase()
    for (const name of ['b', 'Émile', 'a', 'Z', 'B', 'zebra', '10', '9', ' a']) await createStrategy(db, makeStrategy({ name }))
    const { items } = await listStrategies(db, { ...EVERYTHING, sort: 'name', direction: 'asc' })
    expect(items.map(({ name }) => name)).toEqual([' a', '10', '9', 'a', 'b', 'B', 'Z', 'zebra', 'Émile'])
  })
})
