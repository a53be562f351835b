/** Closes of what a run is compared with, at strictly increasing instants (epoch ms UTC). */
export interface BenchmarkSeries {
  readonly time: Float64Array
  readonly close: Float64Array
}

/** Simple returns of a benchmark between the bars of a run, one fewer than `time`; NaN where it has no close at either end. */
export function benchmarkReturns(time: Float64Array, benchmark: BenchmarkSeries): Float64Array {
  const closes = closesAt(time, benchmark)
  return closes.subarray(1).map((close, i) => close / closes[i]! - 1)
}

/** The benchmark's closes at exactly these instants; NaN where there is none. */
function closesAt(time: Float64Array, benchmark: BenchmarkSeries): Float64Array {
  let at = 0
  return time.map((instant) => {
    while (at < benchmark.time.length && benchmark.time[at]! < instant) at++
    return benchmark.time[at] === instant ? benchmark.close[at]! : Number.NaN
  })
}
