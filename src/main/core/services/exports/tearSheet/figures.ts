import type { MetricUnit } from '#shared/domain/metricRegistry.ts'

const MISSING = '—'

/** A value as people read its unit: fractions as percent, counts whole; a missing one is a dash. */
export function figure(value: number | null | undefined, unit: MetricUnit): string {
  if (value === null || value === undefined || !Number.isFinite(value)) return MISSING
  switch (unit) {
    case 'fraction':
      return `${(value * 100).toFixed(2)}%`
    case 'probability':
      return `${(value * 100).toFixed(1)}%`
    case 'count':
    case 'bars':
      return grouped(value, 0)
    case 'money':
    case 'ratio':
      return grouped(value, 2)
  }
}

function grouped(value: number, decimals: number): string {
  return value.toLocaleString('en-US', { minimumFractionDigits: decimals, maximumFractionDigits: decimals })
}

export const dateOf = (instantMs: number | undefined) =>
  instantMs === undefined || !Number.isFinite(instantMs) ? MISSING : new Date(instantMs).toISOString().slice(0, 10)
