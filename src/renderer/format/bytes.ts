import { MISSING } from './figures.ts'

const UNITS = ['B', 'kB', 'MB', 'GB', 'TB'] as const

/** A size in steps of 1,000: 999 B, 1.0 kB, 25.3 MB; null is an em dash. */
export function formatBytes(bytes: number | null | undefined): string {
  if (bytes === null || bytes === undefined || !Number.isFinite(bytes)) return MISSING
  let value = bytes
  let unit = 0
  while (value >= 999.95 && unit < UNITS.length - 1) {
    value /= 1000
    unit += 1
  }
  return `${value.toFixed(unit === 0 ? 0 : 1)} ${UNITS[unit]}`
}
