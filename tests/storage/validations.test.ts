import { expect, it } from 'vitest'
import { findLatestWalkForwardId } from '#core/repositories/gateFactRepository.ts'
import { createRobustness, loadLatestRobustness } from '#core/repositories/robustnessRepository.ts'
import { startRun } from '#core/repositories/runState.ts'
import { countTrials } from '#core/repositories/trialLedgerRepository.ts'
import { completeValidation, loadValidationArtifact } from '#core/repositories/validationCompletion.ts'
import {
  createValidation,
  deleteValidation,
  getValidation,
  listValidations,
  listValidationsByStrategy,
  loadLatestValidation,
} from '#core/repositories/validationRepository.ts'
import { makeHash, makeId, NEW_YEAR_2024_MS } from '../builders/ids.ts'
import { makeRunSpec } from '../builders/runs.ts'
import { storeRunParents } from '../builders/storedRuns.ts'
import {
  makeListedPlan,
  makeNewValidation,
  makeRobustness,
  makeValidationCompletion,
  makeValidationOutcome,
  makeValidationWindow,
} from '../builders/validations.ts'
import { describeOnBothDialects } from './dialects.ts'

const PAGE = { limit: 2, cursor: null, withTotal: true }
const nowMs = NEW_YEAR_2024_MS + 5000
const metrics = { numWindows: 2, avgTrainSharpe: 1.2, avgTestSharpe: null, avgDegradation: 1 / 3, stabilityScore: 66.7, passed: false }

