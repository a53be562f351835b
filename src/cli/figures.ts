/** A missing value is shown as a dash, never as 0. */
const MISSING = '—'

export const formatPercent = (fraction: number | null): string => (fraction === null ? MISSING : `${(fraction * 100).toFixed(2)}%`)

export const formatRatio = (value: number | null): string => (value === null ? MISSING : value.toFixed(2))

export const formatCount = (value: number | null): string => (value === null ? MISSING : String(value))

/** ISO date and minute, UTC. */
export const formatInstant = (instantMs: number): string => `${new Date(instantMs).toISOString().slice(0, 16).replace('T', ' ')}Z`

/** Up to six significant digits, for a check's value whatever its unit. */
export const formatValue = (value: number | null): string => (value === null ? MISSING : String(Number(value.toPrecision(6))))
