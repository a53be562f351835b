import { Anchor, Group, Title } from '@mantine/core'
import { Link, useNavigate } from 'react-router'
import type { BacktestSummary } from '#shared/domain/backtest.ts'
import { DataTable } from '../../components/DataTable.tsx'
import type { DataColumn } from '../../components/dataTableProps.ts'
import { EmptyState } from '../../components/EmptyState.tsx'
import { RowName } from '../../components/RowName.tsx'
import { RUN_COLUMNS, type RunSortKey } from '../../components/runColumns.tsx'

const COLUMNS: readonly DataColumn<BacktestSummary, RunSortKey>[] = [
  {
    id: 'strategy',
    header: 'Strategy',
    cell: ({ id, strategyName, strategyVersion }) => <RowName to={`/backtests/${id}`} name={strategyName} version={strategyVersion} />,
  },
  ...RUN_COLUMNS.filter(({ isOptional }) => isOptional !== true),
]

interface LatestRunsProps {
  /** undefined while they are on their way. */
  readonly runs: readonly BacktestSummary[] | undefined
}

/** The newest runs, whatever became of them. */
export function LatestRuns({ runs }: LatestRunsProps) {
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
        columns={COLUMNS}
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
