/** A quantity that may be undefined: a finite value, or null with the reason in words. Never NaN, never a sentinel. */
export type Measured = { readonly value: number; readonly reason: null } | { readonly value: null; readonly reason: string }

export function measured(value: number): Measured {
  return Number.isFinite(value) ? { value, reason: null } : undefinedBecause('the result is too large or not a number')
}

export function undefinedBecause(reason: string): Measured {
  return { value: null, reason }
}
