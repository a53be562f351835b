import type { CheckResult } from '#shared/domain/gate.ts'

/** Places on a bar from 0 (left end) to 1 (right end). */
export interface BulletScale {
  readonly zero: number
  readonly value: number
  readonly bound: number
  readonly warn: number | null
}

const HEADROOM = 1.15

/**
 * Where a measured value and its bound lie on one bar that also holds zero, with room beyond the larger.
 * null when nothing can be drawn: no value, no bound, an equality, or a span of zero.
 */
export function scaleBullet({ value, threshold }: Pick<CheckResult, 'value' | 'threshold'>): BulletScale | null {
  if (value === null || threshold === null || threshold.comparison === '=') return null
  const marks = [0, value, threshold.bound, ...(threshold.warn === null ? [] : [threshold.warn])]
  const low = Math.min(...marks) * HEADROOM
  const high = Math.max(...marks) * HEADROOM
  if (!(high > low)) return null
  const place = (mark: number) => (mark - low) / (high - low)
  return {
    zero: place(0),
    value: place(value),
    bound: place(threshold.bound),
    warn: threshold.warn === null ? null : place(threshold.warn),
  }
}
