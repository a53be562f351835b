import type { Bars } from '#shared/domain/dataset.ts'
import type { RunLedger } from '#shared/domain/ledger.ts'
import type { Metrics } from '#shared/domain/metric.ts'
import type { RunIdentity } from '#shared/domain/runIdentity.ts'
import type { RunSpec } from '#shared/domain/runSpec.ts'
import { ENGINE_VERSION } from '../identity/engineVersion.ts'
import { hashLedger } from '../identity/hashLedger.ts'
import { hashSpec } from '../identity/hashSpec.ts'
import { computeMetrics, METRIC_VERSION } from '../metrics/computeMetrics.ts'
import { type BenchmarkSeries, benchmarkReturns } from './benchmarkReturns.ts'
import type { CancelSignal } from './cancelSignal.ts'
import { completeRunSpec } from './completeRunSpec.ts'
import { simulateRun } from './simulateRun.ts'

export interface BacktestInput {
  /** All bars there are: those before start_date warm the indicators up and never enter the run. */
  readonly bars: Bars
  readonly symbol: string
  readonly spec: RunSpec
  /** hashBars of `bars`, which the caller usually knows already. */
  readonly dataHash: string
  /** What alpha and beta are measured against; both are undefined without. */
  readonly benchmark?: BenchmarkSeries | undefined
  readonly cancel?: CancelSignal | undefined
  /** Told the share of bars done, 0..1, once per block of bars. */
  readonly onProgress?: ((share: number) => void) | undefined
}

/**
 * What a run leaves. Every bar number in the ledger is an index into the bars given, warm-up included; entry k of
 * `ledger.positions` is bar firstBar + k, up to and including lastBar.
 */
export interface BacktestResult {
  readonly symbol: string
  readonly ledger: RunLedger
  readonly firstBar: number
  readonly lastBar: number
  readonly metrics: Metrics
  readonly identity: RunIdentity
}

/**
 * Runs one strategy over one instrument. Pure: equal inputs give an equal ledger_hash anywhere.
 * @throws AppError `invalid_input` (strategy, parameters or settings), `data_out_of_range` (dates), `cancelled`.
 */
export function runBacktest(input: BacktestInput): BacktestResult {
  const { bars, symbol, benchmark, cancel, onProgress } = input
  const spec = completeRunSpec(input.spec)
  const { ledger, ...window } = simulateRun({ bars, spec, cancel, onProgress })
  const metrics = computeMetrics({
    ledger,
    initialCash: spec.initial_cash,
    periodsPerYear: spec.periods_per_year,
    riskFree: spec.risk_free,
    benchmark: benchmark === undefined ? null : benchmarkReturns(ledger.positions.time, benchmark),
  })
  const identity: RunIdentity = {
    spec_hash: hashSpec(spec),
    data_hash: input.dataHash,
    engine_version: ENGINE_VERSION,
    metric_version: METRIC_VERSION,
    seed: spec.seed,
    ledger_hash: hashLedger(ledger),
  }
  return { symbol, ledger, ...window, metrics, identity }
}
