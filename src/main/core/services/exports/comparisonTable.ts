import type { Backtest } from '#shared/domain/backtest.ts'
import { METRIC_NAMES, METRICS } from '#shared/domain/metricRegistry.ts'
import type { CsvCell, CsvTable } from './csvTable.ts'

/** Every metric of one run with its unit and definition; a missing one says why. */
export function metricsTable({ metrics }: Backtest): CsvTable {
  const rows = METRIC_NAMES.map((name): CsvCell[] => {
    const { unit, definition } = METRICS[name]
    return [name, metrics?.values[name] ?? null, unit, definition, metrics?.reasons[name] ?? null]
  })
  return { header: ['metric', 'value', 'unit', 'definition', 'reason'], rows }
}

/** One row a run: what it was made of, its parameters, every metric. */
export function comparisonTable(runs: readonly Backtest[]): CsvTable {
  const parameters = [...new Set(runs.flatMap(({ spec }) => Object.keys(spec?.strategy.parameters ?? {})))]
  return {
    header: [...RUN_HEADER, ...parameters.map((name) => `parameter.${name}`), 'spec', ...METRIC_NAMES],
    rows: runs.map((run) => [
      ...runCells(run),
      ...parameters.map((name) => run.spec?.strategy.parameters[name] ?? null),
      run.spec === null ? null : JSON.stringify(run.spec),
      ...METRIC_NAMES.map((name) => run.metrics?.values[name] ?? null),
    ]),
  }
}

const RUN_HEADER = [
  ...['id', 'strategy_id', 'strategy_name', 'strategy_type', 'strategy_version', 'dataset', 'status', 'start_date', 'end_date'],
  ...['initial_capital', 'spec_hash', 'data_hash', 'ledger_hash', 'engine_version', 'metric_version', 'seed'],
]

function runCells({ identity, ...run }: Backtest): CsvCell[] {
  return [
    ...[run.id, run.strategyId, run.strategyName, run.strategyType, run.strategyVersion, run.datasetName, run.status],
    ...[run.startDate, run.endDate, run.initialCash, identity?.spec_hash ?? null, run.dataHash, identity?.ledger_hash ?? null],
    ...[identity?.engine_version ?? null, identity?.metric_version ?? null, identity?.seed ?? null],
  ]
}
