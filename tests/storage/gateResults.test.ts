import { expect, it } from 'vitest'
import { deleteBacktest } from '#core/repositories/backtestRepository.ts'
import {
  createGateResult,
  getLatestGateResult,
  getProductGate,
  listGateBoard,
  listGateResults,
  listGateResultsByStrategy,
} from '#core/repositories/gateResultRepository.ts'
import { countOverview } from '#core/repositories/overviewRepository.ts'
import { createStrategy, setStrategyStatus, updateStrategy } from '#core/repositories/strategyRepository.ts'
import type { GateVerdict } from '#shared/domain/gate.ts'
import { makeGateResult } from '../builders/gateResults.ts'
import { makeId, NEW_YEAR_2024_MS } from '../builders/ids.ts'
import { storeBacktest, storeRunningBacktest, storeRunParents } from '../builders/storedRuns.ts'
import { makeStrategy, makeStrategyDraft } from '../builders/strategies.ts'
import { describeOnBothDialects } from './dialects.ts'

const PAGE = { limit: 10, cursor: null, withTotal: false }

describeOnBothDialects('gate results', (makeDatabase) => {
  it('come back as they were stored', async () => {
    const db = await makeDatabase()
    const parents = await storeRunParents(db)
    const backtestId = await storeBacktest(db, parents)
    const result = makeGateResult({ strategyId: parents.strategyId, backtestId }, { gateType: 'product', productionReady: true })
    await createGateResult(db, result)
    const { evidence: _evidence, ...kept } = result
    const stored = { ...kept, currentStrategyVersion: 1, backtestExists: true }
    expect(await getProductGate(db, parents.strategyId)).toEqual(stored)
    expect(await listGateResults(db, PAGE)).toMatchObject({ items: [stored], nextCursor: null })
  })

  it('tell what has changed since', async () => {
    const db = await makeDatabase()
    const parents = await storeRunParents(db)
    const backtestId = await storeBacktest(db, parents)
    await createGateResult(db, makeGateResult({ strategyId: parents.strategyId, backtestId }))
    await updateStrategy(db, { id: parents.strategyId, expectedVersion: 1, draft: makeStrategyDraft(), nowMs: NEW_YEAR_2024_MS })
    await deleteBacktest(db, backtestId)
    expect(await getLatestGateResult(db, { strategyId: parents.strategyId, gateType: 'dev' })).toMatchObject({
      currentStrategyVersion: 2,
      backtestExists: false,
      binding: { strategyVersion: 1, backtestId },
    })
  })

  it('are latest by instant, then by id', async () => {
    const db = await makeDatabase()
    const parents = await storeRunParents(db)
    const on = { strategyId: parents.strategyId, backtestId: await storeBacktest(db, parents) }
    const [first, second, third] = [makeGateResult(on), makeGateResult(on), makeGateResult(on, { timestampMs: NEW_YEAR_2024_MS - 1 })]
    for (const result of [second, first, third]) await createGateResult(db, result)
    await createGateResult(db, makeGateResult(on, { gateType: 'crv', timestampMs: NEW_YEAR_2024_MS + 1 }))
    expect((await getLatestGateResult(db, { strategyId: on.strategyId, gateType: 'dev' }))?.id).toBe(second.id)
    const history = await listGateResultsByStrategy(db, { strategyId: on.strategyId, gateType: 'dev', limit: 2 })
    expect(history.map(({ id }) => id)).toEqual([second.id, first.id])
    expect(await listGateResultsByStrategy(db, { strategyId: on.strategyId, gateType: null, limit: 9 })).toHaveLength(4)
    expect(await getProductGate(db, on.strategyId)).toBeNull()
  })

  it('refuse an unknown strategy or run, and a verdict that contradicts itself', async () => {
    const db = await makeDatabase()
    const parents = await storeRunParents(db)
    const on = { strategyId: parents.strategyId, backtestId: await storeBacktest(db, parents) }
    await expect(createGateResult(db, makeGateResult({ ...on, strategyId: makeId() }))).rejects.toMatchObject({ code: 'not_found' })
    await expect(createGateResult(db, makeGateResult({ ...on, backtestId: makeId() }))).rejects.toMatchObject({ code: 'not_found' })
    await expect(createGateResult(db, makeGateResult(on, { verdict: 'incomplete', passed: true }))).rejects.toMatchObject({
      code: 'invalid_input',
      message: expect.stringContaining('gate_results_passed'),
    })
  })

  it('stand on the board, newest of each gate beside each strategy', async () => {
    const db = await makeDatabase()
    const parents = await storeRunParents(db)
    const [untested, archived] = [makeStrategy({ name: 'untested' }), makeStrategy({ name: 'archived' })]
    for (const strategy of [untested, archived]) await createStrategy(db, strategy)
    await setStrategyStatus(db, { id: archived.id, status: 'archived', nowMs: NEW_YEAR_2024_MS })
    const on = { strategyId: parents.strategyId, backtestId: await storeBacktest(db, parents) }
    const old = makeGateResult(on, { verdict: 'failed', passed: false, timestampMs: NEW_YEAR_2024_MS - 5 })
    const [dev, crv] = [makeGateResult(on), makeGateResult(on, { gateType: 'crv', verdict: 'failed', passed: false })]
    for (const result of [old, dev, crv]) await createGateResult(db, result)

    const board = await listGateBoard(db, { ...PAGE, search: '', withTotal: true })
    expect(board).toMatchObject({
      total: 2,
      items: [
        { strategyName: 'Golden cross', strategyStatus: 'draft', dev: { id: dev.id }, crv: { id: crv.id, passed: false }, product: null },
        { strategyName: 'untested', dev: null, crv: null, product: null },
      ],
    })
    expect((await listGateBoard(db, { ...PAGE, search: 'gold' })).items).toHaveLength(1)
    const first = await listGateBoard(db, { ...PAGE, limit: 1, search: '' })
    const second = await listGateBoard(db, { ...PAGE, limit: 1, search: '', cursor: first.nextCursor })
    expect([first, second].flatMap(({ items }) => items.map(({ strategyName }) => strategyName))).toEqual(['Golden cross', 'untested'])
  })

  it('are counted for the overview with everything else', async () => {
    const db = await makeDatabase()
    const [one, two] = [await storeRunParents(db), await storeRunParents(db)]
    await setStrategyStatus(db, { id: two.strategyId, status: 'archived', nowMs: NEW_YEAR_2024_MS })
    const backtestId = await storeBacktest(db, one)
    await storeRunningBacktest(db, two)
    const give = (strategyId: string, verdict: GateVerdict, timestampMs: number) =>
      createGateResult(db, makeGateResult({ strategyId, backtestId }, { verdict, passed: verdict === 'passed', timestampMs }))
    await give(one.strategyId, 'failed', NEW_YEAR_2024_MS)
    await give(one.strategyId, 'passed', NEW_YEAR_2024_MS + 1)
    await give(two.strategyId, 'incomplete', NEW_YEAR_2024_MS)
    expect(await countOverview(db)).toMatchObject({
      strategies: { draft: 1, archived: 1, approved: 0 },
      backtests: { pending: 1, running: 1, completed: 0 },
      datasets: 2,
      finishedSweeps: 0,
      finishedValidations: 0,
      gates: { dev: { passed: 1, failed: 0, incomplete: 1 }, crv: { passed: 0, failed: 0, incomplete: 0 } },
    })
  })
})
