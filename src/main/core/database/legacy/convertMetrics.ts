import type { z } from 'zod'
import { METRIC_NAMES, type MetricName, type metricsSchema } from '#shared/domain/metric.ts'
import { isCount, isRecord, isStorable, parseJson, type RowFlags } from './legacyValues.ts'

/**
 * The older system's nine figures. Percentages become fractions (total_return 15.2 is 0.152); ratios and counts stay.
 * avg_trade, the mean return of a trade in percent, has no counterpart here and is kept word for word.
 */
const OLDER_METRICS = {
  total_return: 'percent',
  max_drawdown: 'percent',
  win_rate: 'percent',
  sharpe_ratio: 'ratio',
  sortino_ratio: 'ratio',
  calmar_ratio: 'ratio',
  profit_factor: 'ratio',
  total_trades: 'count',
  avg_trade: 'kept',
} as const

type OlderMetric = keyof typeof OLDER_METRICS
type ConvertedMetric = Extract<OlderMetric, MetricName>

/** Not figures but proofs of a run, under names of the older system; kept, and nothing odd. */
const KEPT_NAMES: readonly string[] = ['avg_trade', 'run_identity', 'parity_check', 'crv_violations']

const NOT_RECORDED = 'the older system did not record it'

export type AdoptedMetrics = z.infer<typeof metricsSchema>

/** Null when the run has no metrics. Unknown names are kept under `legacy`, never guessed at. */
export function convertMetrics(text: string | null, flags: RowFlags): AdoptedMetrics | null {
  const original = parseJson(text)
  if (original === null) return null
  const figures = isRecord(original) ? original : {}
  const values: Record<string, number | null> = Object.fromEntries(METRIC_NAMES.map((name) => [name, null]))
  const reasons: Record<string, string> = Object.fromEntries(METRIC_NAMES.map((name) => [name, NOT_RECORDED]))
  for (const name of Object.keys(OLDER_METRICS).filter(isConverted)) {
    if (figures[name] === undefined) continue
    const value = convertFigure(name, figures[name], flags)
    values[name] = value
    if (value === null) reasons[name] = `the older system recorded ${JSON.stringify(figures[name])}`
    else delete reasons[name]
  }
  return { values, reasons, ruined: null, periods_per_year: null, ...keepOthers(original, flags) }
}

const isConverted = (name: string): name is ConvertedMetric =>
  Object.hasOwn(OLDER_METRICS, name) && OLDER_METRICS[name as OlderMetric] !== 'kept'

function convertFigure(name: ConvertedMetric, original: unknown, flags: RowFlags): number | null {
  const field = `metrics.${name}`
  const unit = OLDER_METRICS[name]
  // The older system meant to write a number: its null is as odd as its NaN.
  if (original === null) flags.add('not_a_number', field, null)
  const value = flags.readNumber(field, original, unit === 'count' ? isCount : isStorable)
  if (value === null) return null
  if (unit !== 'percent') return value
  if (name !== 'max_drawdown' || value <= 0) return percentToFraction(value)
  flags.add('drawdown_sign', field, original)
  return -percentToFraction(value)
}

function keepOthers(original: unknown, flags: RowFlags): Pick<AdoptedMetrics, 'legacy'> {
  if (!isRecord(original)) {
    flags.add('unknown_metrics', 'metrics', 'not a list of named figures')
    return { legacy: { metrics: original } }
  }
  const others = Object.entries(original).filter(([name]) => !isConverted(name))
  const unknown = others.map(([name]) => name).filter((name) => !KEPT_NAMES.includes(name))
  if (unknown.length > 0) flags.add('unknown_metrics', 'metrics', unknown)
  return others.length === 0 ? {} : { legacy: Object.fromEntries(others) }
}

/** A percentage as a fraction, shifted by two decimal places: 12.3 is 0.123, where a division gives 0.12300000000000001. */
export function percentToFraction(percent: number): number {
  const [digits, exponent = '0'] = String(percent).split('e')
  return Number(`${digits}e${Number(exponent) - 2}`)
}
