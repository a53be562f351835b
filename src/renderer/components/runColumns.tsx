import type { ListBacktestsInput } from '#shared/contract/backtests.ts'
import type { BacktestSummary } from '#shared/domain/backtest.ts'
import { formatCount, formatPercent, MISSING } from '../format/figures.ts'
import { Age } from './Age.tsx'
import { CutText } from './CutText.tsx'
import type { DataColumn } from './dataTableProps.ts'
import { SharpeValue } from './SharpeInterval.tsx'
import { StatusBadge } from './StatusBadge.tsx'

export type RunSortKey = ListBacktestsInput['sort']

/** Columns of a list of runs, figures before circumstances, wherever one stands; the strategy's name goes before them where it is not plain already. */
export const RUN_COLUMNS: readonly DataColumn<BacktestSummary, RunSortKey>[] = [
  {
    id: 'status',
    header: 'Status',
    sortKey: 'status',
    cell: ({ status, progress }) => <StatusBadge status={status} progress={progress} />,
  },
  {
    id: 'totalReturn',
    header: 'Return',
    metric: 'total_return',
    align: 'end',
    sortKey: 'totalReturn',
    cell: ({ totalReturn }) => formatPercent(totalReturn),
  },
  {
    id: 'sharpeRatio',
    header: 'Sharpe',
    metric: 'sharpe_ratio',
    align: 'end',
    sortKey: 'sharpeRatio',
    cell: ({ sharpeRatio, sharpeLow, sharpeHigh }) => <SharpeValue sharpe={sharpeRatio} low={sharpeLow} high={sharpeHigh} />,
  },
  {
    id: 'maxDrawdown',
    header: 'Drawdown',
    metric: 'max_drawdown',
    align: 'end',
    sortKey: 'maxDrawdown',
    cell: ({ maxDrawdown }) => formatPercent(maxDrawdown),
  },
  {
    id: 'totalTrades',
    header: 'Trades',
    metric: 'total_trades',
    align: 'end',
    sortKey: 'totalTrades',
    cell: ({ totalTrades }) => formatCount(totalTrades),
  },
  {
    id: 'createdAt',
    header: 'Created',
    sortKey: 'createdAt',
    cell: ({ createdAtMs }) => <Age atMs={createdAtMs} />,
  },
  { id: 'dates', header: 'Dates', isOptional: true, cell: ({ startDate, endDate }) => `${startDate} – ${endDate}` },
  {
    id: 'dataset',
    header: 'Dataset',
    cell: ({ datasetName }) => (datasetName === null ? MISSING : <CutText text={datasetName} />),
  },
]
