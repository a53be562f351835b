import type { ImprovementObjective } from '#shared/domain/improvement.ts'
import type { Metrics } from '#shared/domain/metric.ts'
import { METRICS } from '#shared/domain/metricRegistry.ts'

export interface Judged {
  readonly scoreBefore: number | null
  readonly scoreAfter: number | null
  readonly kept: boolean
  /** What was measured, in words. */
  readonly feedback: string
}

interface Terms {
  readonly objective: ImprovementObjective
  readonly minimumGain: number
}

/**
 * Keeps a change that raises the objective by at least the minimum gain. Where there was no score before, as of a strategy
 * without trades, a positive one is a gain; without a score after there is nothing to keep.
 */
export function judgeChange(before: Metrics, after: Metrics, { objective, minimumGain }: Terms): Judged {
  const [scoreBefore, scoreAfter] = [before.values[objective] ?? null, after.values[objective] ?? null]
  const isRaised = scoreBefore !== null && scoreAfter !== null && scoreAfter > scoreBefore && scoreAfter - scoreBefore >= minimumGain
  const kept = isRaised || (scoreBefore === null && scoreAfter !== null && scoreAfter > 0)
  const { label } = METRICS[objective]
  const measured = [
    `${label} ${ratio(scoreBefore)} -> ${ratio(scoreAfter)} in sample`,
    `drawdown ${percent(before.values.max_drawdown)} -> ${percent(after.values.max_drawdown)}`,
    `trades ${before.values.total_trades ?? 'none'} -> ${after.values.total_trades ?? 'none'}`,
  ].join('; ')
  const verdict = kept ? 'Kept' : `Not kept: the objective must rise by ${minimumGain}`
  return { scoreBefore, scoreAfter, kept, feedback: `${measured}. ${verdict}.` }
}

const ratio = (value: number | null) => (value === null ? 'undefined' : value.toFixed(3))
const percent = (value: number | null | undefined) => (value == null ? 'undefined' : `${(value * 100).toFixed(1)}%`)
