import type { CheckResult } from '#shared/domain/gate.ts'
import type { CrvPolicy } from '#shared/domain/gatePolicy.ts'
import type { Gathered } from '../evidence/gathered.ts'
import type { WindowEvidence } from '../evidence/windowEvidence.ts'
import { counted, figure, percent } from '../figures.ts'
import { atLeast, atMost, type CheckDefinition, conclude, exactly, judge, rowsAsEvidence } from './conclude.ts'
import { withoutWalkForward } from './walkForwardMissing.ts'

type Windows = Gathered<WindowEvidence>

const WINDOWS = { blocking: true, waivable: true, source: 'validation' } as const
const C4: CheckDefinition = { ...WINDOWS, id: 'C4', title: 'Trades out of sample', unit: 'count' }
const C10: CheckDefinition = { ...WINDOWS, id: 'C10', title: 'Walk-forward windows valid', waivable: false, unit: 'count' }
const C13: CheckDefinition = { ...WINDOWS, id: 'C13', title: 'Profitable windows', unit: 'fraction' }
const C14: CheckDefinition = { ...WINDOWS, id: 'C14', title: 'Profit not concentrated', unit: 'fraction' }
const C15: CheckDefinition = { ...WINDOWS, id: 'C15', title: 'Walk-forward efficiency', blocking: false, unit: 'ratio' }

/** C4: enough closed trades to judge by, in all windows and in each. */
export function checkTradeCount({ value, missing }: Windows, { minTrades, minTradesPerFold }: CrvPolicy): CheckResult {
  const threshold = atLeast(minTrades)
  if (value === null) return withoutWalkForward(C4, missing, threshold)
  const total = value.trades.reduce((sum, trades) => sum + trades, 0)
  const thin = value.trades.flatMap((trades, window) => (trades < minTradesPerFold ? [{ window, trades }] : []))
  const fewest = Math.min(...value.trades)
  // What is shown is the demand that is missed: with trades enough in all, those of the thinnest window.
  const shown =
    total >= minTrades && thin.length > 0 ? { value: fewest, threshold: atLeast(minTradesPerFold) } : { value: total, threshold }
  return conclude(C4, {
    state: total >= minTrades && thin.length === 0 ? 'PASS' : 'FAIL',
    ...shown,
    summary: `${counted(total, 'trade')} out of sample; ${thin.length === 0 ? `every window has at least ${minTradesPerFold}` : `${thin.length} of ${value.count} windows have fewer than ${minTradesPerFold}`}.`,
    action: 'Use a longer history, longer test windows or a rule that trades more often.',
    evidence: rowsAsEvidence(thin.map(({ window, trades }) => ({ label: `Window ${window + 1}`, value: counted(trades, 'trade') }))),
  })
}

/** C10: tests disjoint and after their training, with the gaps between, each on rows of its own and of these data. */
export function checkWindows({ value, missing }: Windows): CheckResult {
  const threshold = exactly(0)
  if (value === null) return withoutWalkForward(C10, missing, threshold)
  const { problems, purgeBars, longestHoldingBars, count } = value
  const isShort = purgeBars < longestHoldingBars
  return conclude(C10, {
    state: problems.length > 0 ? 'FAIL' : isShort ? 'WARN' : 'PASS',
    value: problems.length,
    threshold,
    summary:
      problems[0] !== undefined
        ? `${counted(problems.length, 'fault')} in ${count} windows; the first: ${problems[0]}.`
        : isShort
          ? `${count} windows are sound, but a purge of ${purgeBars} bars is shorter than the longest trade of ${longestHoldingBars}.`
          : `${count} windows are sound: tests are disjoint, after their training, and on rows of their own.`,
    action: 'Run the walk-forward again with windows that do not share rows and a purge of at least the longest trade.',
    evidence: [
      ...rowsAsEvidence(problems.map((value, i) => ({ label: `Fault ${i + 1}`, value }))),
      { label: 'Purge', value: `${purgeBars} bars` },
      { label: 'Longest out-of-sample trade', value: `${longestHoldingBars} bars` },
    ],
  })
}

