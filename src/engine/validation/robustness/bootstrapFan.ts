import { quantile } from '../../metrics/tails.ts'
import { xoshiro128 } from '../../random.ts'
import { drawStationaryIndices } from '../../statistics/stationaryBootstrap.ts'

export interface FanOptions {
  readonly paths: number
  readonly seed: number
  /** In bars, at least 1. */
  readonly meanBlockLength: number
}

/** Growth of 1 at some steps of a path: quantiles over all paths (type 7), and what really happened. */
export interface Fan {
  /** Bars since the beginning. */
  readonly step: Int32Array
  readonly p05: Float64Array
  readonly p25: Float64Array
  readonly p50: Float64Array
  readonly p75: Float64Array
  readonly p95: Float64Array
  readonly actual: Float64Array
}

const MOST_STEPS = 80

/** The fan of the paths that `bootstrapBars` draws from the same returns with the same options. */
export function bootstrapFan(returns: Float64Array, { paths, seed, meanBlockLength }: FanOptions): Fan {
  const random = xoshiro128(seed)
  const order = new Int32Array(returns.length)
  const count = Math.min(MOST_STEPS, returns.length) + 1
  const step = Int32Array.from({ length: count }, (_, i) => Math.round((i * returns.length) / (count - 1)))
  const values = new Float64Array(step.length * paths)
  for (let path = 0; path < paths; path++) {
    drawStationaryIndices(order, returns.length, { jump: 1 / meanBlockLength, random })
    const put = (at: number, equity: number) => {
      values[at * paths + path] = equity
    }
    follow(returns, order, { step, put })
  }
  const at = (level: number) => Float64Array.from(step, (_, i) => quantile(values.subarray(i * paths, (i + 1) * paths).toSorted(), level))
  const actual = new Float64Array(step.length)
  const putActual = (i: number, equity: number) => {
    actual[i] = equity
  }
  follow(
    returns,
    Int32Array.from(returns, (_, i) => i),
    { step, put: putActual },
  )
  return { step, p05: at(0.05), p25: at(0.25), p50: at(0.5), p75: at(0.75), p95: at(0.95), actual }
}

interface Stops {
  readonly step: Int32Array
  readonly put: (at: number, equity: number) => void
}

/** Compounds the returns in the order given and tells the growth at each stop. */
function follow(returns: Float64Array, order: Int32Array, { step, put }: Stops): void {
  let equity = 1
  let next = 0
  for (let bar = 0; bar <= order.length; bar++) {
    while (next < step.length && step[next] === bar) put(next++, equity)
    if (bar < order.length) equity *= 1 + Math.max(-1, returns[order[bar]!]!)
  }
}
