import { Skeleton, Text } from '@mantine/core'
import { useMemo } from 'react'
import type { Backtest } from '#shared/domain/backtest.ts'
import type { TradeColumns } from '#shared/domain/ledger.ts'
import { ColumnTable } from '../../components/columnTable/ColumnTable.tsx'
import { EmptyState } from '../../components/EmptyState.tsx'
import { ErrorNotice } from '../../components/ErrorNotice.tsx'
import { formatCount } from '../../format/figures.ts'
import { tradeExcursions } from './tradeExcursions.ts'
import { type TradeTable, tradeTableColumns } from './tradeTableColumns.tsx'
import { type RunBars, useRunBars } from './useRunBars.ts'
import { useRunPositions, useRunTrades } from './useRunColumns.ts'

const HEIGHT_PX = 480

/** Every closed trade of a run; any number of them. */
export function TradesPanel({ run }: { readonly run: Backtest }) {
  const trades = useRunTrades(run.id)
  const positions = useRunPositions(run.id)
  const failed = [trades, positions].find(({ error }) => error !== null)
  if (failed !== undefined) return <ErrorNotice error={failed.error} onRetry={() => void failed.refetch()} />
  if (trades.data === undefined || positions.data === undefined) return <Skeleton height={HEIGHT_PX} />
  if (trades.data.pnl.length === 0) return <EmptyState message="No trade was closed in this run." />
  return <TradesTable run={run} trades={trades.data} time={positions.data.time} />
}

interface TradesTableProps {
  readonly run: Backtest
  readonly trades: TradeColumns
  readonly time: Float64Array
}

function TradesTable({ run, trades, time }: TradesTableProps) {
  const runBars = useRunBars(run, time)
  const columns = useMemo(
    () => tradeTableColumns({ trades, instruments: run.instruments, excursions: excursionsOf(run, trades, runBars), time }),
    [run, trades, runBars, time],
  )
  const count = trades.pnl.length
  const open = run.metrics?.values['open_trades'] ?? 0
  return (
    <>
      <ColumnTable label="Trades" rowCount={count} columns={columns} height={HEIGHT_PX} orderKey="trades" />
      <Text size="sm" c="dimmed" mt="xs">
        {formatCount(count)} closed trades{open > 0 && `; ${formatCount(open)} still open at the last bar is not listed`}. Profit is net of
        all costs. {excursionNote(runBars)}
      </Text>
    </>
  )
}

function excursionsOf({ spec }: Backtest, trades: TradeColumns, runBars: RunBars): TradeTable['excursions'] {
  if (spec === null || runBars.state === 'unknown') return null
  return runBars.state === 'loading' ? 'loading' : tradeExcursions(trades, runBars.bars, spec.execution.fill)
}

function excursionNote(runBars: RunBars): string {
  if (runBars.state === 'unknown') return `MAE and MFE are not known: ${runBars.reason}.`
  return 'MAE and MFE: the furthest the price went against and for the trade between its fills, as a fraction of the entry price, before costs.'
}
