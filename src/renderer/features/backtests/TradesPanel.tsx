import { Skeleton, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import type { Backtest } from '#shared/domain/backtest.ts'
import { useApi } from '../../api/ApiProvider.tsx'
import { ColumnTable } from '../../components/columnTable/ColumnTable.tsx'
import { EmptyState } from '../../components/EmptyState.tsx'
import { ErrorNotice } from '../../components/ErrorNotice.tsx'
import { formatCount } from '../../format/figures.ts'
import { tradeTableColumns } from './tradeTableColumns.tsx'

const HEIGHT_PX = 480

/** Every closed trade of a run; any number of them. */
export function TradesPanel({ run }: { readonly run: Backtest }) {
  const api = useApi()
  const trades = useQuery(api.backtests.trades.queryOptions({ input: { id: run.id }, staleTime: Number.POSITIVE_INFINITY }))
  const columns = useMemo(() => (trades.data === undefined ? [] : tradeTableColumns(trades.data)), [trades.data])
  if (trades.error !== null) return <ErrorNotice error={trades.error} onRetry={() => void trades.refetch()} />
  if (trades.data === undefined) return <Skeleton height={HEIGHT_PX} />
  const count = trades.data.pnl.length
  if (count === 0) return <EmptyState message="No trade was closed in this run." />
  const open = run.metrics?.values['open_trades'] ?? 0
  return (
    <>
      <ColumnTable label="Trades" rowCount={count} columns={columns} height={HEIGHT_PX} />
      <Text size="sm" c="dimmed" mt="xs">
        {formatCount(count)} closed trades{open > 0 && `; ${formatCount(open)} still open at the last bar is not listed`}. Profit is net of
        both commissions.
      </Text>
    </>
  )
}
