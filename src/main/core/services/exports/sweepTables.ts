import type { SweepSummary } from '#shared/domain/sweep.ts'
import type { StoredSweep } from '../../jobs/storedSweep.ts'
import { type CsvCell, type CsvTable, csvInstant } from './csvTable.ts'
import { tableOf } from './entityTables.ts'

/** One row a sweep; the metrics are those of its best trial. Fractions, not percent. */
export function sweepsTable(items: AsyncIterable<SweepSummary>): CsvTable {
  const best = (name: string) => (sweep: SweepSummary) => sweep.best?.metrics[name] ?? null
  return tableOf(items, {
    id: (sweep) => sweep.id,
    strategy_id: (sweep) => sweep.strategyId,
    strategy_name: (sweep) => sweep.strategyName,
    strategy_version: (sweep) => sweep.strategyVersion,
    dataset: (sweep) => sweep.datasetName,
    status: (sweep) => sweep.status,
    start_date: (sweep) => sweep.startDate,
    end_date: (sweep) => sweep.endDate,
    axes: (sweep) => JSON.stringify(sweep.axes),
    constraint: (sweep) => sweep.where,
    trials: (sweep) => sweep.trialCount,
    excluded: (sweep) => sweep.excluded,
    refused: (sweep) => sweep.refused,
    rank_metric: (sweep) => sweep.rankMetric,
    ranking: (sweep) => sweep.ranking,
    best_parameters: (sweep) => (sweep.best === null ? null : JSON.stringify(sweep.best.parameters)),
    best_score: (sweep) => sweep.best?.score ?? null,
    best_total_return: best('total_return'),
    best_sharpe_ratio: best('sharpe_ratio'),
    best_max_drawdown: best('max_drawdown'),
    best_total_trades: best('total_trades'),
    created_at: (sweep) => csvInstant(sweep.createdAtMs),
  })
}

/** One row a trial in the sweep's own order: its place on the axes, what it is ranked by, every metric. */
export function sweepTrialsTable(stored: StoredSweep): CsvTable {
  const { scores } = stored.rank({})
  const first = stored.row(0, scores)
  const [axes, metrics] = [Object.keys(first.parameters), Object.keys(first.metrics)]
  function* rows(): Generator<CsvCell[]> {
    for (let trial = 0; trial < stored.trials; trial++) {
      const row = stored.row(trial, scores)
      yield [...axes.map((name) => row.parameters[name] ?? null), row.score, ...metrics.map((name) => row.metrics[name] ?? null)]
    }
  }
  return { header: [...axes, 'score', ...metrics], rows: rows() }
}
