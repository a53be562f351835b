import type { YearOfReturns } from '#shared/domain/monthlyReturns.ts'

/** Share of the months that must fit into the scale; the few beyond it have its full colour. */
const FITTING_SHARE = 0.95

/** The absolute return that gets the full colour, a fraction > 0: so large that most months differ from one another. */
export function returnScale(years: readonly YearOfReturns[]): number {
  const sizes = years
    .flatMap(({ months }) => months.map((month) => month?.value ?? null))
    .filter((value): value is number => value !== null && value !== 0)
    .map(Math.abs)
    .sort((a, b) => a - b)
  return sizes[Math.ceil(FITTING_SHARE * sizes.length) - 1] ?? 1
}

/** Where a return stands on a scale around zero: -1 (full loss colour) to 1 (full gain colour). */
export function placeOnScale(value: number, limit: number): number {
  return Math.max(-1, Math.min(1, value / limit))
}
