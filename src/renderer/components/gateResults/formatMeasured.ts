import type { MetricUnit } from '#shared/domain/metricRegistry.ts'
import { formatInUnit, formatNumber } from '../../format/figures.ts'

/** Below this a figure with two decimals would read as 0.00. */
const SMALLEST_SHOWN = 0.005

/** A value or bound of a check in its unit; tolerances such as 1e-9 keep their size instead of reading as zero. */
export function formatMeasured(value: number, unit: MetricUnit): string {
  if (unit === 'count' || unit === 'bars') return Number.isInteger(value) ? formatInUnit(value, unit) : formatNumber(value)
  const shown = unit === 'fraction' || unit === 'probability' ? value * 100 : value
  if (value === 0 || Math.abs(shown) >= SMALLEST_SHOWN) return formatInUnit(value, unit)
  return `${Number(shown.toPrecision(2)).toExponential()}${shown === value ? '' : '%'}`
}
