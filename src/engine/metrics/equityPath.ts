/** Equity as metrics see it: E_0 first, then one value per period. */

/** The run's path: the initial cash in place of bar 0 (so costs paid on it count), then equity at every later close. */
export function equityPathOf(equity: Float64Array, initialCash: number): Float64Array {
  const path = equity.length === 0 ? new Float64Array(1) : equity.slice()
  path[0] = initialCash
  return path
}

/** Growth of 1 invested before the first return; a missing return (NaN) leaves equity where it was. Length n + 1. */
export function growthPath(returns: Float64Array): Float64Array {
  const path = new Float64Array(returns.length + 1)
  let equity = 1
  path[0] = equity
  returns.forEach((value, i) => {
    if (!Number.isNaN(value)) equity *= 1 + value
    path[i + 1] = equity
  })
  return path
}

/** Simple returns E_t / E_(t-1) - 1, one fewer than the path. After ruin there is nothing to earn on: NaN (missing). */
export function simpleReturns(path: Float64Array): Float64Array {
  const returns = new Float64Array(Math.max(path.length - 1, 0))
  for (let i = 0; i < returns.length; i += 1) {
    const before = path[i]!
    returns[i] = before > 0 ? path[i + 1]! / before - 1 : Number.NaN
  }
  return returns
}

/** The values that are there: every NaN (missing) left out. */
export function presentValues(values: Float64Array): Float64Array {
  return values.filter((value) => !Number.isNaN(value))
}
