/** Time of one operation over many samples, in milliseconds. */
export interface Timing {
  readonly p50Ms: number
  readonly p95Ms: number
  readonly samples: number
}

const round = (value: number) => Math.round(value * 1000) / 1000

/** Nearest-rank percentiles. */
export function describeSamples(samples: readonly number[]): Timing {
  const sorted = samples.toSorted((a, b) => a - b)
  const rank = (share: number) => round(sorted[Math.min(sorted.length - 1, Math.ceil(share * sorted.length) - 1)] ?? 0)
  return { p50Ms: rank(0.5), p95Ms: rank(0.95), samples: sorted.length }
}

/** Milliseconds that the work took. */
export async function timeOf(work: () => Promise<unknown>): Promise<number> {
  const startedAt = performance.now()
  await work()
  return performance.now() - startedAt
}

/** One operation again and again, one at a time; the first tenth warms up and is not counted. */
export async function measure(samples: number, work: () => Promise<unknown>): Promise<Timing> {
  const times: number[] = []
  for (let sample = 0; sample < samples * 1.1; sample += 1) times.push(await timeOf(work))
  return describeSamples(times.slice(-samples))
}

/** Runs the jobs with a bounded number of them under way. */
export async function inParallel(width: number, count: number, job: (index: number) => Promise<unknown>): Promise<void> {
  let next = 0
  const worker = async () => {
    for (let index = next++; index < count; index = next++) await job(index)
  }
  await Promise.all(Array.from({ length: width }, worker))
}
