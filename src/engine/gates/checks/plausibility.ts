import type { CheckResult, CheckState } from '#shared/domain/gate.ts'
import type { CrvPolicy } from '#shared/domain/gatePolicy.ts'
import type { Metrics } from '#shared/domain/metric.ts'
import type { Gathered } from '../evidence/gathered.ts'
import type { OutOfSample } from '../evidence/outOfSample.ts'
import { figure, percent } from '../figures.ts'
import { type CheckDefinition, conclude, notRun, type Threshold } from './conclude.ts'

const C24: CheckDefinition = { id: 'C24', title: 'Plausible results', blocking: true, waivable: true, unit: 'ratio', source: 'run' }

export interface PlausibilityEvidence {
  readonly whole: Gathered<Metrics>
  readonly outOfSample: Gathered<OutOfSample>
}

/** C24: results too good to believe, in the whole run or its out-of-sample part, call for a look for leakage. */
export function checkPlausibility({ whole, outOfSample }: PlausibilityEvidence, { implausible }: CrvPolicy): CheckResult {
  const threshold: Threshold = { comparison: '<=', bound: implausible.sharpeFail, warn: implausible.sharpeWarn }
  if (whole.value === null) return notRun(C24, { reason: whole.missing, threshold })
  const { values, reasons } = whole.value
  if (values.sharpe_ratio === null) return notRun(C24, { reason: `sharpe_ratio is undefined, ${reasons.sharpe_ratio}`, threshold })
  const sharpe = Math.max(values.sharpe_ratio, outOfSample.value?.metrics.sharpe_ratio.value ?? Number.NEGATIVE_INFINITY)
  const tradeProblems = implausibleTrades(whole.value, implausible)
  return conclude(C24, {
    state: worseOf(tradeProblems.length > 0, sharpe, threshold),
    value: sharpe,
    threshold,
    summary: [`The highest Sharpe ratio is ${figure(sharpe)}`, ...tradeProblems].join('; ').concat('.'),
    action: 'Check for leakage: look-ahead in the rule, fills at prices nobody could get, parameters chosen on these bars.',
    evidence: [
      { label: 'Sharpe ratio, whole run', value: figure(values.sharpe_ratio) },
      { label: 'Win rate', value: values.win_rate === null ? `undefined: ${reasons.win_rate}` : percent(values.win_rate) },
      {
        label: 'Profit factor',
        value: values.profit_factor === null ? `undefined: ${reasons.profit_factor}` : figure(values.profit_factor),
      },
      { label: 'Closed trades', value: String(values.total_trades) },
    ],
  })
}

/** Judged from `minTrades` on; with no losing trade at all the profit factor is beyond every bound. */
function implausibleTrades({ values }: Metrics, { minTrades, winRate, profitFactor }: CrvPolicy['implausible']): string[] {
  if ((values.total_trades ?? 0) < minTrades) return []
  const factor = values.profit_factor ?? (values.win_rate !== null && values.win_rate > 0 ? Number.POSITIVE_INFINITY : 0)
  return [
    ...((values.win_rate ?? 0) > winRate ? [`more than ${percent(winRate)} of trades win`] : []),
    ...(factor > profitFactor ? [`the profit factor is above ${figure(profitFactor)}`] : []),
  ]
}

function worseOf(hasTradeProblem: boolean, sharpe: number, { bound, warn }: Threshold): CheckState {
  if (hasTradeProblem || sharpe > bound) return 'FAIL'
  return warn !== null && sharpe > warn ? 'WARN' : 'PASS'
}
