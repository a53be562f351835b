import { describe, expect, it } from 'vitest'
import type { Panel } from '#shared/domain/dataset.ts'
import type { RunSpec } from '#shared/domain/runSpec.ts'
import { carryCsv, PANEL_PLAN, PANEL_SPEC } from '../../../tests/builders/soundPanel.ts'
import { parsePanelCsv } from '../market/parsePanelCsv.ts'
import { hashPanel } from '../panel/hashPanel.ts'
import { slicePanel } from '../panel/panel.ts'
import { runPanelBacktest } from '../panel/runPanelBacktest.ts'
import { ratesOf } from '../validation/backtestTrials.ts'
import { describeValidation } from '../validation/describeValidation.ts'
import { layOutValidation } from '../validation/layOutValidation.ts'
import { walkShare } from '../validation/validationShare.ts'
import { joinFolds } from '../validation/walkForward.ts'
import type { CrvSubject, StoredWalkForward } from './crvSubject.ts'
import { evaluateGate } from './evaluateGate.ts'
import { gatherCrvEvidence } from './gatherCrvEvidence.ts'
import { DEFAULT_POLICY } from './policy.ts'

const PANEL = slicePanel(parsePanelCsv(carryCsv()), 0, 1700)
const PLAN = { ...PANEL_PLAN, trainLength: 300, testLength: 150 }

function walk(panel: Panel, spec: RunSpec): StoredWalkForward {
  const layout = layOutValidation({ time: panel.time, spec, plan: PLAN })
  const shares = walkShare({ panel, layout, objective: PLAN.objective }, { part: 0, parts: 1 })
  const walked = joinFolds(
    shares.map((window) => window.walked),
    ratesOf(spec),
  )
  return {
    validationId: 'walk',
    dataHash: hashPanel(panel),
    spec,
    plan: PLAN,
    ...describeValidation({ panel, plan: PLAN, layout, walk: walked }),
  }
}

function subject(spec: RunSpec = PANEL_SPEC, panel = PANEL): CrvSubject {
  const dataHash = hashPanel(panel)
  const stored = runPanelBacktest({ panel, spec, dataHash })
  const known = walk(panel, spec)
  const { trialCount, trialSharpe } = known.outcome
  const { spec_hash: specHash, ledger_hash: ledgerHash } = stored.identity
  const counted = {
    strategyType: spec.strategy.type,
    symbols: 'PAYS',
    trials: trialCount + 1,
    trialsBySource: { validation: trialCount, backtest: 1 },
  }
  const spread = {
    sharpeCount: trialSharpe.count,
    sharpeMean: trialSharpe.mean,
    sharpeVariance: (trialSharpe.m2 ?? 0) / (trialSharpe.count - 1),
  }
  return {
    data: { panel },
    spec,
    dataHash,
    stored,
    devGate: { value: { verdict: 'passed', isStale: false, specHash, dataHash, ledgerHash }, missing: null },
    walkForward: { value: known, missing: null },
    trials: { value: { ...counted, ...spread }, missing: null },
    sweep: { value: null, missing: 'no sweep was completed' },
    survivorship: { value: 'point_in_time', missing: null },
    holdout: { value: { from: '2009-07-01', until: '2009-12-31', openedAtMs: [], frozenAtMs: 0 }, missing: null },
  }
}

function judge(judged: CrvSubject) {
  const evidence = gatherCrvEvidence(judged, { policy: DEFAULT_POLICY.crv })
  const { verdict, checks } = evaluateGate(evidence, { policy: DEFAULT_POLICY, waivers: [], nowMs: 0 })
  return { verdict, stateOf: (id: string) => checks.find((check) => check.id === id)?.state, checks }
}

const RESTS_ON_WALK = [
  'C2',
  'C4',
  'C5',
  'C6',
  'C7',
  'C8',
  'C9',
  'C10',
  'C12',
  'C13',
  'C14',
  'C16',
  'C17',
  'C18',
  'C19',
  'C20',
  'C21',
  'C22',
  'C26',
]

describe('the CRV gate on a panel', () => {
  it('judges every check', () => {
    const { checks } = judge(subject())
    expect(checks.filter(({ state }) => state === 'NOT_RUN')).toEqual([])
  })

  it('unknown is not a pass: without a walk-forward, or with one of other data, nothing that rests on it passes', () => {
    const sound = subject()
    const without = judge({ ...sound, walkForward: { value: null, missing: 'no walk-forward was completed' } })
    const other = judge({ ...sound, walkForward: { value: { ...sound.walkForward.value!, dataHash: 'other' }, missing: null } })
    for (const { verdict, stateOf } of [without, other]) {
      expect(verdict).toBe('incomplete')
      expect(RESTS_ON_WALK.filter((id) => stateOf(id) !== 'NOT_RUN')).toEqual([])
    }
  })

  it('a sweep of the panel stands in for a walk-forward that tried too little', () => {
    const { axes, where } = PLAN
    const plain = subject()
    const walked = { ...plain.walkForward.value!, plan: { ...PLAN, axes: [axes[0]!] } }
    const few = { ...plain, walkForward: { value: walked, missing: null } }
    expect(judge(few).stateOf('C8')).toBe('NOT_RUN')
    const swept = judge({ ...few, sweep: { value: { sweepId: 'sweep', spec: PANEL_SPEC, axes: [...axes], where }, missing: null } })
    expect(swept.stateOf('C8')).toBe('PASS')
  })

  it('windows of rows that the panel does not hold fail', () => {
    const sound = subject()
    const [first, ...rest] = sound.walkForward.value!.windows
    const forged = { ...first!, detail: { ...first!.detail!, testHash: 'f'.repeat(64) } }
    const value = { ...sound.walkForward.value!, windows: [forged, ...rest] }
    expect(judge({ ...sound, walkForward: { value, missing: null } }).stateOf('C10')).toBe('FAIL')
  })

  it('carry that pays nothing fails, whatever it looked like in sample', () => {
    // Every instrument is told the carry of another one, half a year old: it says nothing of what it pays.
    const { instruments, time } = PANEL
    const strange = instruments.map((each, k) => {
      const carry = instruments[(k + 3) % instruments.length]!.carry!
      return { ...each, carry: carry.map((_, bar) => carry[Math.max(0, bar - 400)]!) }
    })
    const { verdict, stateOf } = judge(subject(PANEL_SPEC, { time, instruments: strange }))
    expect(verdict).toBe('failed')
    expect([stateOf('C6'), stateOf('C12'), stateOf('C7')]).toEqual(['FAIL', 'FAIL', 'FAIL'])
  })

  it('fills at the close that decided them are flagged', () => {
    const spec = { ...PANEL_SPEC, execution: { ...PANEL_SPEC.execution, fill: 'close' as const } }
    expect(judge(subject(spec)).stateOf('C32')).toBe('FAIL')
  })
})
