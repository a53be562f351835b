import { describe, expect, it } from 'vitest'
import { noiseWinner } from '#engine/gates/controls/noiseWinner.ts'
import { knownGoodProduct } from '#engine/gates/controls/productControls.ts'
import type { CrvSubject } from '#engine/gates/crvSubject.ts'
import { evaluateGate, type GateEvaluation } from '#engine/gates/evaluateGate.ts'
import { gatherCrvEvidence } from '#engine/gates/gatherCrvEvidence.ts'
import { gatherDevEvidence } from '#engine/gates/gatherDevEvidence.ts'
import { DEFAULT_POLICY } from '#engine/gates/policy.ts'
import type { GateEvidence } from '#engine/gates/runChecks.ts'
import type { DevSubject } from '#engine/gates/subject.ts'
import { runBacktest } from '#engine/simulator/runBacktest.ts'
import { SOUND_SPEC, soundCrv, soundRun, walkSound } from '../builders/soundStrategy.ts'

const run = soundRun()
const walk = walkSound()
/** Fifty places are tried by the gate itself; five show the same here and take a tenth of the time. */
const POLICY = { ...DEFAULT_POLICY, dev: { ...DEFAULT_POLICY.dev, truncations: 5, perturbations: 5 } }
const judge = (evidence: GateEvidence) => evaluateGate(evidence, { policy: POLICY, waivers: [], nowMs: 0 })
const judgeDev = (subject: DevSubject) => judge(gatherDevEvidence(subject, { policy: POLICY.dev }))
const judgeCrv = (subject: CrvSubject) => judge(gatherCrvEvidence(subject, { policy: POLICY.crv }))
const failed = ({ checks }: GateEvaluation) => checks.filter(({ state }) => state === 'FAIL').map(({ id }) => id)

describe('a sound strategy on data made to reward it', () => {
  const dev = judgeDev(run)
  const crv = judgeCrv(soundCrv(run, walk))
  it('passes the dev gate', () => expect({ verdict: dev.verdict, failed: failed(dev) }).toEqual({ verdict: 'passed', failed: [] }))
  it('passes the CRV gate on its walk-forward', () =>
    expect({ verdict: crv.verdict, failed: failed(crv) }).toEqual({ verdict: 'passed', failed: [] }))
  it('passes the product gate and is ready for production', () => {
    const product = knownGoodProduct()
    const gate = (verdict: GateEvaluation['verdict']) => ({ value: { ...product.dev.value!, verdict }, missing: null })
    const judged = judge({ ...product, dev: gate(dev.verdict), crv: gate(crv.verdict) })
    expect(judged).toMatchObject({ verdict: 'passed', productionReady: true })
  })
  it('gives the same verdict from the same evidence, to the last bit', () =>
    expect(JSON.stringify(judgeCrv(soundCrv(run, walk)))).toBe(JSON.stringify(crv)))
})

describe('a known-bad strategy fails the right check', () => {
  it('peeking: D8 and D9', () => {
    const { bars, symbol } = run.data
    const early = { ...bars, close: bars.close.map((close, bar) => bars.close[bar + 1] ?? close) }
    const { ledger } = runBacktest({ bars: early, symbol, spec: run.spec, dataHash: run.dataHash })
    expect(failed(judgeDev({ ...run, stored: { ...run.stored, ledger } }))).toEqual(expect.arrayContaining(['D8', 'D9']))
  })

  it('zero cost: D14 and nothing else', () => {
    const spec = { ...SOUND_SPEC, cost_model: { type: 'zero' as const }, execution: { ...SOUND_SPEC.execution, slippage_bps: 0 } }
    expect(failed(judgeDev(soundRun(spec)))).toEqual(['D14'])
  })

  it('tampered metrics: D5, and C31 by another implementation', () => {
    const metrics = { ...run.stored.metrics!, values: { ...run.stored.metrics!.values, sharpe_ratio: 2 } }
    const tampered = { ...run, stored: { ...run.stored, metrics } }
    expect(failed(judgeDev(tampered))).toEqual(['D5'])
    expect(failed(judgeCrv(soundCrv(tampered, walk)))).toEqual(['C31'])
  })

  it('same-bar fills: C32', () => {
    const close = soundRun({ ...SOUND_SPEC, execution: { ...SOUND_SPEC.execution, fill: 'close' } })
    const { checks } = judgeCrv(soundCrv(close, walk))
    expect(checks.find(({ id }) => id === 'C32')).toMatchObject({ state: 'FAIL', value: expect.any(Number) })
  })

  it('train = test: C10', () => {
    const windows = walk.windows.map((window) => ({
      ...window,
      detail: { ...window.detail!, test: window.detail!.train, testHash: window.detail!.trainHash },
    }))
    const { checks } = judgeCrv(soundCrv(run, { ...walk, windows }))
    expect(checks.find(({ id }) => id === 'C10')).toMatchObject({
      state: 'FAIL',
      summary: expect.stringMatching(/does not lie after its training/),
    })
  })

  it('windows on other data than they say: C10', () => {
    const windows = walk.windows.map((window) => ({ ...window, detail: { ...window.detail!, testHash: 'f'.repeat(64) } }))
    expect(failed(judgeCrv(soundCrv(run, { ...walk, windows })))).toEqual(['C10'])
  })

  it('a one-trade wonder: C4', () => {
    const spec = {
      ...SOUND_SPEC,
      strategy: { ...SOUND_SPEC.strategy, parameters: { ...SOUND_SPEC.strategy.parameters, entry_z: 3.4, lookback: 200 } },
    }
    const axes = [
      { name: 'lookback', values: [180, 200] },
      { name: 'entry_z', values: [3.4, 3.5] },
    ]
    const rare = walkSound(spec, { ...walk.plan, axes })
    expect(failed(judgeCrv(soundCrv(run, rare)))).toContain('C4')
  })

  it.each([1, 2, 3])('the best of 200 noise strategies (seed %s): C7 and C8', (seed) => {
    const { trials, deflated, overfitting } = noiseWinner(seed)
    const evidence = { ...gatherCrvEvidence(soundCrv(run, walk), { policy: POLICY.crv }), trials, deflated, overfitting }
    expect(failed(judge(evidence))).toEqual(expect.arrayContaining(['C7', 'C8']))
  })

  it('an uncounted search: C5', () => {
    const subject = soundCrv(run, walk)
    const trials = { value: { ...subject.trials.value!, trials: 3 }, missing: null }
    expect(failed(judgeCrv({ ...subject, trials }))).toContain('C5')
  })

  it('an edge smaller than its costs: C20', () => {
    const spec = { ...SOUND_SPEC, cost_model: { type: 'percentage' as const, percentage: 0.01, minimum_commission: 0 } }
    expect(failed(judgeCrv(soundCrv(soundRun(spec), walkSound(spec))))).toContain('C20')
  })

  it('a walk-forward that paid less than the run: no evidence, so no verdict', () => {
    const spec = { ...SOUND_SPEC, cost_model: { type: 'percentage' as const, percentage: 0.001, minimum_commission: 0 } }
    const judged = judgeCrv(soundCrv(soundRun(spec), walk))
    expect(judged.verdict).toBe('incomplete')
    expect(judged.checks.find(({ id }) => id === 'C12')).toMatchObject({
      state: 'NOT_RUN',
      summary: expect.stringContaining('paid other costs'),
    })
  })
})
