import { openInstruments, type SharedInstruments } from '#core/jobs/sharedInstruments.ts'
import { startSymbolBatch } from '#core/jobs/sweepJob.ts'
import type { WorkerPool } from '#core/jobs/workerPool.ts'
import { completeRunSpec } from '#engine/simulator/completeRunSpec.ts'
import { runSymbolShare } from '#engine/sweep/runSymbolShare.ts'
import { SweepColumns } from '#engine/sweep/sweepColumns.ts'
import { runSpecSchema } from '#shared/domain/runSpec.ts'
import { type SweepTiming, time } from './w3.ts'

const SPEC = completeRunSpec(
  runSpecSchema.parse({
    initial_cash: 10_000,
    strategy: { type: 'trend_following', parameters: { fast: 10, slow: 20 } },
    cost_model: { type: 'percentage', percentage: 0.002 },
    execution: { fractional: true },
  }),
)

export interface W4Result {
  readonly oneThread: SweepTiming
  readonly allThreads: SweepTiming
  readonly sumFinal: number
}

/** Seconds of one SMA cross over every instrument with every metric, on this thread and on all threads of a warm pool. */
export async function measureW4(shared: SharedInstruments, pool: WorkerPool, runs = 41): Promise<W4Result> {
  const instruments = openInstruments(shared)
  const columns = new SweepColumns(instruments.length)
  const alone = () => {
    // Runs that columns hold already would not be repeated.
    columns.values.fill(0)
    runSymbolShare({ instruments, spec: SPEC }, { share: { part: 0, parts: 1 }, columns, control: { checkpoint: () => {} } })
  }
  const oneThread = await time(async () => alone(), runs)
  const allThreads = await time(() => startSymbolBatch(pool, { instruments: shared, spec: SPEC }).columns, runs)
  return { oneThread, allThreads, sumFinal: columns.column('final_equity').reduce((total, value) => total + value, 0) }
}
