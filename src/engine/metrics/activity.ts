import type { FillColumns, PositionColumns } from '#shared/domain/ledger.ts'
import { type Measured, measured, undefinedBecause } from '../statistics/measured.ts'
import { mean, sum } from '../statistics/moments.ts'

/** Bars that end with a position / bars of the run. */
export function exposure({ units }: PositionColumns): Measured {
  if (units.length === 0) return undefinedBecause('the run has no bars')
  return measured(units.filter((held) => held !== 0).length / units.length)
}

/** Sum of |traded value| / 2 / mean equity * A / n: how often a year the whole book is turned over. */
export function turnover(fills: FillColumns, { path, periodsPerYear }: { path: Float64Array; periodsPerYear: number }): Measured {
  const periods = path.length - 1
  if (periods < 1) return undefinedBecause('there are no returns')
  const traded = sum(fills.units.map((units, i) => Math.abs(units * fills.price[i]!)))
  return measured(((traded / 2 / mean(path)) * periodsPerYear) / periods)
}