describeOnBothDialects('validations', (makeDatabase) => {
  it('go from pending to completed with their windows', async () => {
    const db = await makeDatabase()
    const validation = makeNewValidation(await storeRunParents(db))
    await createValidation(db, validation)
    expect(await getValidation(db, validation.id)).toMatchObject({ ...validation, status: 'pending', metrics: null, windows: null })
    await startRun(db, 'validations', { id: validation.id, owner: 'worker-1', nowMs, leaseMs: 1 })
    const windows = [makeValidationWindow(), makeValidationWindow({ windowId: 1, testSharpe: null })]
    await completeValidation(db, makeValidationCompletion(validation.id, { windows, metrics, nowMs }))
    expect(await getValidation(db, validation.id)).toMatchObject({
      status: 'completed',
      metrics,
      windows,
      durationMs: 17,
      completedAtMs: nowMs,
      outcome: makeValidationOutcome(),
      trialCount: 12,
      testSharpe: 0.8,
    })
    expect((await loadValidationArtifact(db, validation.id, 'equity'))?.['close']).toEqual(Float64Array.of(100))
    const { strategyId, dataHash } = validation
    const version = { strategyId, strategyVersion: 1, dataHash }
    expect(await loadLatestValidation(db, version)).toMatchObject({ id: validation.id, plan: validation.plan })
    expect(await findLatestWalkForwardId(db, version)).toBe(validation.id)
    for (const other of [{ strategyVersion: 2 }, { dataHash: makeHash('other data') }]) {
      expect(await loadLatestValidation(db, { ...version, ...other })).toBeNull()
      expect(await findLatestWalkForwardId(db, { ...version, ...other })).toBeNull()
    }
  })

  it('keep windows that were given one by one, in their order', async () => {
    const db = await makeDatabase()
    const plan = makeListedPlan(['2020-01-01..2022-12-31 2023-01-01..2023-03-31', '2019-06-03..2023-03-31 2023-04-03..2024-09-16'])
    const validation = makeNewValidation(await storeRunParents(db), { plan })
    await createValidation(db, validation)
    expect((await getValidation(db, validation.id)).plan).toEqual(plan)
  })

  it('count their trials in the ledger as they complete, and keep nothing when that fails', async () => {
    const db = await makeDatabase()
    const parents = await storeRunParents(db)
    const running = async () => {
      const validation = makeNewValidation(parents)
      await createValidation(db, validation)
      await startRun(db, 'validations', { id: validation.id, owner: 'worker-1', nowMs, leaseMs: 1 })
      return validation.id
    }
    const family = { ...parents, strategyType: 'trend_following', symbols: 'SP500', dataHash: makeHash('data') } as const
    const id = await running()
    await completeValidation(db, makeValidationCompletion(id, { family }))
    await deleteValidation(db, id)
    expect(await countTrials(db, family)).toMatchObject({ trials: 12, trialsBySource: { validation: 12 }, sharpeCount: 12 })
    const other = await running()
    const impossible = makeValidationCompletion(other, { family, outcome: makeValidationOutcome({ trialCount: 0 }) })
    await expect(completeValidation(db, impossible)).rejects.toMatchObject({ code: 'invalid_input' })
    expect(await getValidation(db, other)).toMatchObject({ status: 'running', windows: null, outcome: null })
    expect(await loadValidationArtifact(db, other, 'trials')).toBeNull()
  })

  it('keep their robustness tests, the newest first found, and take them along when they go', async () => {
    const db = await makeDatabase()
    const validation = makeNewValidation(await storeRunParents(db))
    await createValidation(db, validation)
    const { id, strategyId } = validation
    const subject = { kind: 'validation', id } as const
    expect(await loadLatestRobustness(db, subject)).toBeNull()
    const older = makeRobustness({ strategyId, subject })
    const newer = makeRobustness({ strategyId, subject, createdAtMs: NEW_YEAR_2024_MS + 1 })
    for (const test of [newer, older]) await createRobustness(db, test, null)
    expect(await loadLatestRobustness(db, subject)).toEqual(newer)
    expect(await loadLatestRobustness(db, { kind: 'strategy', id: strategyId, version: 1 })).toEqual(newer)
    expect(await loadLatestRobustness(db, { kind: 'strategy', id: strategyId, version: 2 })).toBeNull()
    await expect(createRobustness(db, makeRobustness({ strategyId }), null)).rejects.toMatchObject({ code: 'not_found' })
    await deleteValidation(db, id)
    expect(await loadLatestRobustness(db, subject)).toBeNull()
  })

  it('refuse numbers that are none, in metrics and in windows', async () => {
    const db = await makeDatabase()
    const { id, ...validation } = makeNewValidation(await storeRunParents(db))
    await createValidation(db, { id, ...validation })
    await startRun(db, 'validations', { id, owner: 'worker-1', nowMs, leaseMs: 1 })
    const complete = (changes: object) => completeValidation(db, makeValidationCompletion(id, { metrics, nowMs, ...changes }))
    await expect(complete({ metrics: { ...metrics, avgTestSharpe: Number.NaN } })).rejects.toMatchObject({ code: 'invalid_input' })
    await expect(complete({ windows: [makeValidationWindow({ testReturn: Infinity })] })).rejects.toMatchObject({ code: 'invalid_input' })
    expect((await getValidation(db, id)).status).toBe('running')
  })

  it.each([
    { name: 'an unknown strategy', changes: { strategyId: makeId() }, code: 'not_found' },
    { name: 'an unknown dataset', changes: { datasetId: makeId() }, code: 'not_found' },
    { name: 'an impossible date', changes: { startDate: '2024-02-30' }, code: 'invalid_input' },
    { name: 'no capital', changes: { spec: makeRunSpec({ initial_cash: 0 }) }, code: 'invalid_input' },
    { name: 'a window of no days', changes: { windowSizeDays: 0 }, code: 'invalid_input' },
  ])('refuse $name', async ({ changes, code }) => {
    const db = await makeDatabase()
    await expect(createValidation(db, makeNewValidation(await storeRunParents(db), changes))).rejects.toMatchObject({ code })
  })

  it('are listed newest first, of one strategy or of all', async () => {
    const db = await makeDatabase()
    const [one, two] = [await storeRunParents(db), await storeRunParents(db)]
    const ids: string[] = []
    for (const [index, parents] of [one, two, one].entries()) {
      const validation = makeNewValidation(parents, { createdAtMs: NEW_YEAR_2024_MS + index })
      await createValidation(db, validation)
      ids.push(validation.id)
    }
    const first = await listValidations(db, PAGE)
    expect(first).toMatchObject({ total: 3, items: [{ id: ids[2] }, { id: ids[1] }] })
    expect((await listValidations(db, { ...PAGE, cursor: first.nextCursor })).items.map(({ id }) => id)).toEqual([ids[0]])
    const ofOne = await listValidationsByStrategy(db, { ...PAGE, strategyId: one.strategyId })
    expect(ofOne.items.map(({ id }) => id)).toEqual([ids[2], ids[0]])
    await expect(getValidation(db, makeId())).rejects.toMatchObject({ code: 'not_found' })
  })
})
