import { ENGINE_VERSION } from '#engine/identity/engineVersion.ts'
import { METRIC_VERSION } from '#engine/metrics/computeMetrics.ts'
import type { SweepPlan } from '#engine/sweep/planSweep.ts'
import { hashRows } from '#engine/sweep/results/hashRows.ts'
import { rankTrials } from '#engine/sweep/results/rankTrials.ts'
import { readMetrics } from '#engine/sweep/results/readRow.ts'
import { axisValues } from '#engine/sweep/results/summariseSweep.ts'
import { sweepArtifact } from '#engine/sweep/results/sweepArtifact.ts'
import { SweepColumns } from '#engine/sweep/sweepColumns.ts'
import type { MetricName } from '#shared/domain/metric.ts'
import type { Ranking, SweepRow } from '#shared/domain/sweep.ts'
import { type SharpeSpread, spreadOf } from '#shared/domain/trialLedger.ts'
import { encodeColumns, SERIES_CODEC } from '../database/seriesCodec.ts'

export interface SweepResultInput {
  readonly plan: SweepPlan
  /** Of SweepColumns, all trials done. */
  readonly memory: SharedArrayBuffer
  readonly by: MetricName
  readonly ranking: Ranking
}

/** A finished sweep, ready to be stored. */
export interface SweepOutcome {
  readonly rows: { readonly codec: string; readonly rowCount: number; readonly bytes: Uint8Array }
  readonly rowsHash: string
  readonly engineVersion: string
  readonly metricVersion: string
  readonly best: SweepRow
  readonly sharpe: SharpeSpread
}

/** Ranks, hashes and encodes the rows of a sweep on the calling thread. */
export function sweepResult({ plan, memory, by, ranking }: SweepResultInput): SweepOutcome {
  const columns = new SweepColumns(plan.cells.length, memory)
  const artifact = sweepArtifact(plan, columns)
  return {
    rows: { codec: SERIES_CODEC, rowCount: columns.trials, bytes: encodeColumns(artifact) },
    rowsHash: hashRows(artifact),
    engineVersion: ENGINE_VERSION,
    metricVersion: METRIC_VERSION,
    best: findBest({ plan, columns, by, ranking }),
    sharpe: spreadOf(perPeriod(columns.column('sharpe_ratio'), plan.spec.periods_per_year)),
  }
}

function findBest(request: Parameters<typeof rankTrials>[0]): SweepRow {
  const { order, scores } = rankTrials(request)
  const trial = order[0]!
  const score = scores[trial]!
  return {
    trial,
    parameters: axisValues(request.plan, trial),
    score: Number.isNaN(score) ? null : score,
    metrics: readMetrics(request.columns, trial),
  }
}

function* perPeriod(annual: Float64Array, periodsPerYear: number): Generator<number> {
  const root = Math.sqrt(periodsPerYear)
  for (const sharpe of annual) yield sharpe / root
}
