import { describe, expect, it } from 'vitest'
import type { CrvSubject, StoredSweepPlan } from '#engine/gates/crvSubject.ts'
import { evaluateGate } from '#engine/gates/evaluateGate.ts'
import { gatherTriedTrials } from '#engine/gates/evidence/triedTrials.ts'
import { gatherCrvEvidence } from '#engine/gates/gatherCrvEvidence.ts'
import { DEFAULT_POLICY } from '#engine/gates/policy.ts'
import { equityPathOf, simpleReturns } from '#engine/metrics/equityPath.ts'
import { runBacktest } from '#engine/simulator/runBacktest.ts'
import { columnOf } from '#engine/statistics/returnMatrix.ts'
import { planSweep, trialSpec } from '#engine/sweep/planSweep.ts'
import { SOUND_SPEC, soundCrv, soundRun, walkSound } from '../builders/soundStrategy.ts'

const run = soundRun()
const walk = walkSound()
const options = { policy: { ...DEFAULT_POLICY.crv, bootstrapPaths: 1000 } }
const entries = [0.8, 0.9, 1, 1.1, 1.2, 1.3, 1.4]
const SWEEP: StoredSweepPlan = {
  sweepId: 'swept',
  spec: SOUND_SPEC,
  axes: [
    { name: 'entry_z', values: entries },
    { name: 'stop_loss', values: [0.2, 0.3] },
  ],
  where: null,
}
const known = <Value>(value: Value) => ({ value, missing: null })
const none = { value: null, missing: 'there is none' }
const subjectWith = (changes: Partial<CrvSubject>): CrvSubject => ({ ...soundCrv(run, walk), ...changes })
const tried = (subject: CrvSubject) => gatherTriedTrials(subject, subject.walkForward, options)

describe('the trials that are compared', () => {
  it('are those of the walk-forward, when it tried enough', () => {
    const { value } = tried(subjectWith({ sweep: known(SWEEP) }))
    expect(value?.source).toEqual({ kind: 'walk-forward', id: 'walk', trials: value?.returns.columns })
  })

  it('are those of the sweep without a walk-forward, each made again as a run of its own', () => {
    const { value } = tried(subjectWith({ walkForward: none, sweep: known(SWEEP) }))
    expect(value?.source).toEqual({ kind: 'sweep', id: 'swept', trials: 14 })
    const { bars, symbol } = run.data
    for (const trial of [0, 9]) {
      const spec = trialSpec(planSweep(SWEEP), trial)
      const { ledger } = runBacktest({ bars, symbol, spec, dataHash: run.dataHash })
      expect(columnOf(value!.returns, trial)).toEqual(simpleReturns(equityPathOf(ledger.positions.equity, spec.initial_cash)))
    }
  })

  it('are those of the sweep when the walk-forward chose among too few', () => {
    const narrow = { ...options, policy: { ...options.policy, minTrialsTested: 1 + (tried(subjectWith({})).value?.returns.columns ?? 0) } }
    const wide = subjectWith({
      sweep: known({ ...SWEEP, axes: [{ name: 'entry_z', values: entries.flatMap((z) => [z, z + 0.01, z + 0.02, z + 0.03]) }] }),
    })
    expect(gatherTriedTrials(wide, wide.walkForward, narrow).value?.source).toMatchObject({ kind: 'sweep', trials: 28 })
    expect(gatherTriedTrials(subjectWith({ sweep: none }), known(walk), narrow).value?.source.kind).toBe('walk-forward')
  })

  it.each([
    { name: 'commission', sweep: { ...SWEEP, spec: { ...SOUND_SPEC, cost_model: { type: 'zero' as const } } } },
    { name: 'slippage', sweep: { ...SWEEP, spec: { ...SOUND_SPEC, execution: { ...SOUND_SPEC.execution, slippage_bps: 0 } } } },
    { name: 'swept costs', sweep: { ...SWEEP, axes: [...SWEEP.axes, { name: 'spread_bps', values: [0, 5] }] } },
  ])('are never those of a sweep at other costs than the run: $name', ({ sweep }) => {
    expect(tried(subjectWith({ walkForward: none, sweep: known(sweep) }))).toEqual(none)
  })

  it('are an even choice of a large sweep', () => {
    const values = Array.from({ length: 700 }, (_, i) => 0.5 + i / 1000)
    const { value } = tried(subjectWith({ walkForward: none, sweep: known({ ...SWEEP, axes: [{ name: 'entry_z', values }] }) }))
    expect(value?.source.trials).toBe(700)
    expect(value?.returns.columns).toBe(350)
  })

  it('are missing for the reason of the walk-forward when there is no sweep either', () => {
    expect(tried(subjectWith({ walkForward: none, sweep: none }))).toEqual(none)
  })
})

it('C8 and C9 are judged from a sweep where there is no walk-forward, the same every time, and say so', () => {
  const evidence = () =>
    gatherCrvEvidence(
      subjectWith({ walkForward: none, sweep: known(SWEEP), trials: known({ ...subjectWith({}).trials.value!, trials: 40 }) }),
      options,
    )
  const judged = evaluateGate(evidence(), { policy: DEFAULT_POLICY, waivers: [], nowMs: 0 })
  const check = (id: string) => judged.checks.find((each) => each.id === id)
  for (const id of ['C8', 'C9']) {
    expect(['PASS', 'WARN', 'FAIL']).toContain(check(id)?.state)
    expect(check(id)?.evidence).toContainEqual({ label: 'Trials of', value: 'sweep swept' })
  }
  expect(check('C6')?.state).toBe('NOT_RUN')
  expect(judged.verdict).not.toBe('passed')
  expect(JSON.stringify(evidence())).toBe(JSON.stringify(evidence()))
})
