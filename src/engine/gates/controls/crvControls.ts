import type { CheckState } from '#shared/domain/gate.ts'
import type { CrvEvidence } from '../gatherCrvEvidence.ts'
import { knownGoodCrv, outOfSampleOf, repeated, wholeRunOf } from './knownGoodCrv.ts'
import type { NegativeControl } from './negativeControl.ts'
import { noiseWinner } from './noiseWinner.ts'

const known = <Value>(value: Value) => ({ value, missing: null })

/** Loses about 90% in small daily steps. */
const STEADY_LOSER = outOfSampleOf(repeated(500, 0.01, -0.03), repeated(120, -500))
/** A gain on nearly every day: an annual Sharpe ratio above 100. */
const MONEY_MACHINE = wholeRunOf(repeated(500, 0.0011, 0.0009), repeated(120, 500))

interface Flaw {
  readonly checkId: string
  readonly name: string
  readonly expected?: Extract<CheckState, 'WARN'>
  readonly change: (good: CrvEvidence) => Partial<CrvEvidence>
}

/** Changes fields of a piece of evidence that is there. */
function altered<Name extends 'windows' | 'trials' | 'costs' | 'execution' | 'plateau' | 'holdout' | 'superior'>(
  name: Name,
  change: (value: NonNullable<CrvEvidence[Name]['value']>) => Partial<NonNullable<CrvEvidence[Name]['value']>>,
) {
  return (good: CrvEvidence): Partial<CrvEvidence> => {
    const value = good[name].value as NonNullable<CrvEvidence[Name]['value']>
    return { [name]: known({ ...value, ...change(value) }) }
  }
}

const fromNoise = () => {
  const { trials, deflated, overfitting } = noiseWinner(1)
  return { trials, deflated, overfitting }
}

const FLAWS: readonly Flaw[] = [
  {
    checkId: 'C1',
    name: 'a run that failed the dev gate',
    change: () => ({ devGate: known({ isPassed: false, isStale: false, differences: [] }) }),
  },
  {
    checkId: 'C2',
    name: 'a record of a month',
    change: () => ({ estimate: known({ sharpe: 0.1, observations: 21, skewness: 0, kurtosis: 3 }) }),
  },
  { checkId: 'C3', name: 'a thousand trials on half a year', change: () => ({ historyYears: known(0.5), ...manyTrials }) },
  {
    checkId: 'C4',
    name: 'a one-trade wonder',
    change: altered('windows', ({ trades }) => ({ trades: trades.map((_, i) => Number(i === 0)), profits: [50_000] })),
  },
  { checkId: 'C5', name: 'a search that was not counted', change: altered('trials', () => ({ recorded: 1, declared: 4000 })) },
  { checkId: 'C6', name: 'a steady loser', change: () => ({ outOfSample: STEADY_LOSER }) },
  { checkId: 'C7', name: 'the best of 200 noise strategies', change: fromNoise },
  { checkId: 'C8', name: 'the best of 200 noise strategies', change: fromNoise },
  { checkId: 'C9', name: 'trials no better than the benchmark', change: altered('superior', () => ({ consistent: 0.6, upper: 0.8 })) },
  {
    checkId: 'C10',
    name: 'a test on the rows of its training',
    change: altered('windows', () => ({ problems: ['window 1: the test does not lie after its training'] })),
  },
  { checkId: 'C12', name: 'a steady loser', change: () => ({ outOfSample: STEADY_LOSER }) },
  { checkId: 'C13', name: 'one lucky window of eight', change: altered('windows', () => ({ profitable: 1 })) },
  { checkId: 'C14', name: 'a profit from one window', change: altered('windows', () => ({ largestShare: 0.99 })) },
  { checkId: 'C15', name: 'a tenth of the in-sample return', expected: 'WARN', change: altered('windows', () => ({ efficiency: 0.1 })) },
  { checkId: 'C16', name: 'a steady loser', change: () => ({ outOfSample: STEADY_LOSER }) },
  { checkId: 'C17', name: 'histories that lose nine tenths', change: () => ({ drawdowns: deepFalls }) },
  { checkId: 'C18', name: 'histories that lose nine tenths', change: () => ({ drawdowns: deepFalls }) },
  {
    checkId: 'C19',
    name: 'a steady loser with days of -10%',
    change: () => ({ outOfSample: outOfSampleOf(repeated(500, 0.08, -0.1), repeated(120, -500)) }),
  },
  {
    checkId: 'C20',
    name: 'an edge smaller than its costs',
    change: altered('costs', () => ({ totalReturn: -0.1, breakeven: 1.05 })),
  },
  { checkId: 'C21', name: 'an edge that dies of one bar', change: altered('execution', () => ({ keptByDelay: -0.3 })) },
  { checkId: 'C22', name: 'a lonely peak', change: altered('plateau', () => ({ profitableShare: 0.1 })) },
  { checkId: 'C24', name: 'an implausible Sharpe ratio', change: () => ({ whole: MONEY_MACHINE }) },
  { checkId: 'C25', name: 'data of survivors only', change: () => ({ survivorship: known('current_constituents' as const) }) },
  { checkId: 'C26', name: 'a steady loser', change: () => ({ outOfSample: STEADY_LOSER }) },
  { checkId: 'C30', name: 'a holdout opened twice', change: altered('holdout', () => ({ openedAtMs: [1, 2] })) },
  {
    checkId: 'C31',
    name: 'a tampered metric',
    change: () => ({ independent: known([{ name: 'total_return', stored: 0.6, recomputed: 0.5, difference: 0.1 }]) }),
  },
]

const manyTrials = { trials: known({ recorded: 1000, bySource: {}, declared: 1000, correlation: 0, effective: 1000, variance: 1e-3 }) }
const deepFalls = known({ paths: 1000, seed: 42, meanBlockLength: 3, quantileType: 7 as const, drawdowns: new Array(1000).fill(0.9) })

export function crvControls(): NegativeControl[] {
  const good = knownGoodCrv()
  return FLAWS.map(({ checkId, name, expected, change }) => ({
    checkId,
    name,
    expected: expected ?? 'FAIL',
    evidence: { ...good, ...change(good) },
  }))
}