/**
 * C13: the profit does not come from a few lucky periods. Where windows are of any length, a long loss must not hide behind
 * many short profits: the share is the lesser of that by number and that by bars.
 */
export function checkProfitableWindows({ value, missing }: Windows, { minWindows, minProfitableWindows }: CrvPolicy): CheckResult {
  const threshold = atLeast(minProfitableWindows)
  if (value === null) return withoutWalkForward(C13, missing, threshold)
  const { count, profitable, profitableBarShare } = value
  const share = Math.min(count === 0 ? 0 : profitable / count, profitableBarShare ?? 1)
  const byBars = profitableBarShare === undefined ? '' : `, and ${percent(profitableBarShare)} of the tested bars lie in them`
  const hasTooFew = count < minWindows
  return conclude(hasTooFew ? { ...C13, unit: 'count' } : C13, {
    ...(hasTooFew
      ? { state: 'FAIL', value: count, threshold: atLeast(minWindows) }
      : { state: judge(share, threshold), value: share, threshold }),
    summary: `${profitable} of ${count} windows earned${byBars}${hasTooFew ? `; at least ${minWindows} windows are needed` : ''}.`,
    action: hasTooFew
      ? 'Run the walk-forward with shorter windows or more data.'
      : 'Look at the losing windows: what did they have in common?',
  })
}

/** C14: neither one window nor a handful of trades carries the result. */
export function checkConcentration({ value, missing }: Windows, policy: CrvPolicy): CheckResult {
  const threshold = atMost(policy.maxWindowShare)
  if (value === null) return withoutWalkForward(C14, missing, threshold)
  const profit = value.profits.reduce((sum, one) => sum + one, 0)
  const best = value.profits.slice(0, policy.topTrades).reduce((sum, one) => sum + one, 0)
  const topShare = profit > 0 ? best / profit : Number.POSITIVE_INFINITY
  const { largestShare } = value
  const isWindowFine = largestShare !== null && largestShare <= policy.maxWindowShare
  const areTradesFine = topShare <= policy.maxTopTradesShare
  // What is shown is the share that is too large: that of the trades when no window is to blame.
  const shown =
    isWindowFine && !areTradesFine ? { value: topShare, threshold: atMost(policy.maxTopTradesShare) } : { value: largestShare, threshold }
  return conclude(C14, {
    state: isWindowFine && areTradesFine ? 'PASS' : 'FAIL',
    ...shown,
    summary:
      largestShare === null
        ? 'There is no profit to share out.'
        : `The best window brought ${percent(largestShare)} of the growth, the best ${policy.topTrades} trades ${Number.isFinite(topShare) ? percent(topShare) : 'more than all'} of the profit (at most ${percent(policy.maxTopTradesShare)}).`,
    action: 'Judge the strategy without its best window and trades: what is left is what may come back.',
    evidence: rowsAsEvidence(
      value.profits.slice(0, policy.topTrades).map((one, i) => ({ label: `Trade ${i + 1} by profit`, value: figure(one) })),
    ),
  })
}

/** C15: how much of the in-sample return is left; it only ever warns. */
export function checkEfficiency({ value, missing }: Windows, { warnEfficiency }: CrvPolicy): CheckResult {
  const threshold = atLeast(warnEfficiency)
  if (value === null) return withoutWalkForward(C15, missing, threshold)
  const { efficiency, efficiencyReason } = value
  if (efficiency === null) return withoutWalkForward(C15, efficiencyReason ?? 'the efficiency is undefined', threshold)
  return conclude(C15, {
    state: efficiency >= warnEfficiency ? 'PASS' : 'WARN',
    value: efficiency,
    threshold,
    summary: `Out of sample the strategy earned ${percent(efficiency)} of its in-sample return a year.`,
    action: 'Search fewer parameters: what is lost out of sample was fitted, not found.',
  })
}
