import type { MarketSeries } from '#shared/domain/dataset.ts'
import type { ValidationWindow, ValidationWindowDetail } from '#shared/domain/validation.ts'
import { calendarOf } from '../../market/marketData.ts'
import { findFoldProblems } from '../../validation/findFoldProblems.ts'
import { hashFoldRows } from '../../validation/hashFoldRows.ts'
import type { StoredWalkForward } from '../crvSubject.ts'

/** What the windows of a walk-forward say, each by itself and together. */
export interface WindowEvidence {
  readonly count: number
  /** What is wrong with them, one sentence each; empty when they are sound. */
  readonly problems: readonly string[]
  /** The fewest bars that lie between a training and its test, less the embargo. */
  readonly purgeBars: number
  /** Longest out-of-sample trade; a purge should be at least as long. */
  readonly longestHoldingBars: number
  readonly profitable: number
  /** Share of the tested bars that lie in profitable windows; only of windows given one by one, which may be of any length. */
  readonly profitableBarShare?: number
  /** Closed out-of-sample trades of each window. */
  readonly trades: readonly number[]
  /** Largest share of the windows' summed log growth that one window brought; null unless the whole is a profit. */
  readonly largestShare: number | null
  /** Profits of all out-of-sample trades, the best first; every window starts with the same cash. */
  readonly profits: readonly number[]
  /** Walk-forward efficiency; null with the reason. */
  readonly efficiency: number | null
  readonly efficiencyReason: string | null
}

/** Reads the windows and holds them against the data whose rows they name. */
export function inspectWindows(walk: StoredWalkForward, data: MarketSeries): WindowEvidence {
  const { windows, plan, outcome, trades } = walk
  return {
    count: windows.length,
    problems: findProblems(walk, data),
    purgeBars: leastPurge(walk),
    longestHoldingBars: outcome.longestHoldingBars,
    profitable: windows.filter(isProfitable).length,
    ...(plan.mode === 'listed' ? { profitableBarShare: testedBars(windows.filter(isProfitable)) / testedBars(windows) } : {}),
    trades: windows.map(({ detail }) => detail?.testTrades ?? 0),
    largestShare: outcome.largestProfitShare.value,
    profits: Array.from(trades['pnl'] ?? new Float64Array()).sort((a, b) => b - a),
    efficiency: outcome.efficiency.value,
    efficiencyReason: outcome.efficiency.reason,
  }
}

/** Windows given one by one may leave more between training and test than the plan asks for. */
function leastPurge({ windows, plan }: StoredWalkForward): number {
  const gaps = windows.map(({ detail }) => (detail === undefined ? plan.purgeBars + plan.embargoBars : detail.test.from - detail.train.end))
  return Math.max(0, Math.min(...gaps) - plan.embargoBars)
}

const isProfitable = ({ testReturn }: ValidationWindow) => (testReturn ?? 0) > 0

function testedBars(windows: readonly ValidationWindow[]): number {
  return windows.reduce((sum, { detail }) => sum + (detail === undefined ? 0 : detail.test.end - detail.test.from), 0)
}

function findProblems({ windows, plan }: StoredWalkForward, data: MarketSeries): string[] {
  const details = windows.map(({ detail }) => detail)
  if (!details.every(isKnown)) return ['the validation is of an older version and did not keep the rows of its windows']
  const shape = findFoldProblems(details, { barCount: calendarOf(data).length, gapBars: plan.purgeBars + plan.embargoBars })
  return shape.length > 0 ? shape : findHashProblems(details, data)
}

const isKnown = (detail: ValidationWindow['detail']): detail is ValidationWindowDetail => detail !== undefined

/** The rows must be those of the data at hand, and no two tests, nor a test and its training, may share theirs. */
function findHashProblems(details: readonly ValidationWindowDetail[], data: MarketSeries): string[] {
  const now = hashFoldRows(data, details)
  const seen = new Set<string>()
  return details.flatMap(({ trainHash, testHash }, window) => {
    const problems: string[] = []
    if (now[window]!.trainHash !== trainHash || now[window]!.testHash !== testHash) problems.push('its rows are not those of the data')
    if (trainHash === testHash) problems.push('it was tested on the rows it was trained on')
    if (seen.has(testHash)) problems.push('its test rows are those of an earlier window')
    seen.add(testHash)
    return problems.map((problem) => `window ${window + 1}: ${problem}`)
  })
}
