import { Anchor, Group, Title } from '@mantine/core'
import { Link, useNavigate } from 'react-router'
import type { BacktestSummary } from '#shared/domain/backtest.ts'
import { DataTable } from '../../components/DataTable.tsx'
import type { DataColumn } from '../../components/dataTableProps.ts'
import { EmptyState } from '../../components/EmptyState.tsx'
import { SharpeValue } from '../../components/SharpeInterval.tsx'
import { StatusBadge } from '../../components/StatusBadge.tsx'
import { formatCount, formatPercent, MISSING } from '../../format/figures.ts'
import { formatAge } from '../../format/instants.ts'

const columnsAt = (nowMs: number): readonly DataColumn<BacktestSummary>[] => [
  { id: 'strategy', header: 'Strategy', cell: (run) => run.strategyName },
  { id: 'dataset', header: 'Dataset', cell: (run) => run.datasetName ?? MISSING },
  { id: 'status', header: 'Status', cell: (run) => <StatusBadge status={run.status} progress={run.progress} /> },
  {
    id: 'return',
    header: 'Total return',
    metric: 'total_return',
    align: 'end',
    cell: (run) => formatPercent(run.totalReturn, { signed: true }),
  },
  {
    id: 'sharpe',
    header: 'Sharpe',
    metric: 'sharpe_ratio',
    align: 'end',
    cell: (run) => <SharpeValue sharpe={run.sharpeRatio} low={run.sharpeLow} high={run.sharpeHigh} />,
  },
  { id: 'drawdown', header: 'Max drawdown', metric: 'max_drawdown', align: 'end', cell: (run) => formatPercent(run.maxDrawdown) },
  { id: 'trades', header: 'Trades', metric: 'total_trades', align: 'end', cell: (run) => formatCount(run.totalTrades) },
  { id: 'created', header: 'Started', align: 'end', cell: (run) => formatAge(run.createdAtMs, nowMs) },
]

interface LatestRunsProps {
  /** undefined while they are on their way. */
  readonly runs: readonly BacktestSummary[] | undefined
  readonly nowMs: number
}

/** The newest runs, whatever became of them. */
export function LatestRuns({ runs, nowMs }: LatestRunsProps) {
  const navigate = useNavigate()
  return (
    <div>
      <Group justify="space-between" mb="xs">
        <Title order={2}>Latest runs</Title>
        <Anchor component={Link} to="/backtests" size="sm">
          All runs
        </Anchor>
      </Group>
      <DataTable
        label="Latest runs"
        columns={columnsAt(nowMs)}
        rows={runs}
        rowId={(run) => run.id}
        rowName={(run) => run.strategyName}
        onOpenRow={(run) => void navigate(`/backtests/${run.id}`)}
        maxHeight="420px"
        skeletonRows={5}
        empty={<EmptyState message="No backtest has run yet; results will be listed here." />}
      />
    </div>
  )
}
