import { emptySeries } from '../indicators/emptySeries.ts'
import { leadingEigenvectors } from '../statistics/eigenvectors.ts'
import { crossSectionalMean } from './panelReturns.ts'

/** A return is a quotient minus one: what is left below this is its rounding, not a deviation. */
const ROUNDING = 1e-13
const beyondRounding = (residual: number) => (Math.abs(residual) < ROUNDING ? 0 : residual)

/** What each return leaves when the mean of all known returns of that bar is taken away; NaN where a return is missing. */
export function residualsOfMean(returns: readonly Float64Array[]): Float64Array[] {
  const market = crossSectionalMean(returns)
  return returns.map((column) => column.map((value, bar) => beyondRounding(value - market[bar]!)))
}

interface FactorModel {
  /** Returns a factor is estimated from, the bar's own included. */
  readonly lookback: number
  /** Principal components taken away, at least 1. */
  readonly factors: number
}

/**
 * What each return leaves when its projection on the first principal components of the window's covariance is taken away,
 * after the window's own mean. Only instruments with every return in the window take part; NaN for the others.
 * Source: M. Avellaneda and J.-H. Lee, Statistical arbitrage in the US equities market (2010).
 */
export function residualsOfFactors(returns: readonly Float64Array[], { lookback, factors }: FactorModel): Float64Array[] {
  const length = returns[0]?.length ?? 0
  const residuals = returns.map(() => emptySeries(length))
  for (let bar = lookback; bar < length; bar++) {
    const window = { from: bar - lookback + 1, to: bar }
    const complete = [...returns.keys()].filter((k) => isKnown(returns[k]!, window))
    const centred = complete.map((k) => centre(returns[k]!.subarray(window.from, window.to + 1)))
    const rest = removeFactors(centred, factors)
    for (const [at, k] of complete.entries()) residuals[k]![bar] = beyondRounding(rest[at]!)
  }
  return residuals
}

function isKnown(values: Float64Array, { from, to }: { from: number; to: number }): boolean {
  for (let i = from; i <= to; i++) if (Number.isNaN(values[i])) return false
  return true
}

function centre(values: Float64Array): Float64Array {
  const mean = values.reduce((total, value) => total + value, 0) / values.length
  return values.map((value) => value - mean)
}

/** The last value of each column without its part along the leading eigenvectors of the columns' covariance. */
function removeFactors(columns: readonly Float64Array[], factors: number): Float64Array {
  const size = columns.length
  const last = Float64Array.from(columns, (column) => column[column.length - 1]!)
  const rest = last.slice()
  for (const vector of leadingEigenvectors(covariance(columns), size, factors)) {
    const along = vector.reduce((total, loading, k) => total + loading * last[k]!, 0)
    for (let k = 0; k < size; k++) rest[k]! -= along * vector[k]!
  }
  return rest
}

function covariance(columns: readonly Float64Array[]): Float64Array {
  const size = columns.length
  const matrix = new Float64Array(size * size)
  for (const [row, a] of columns.entries()) {
    for (let column = 0; column <= row; column++) {
      const b = columns[column]!
      let total = 0
      for (let i = 0; i < a.length; i++) total += a[i]! * b[i]!
      matrix[row * size + column] = total / a.length
      matrix[column * size + row] = total / a.length
    }
  }
  return matrix
}
