import type { MetricUnit } from '#shared/domain/metricRegistry.ts'

/** What stands for a missing value; a real zero is never shown like this. */
export const MISSING = '—'

interface FigureOptions {
  /** Digits after the point; trailing zeros are kept so that columns line up. */
  readonly decimals?: number
  /** Shows `+` before positive values. */
  readonly signed?: boolean
}

const formatters = new Map<string, Intl.NumberFormat>()

/** Formatters are costly to build and tables format thousands of cells. */
function formatterFor(style: 'decimal' | 'percent', decimals: number, signed: boolean): Intl.NumberFormat {
  const key = `${style}/${decimals}/${signed}`
  const known = formatters.get(key)
  if (known) return known
  const formatter = new Intl.NumberFormat('en-US', {
    style,
    minimumFractionDigits: decimals,
    maximumFractionDigits: decimals,
    // Neither option puts a sign on zero, so -0 and values that round to it read as 0.
    signDisplay: signed ? 'exceptZero' : 'negative',
  })
  formatters.set(key, formatter)
  return formatter
}

const isMissing = (value: number | null | undefined): value is null | undefined =>
  value === null || value === undefined || !Number.isFinite(value)

/** A plain number with thousands separators; null, NaN and infinities are an em dash. */
export function formatNumber(value: number | null | undefined, { decimals = 2, signed = false }: FigureOptions = {}): string {
  return isMissing(value) ? MISSING : formatterFor('decimal', decimals, signed).format(value)
}

/** A fraction (0.15) as a percentage (15.00%); null is an em dash. */
export function formatPercent(fraction: number | null | undefined, { decimals = 2, signed = false }: FigureOptions = {}): string {
  return isMissing(fraction) ? MISSING : formatterFor('percent', decimals, signed).format(fraction)
}

/** A fraction (0.0015) in hundredths of a percent (15.0); null is an em dash. */
export function formatBasisPoints(fraction: number | null | undefined, { decimals = 1, signed = false }: FigureOptions = {}): string {
  return formatNumber(isMissing(fraction) ? null : fraction * 10_000, { decimals, signed })
}

/** Money in the instrument's own currency, which the app does not know: two decimals, no symbol. */
export function formatMoney(value: number | null | undefined, { decimals = 2, signed = false }: FigureOptions = {}): string {
  return formatNumber(value, { decimals, signed })
}

/** A whole number: trades, bars, rows. */
export function formatCount(value: number | null | undefined): string {
  return formatNumber(value, { decimals: 0 })
}

/** A value in the way its unit is read: fractions and probabilities as percent, counts without decimals. */
export function formatInUnit(value: number | null | undefined, unit: MetricUnit): string {
  switch (unit) {
    case 'fraction':
      return formatPercent(value)
    case 'probability':
      return formatPercent(value, { decimals: 1 })
    case 'money':
      return formatMoney(value)
    case 'count':
    case 'bars':
      return formatCount(value)
    case 'ratio':
      return formatNumber(value)
  }
}
