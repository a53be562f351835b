import { expectedMaximumOfNormals } from './expectedMaximum.ts'
import { type Measured, measured, undefinedBecause } from './measured.ts'

/**
 * MinBTL in years: history shorter than this lets the best of `trials` worthless strategies reach the annual Sharpe
 * ratio `target` by luck. (E[max of N] / target)^2. Bailey, Borwein, Lopez de Prado and Zhu,
 * "Pseudo-mathematics and financial charlatanism" (2014).
 */
export function minimumBacktestLength({ trials, target }: { trials: number; target: number }): Measured {
  if (!(trials >= 1 && Number.isFinite(trials))) return undefinedBecause('the number of trials must be at least 1')
  if (!(target > 0)) return undefinedBecause('infinite: no history is long enough for a target Sharpe ratio that is not above zero')
  return measured((expectedMaximumOfNormals(trials) / target) ** 2)
}
