import { Button } from '@mantine/core'
import { useInfiniteQuery } from '@tanstack/react-query'
import { useNavigate } from 'react-router'
import type { BacktestSummary } from '#shared/domain/backtest.ts'
import { useApi } from '../../api/ApiProvider.tsx'
import { DataTable } from '../../components/DataTable.tsx'
import type { DataColumn } from '../../components/dataTableProps.ts'
import { EmptyState } from '../../components/EmptyState.tsx'
import { keysetPaging, keysetRows } from '../../components/keysetRows.ts'
import { RUN_COLUMNS, type RunSortKey } from '../../components/runColumns.tsx'

const COLUMNS: readonly DataColumn<BacktestSummary, RunSortKey>[] = [
  { id: 'version', header: 'Version', align: 'end', width: 80, cell: ({ strategyVersion }) => strategyVersion },
  ...RUN_COLUMNS,
]

interface StrategyRunsProps {
  readonly strategyId: string
  readonly onRun: () => void
}

/** Backtests of one strategy, newest first. */
export function StrategyRuns({ strategyId, onRun }: StrategyRunsProps) {
  const api = useApi()
  const navigate = useNavigate()
  const query = useInfiniteQuery(
    api.backtests.list.infiniteOptions({ input: (cursor: string | null) => ({ strategyId, cursor }), ...keysetPaging }),
  )
  return (
    <DataTable
      label="Backtests of this strategy"
      columnsKey="strategy-runs"
      {...keysetRows(query)}
      columns={COLUMNS}
      rowId={({ id }) => id}
      rowName={({ startDate, endDate }) => `${startDate} to ${endDate}`}
      onOpenRow={({ id }) => navigate(`/backtests/${id}`)}
      empty={<EmptyState message="This strategy has not been run yet." action={<Button onClick={onRun}>Run backtest</Button>} />}
    />
  )
}
