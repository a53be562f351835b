import { Select, Skeleton, Stack } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import type { Backtest } from '#shared/domain/backtest.ts'
import type { Bars } from '#shared/domain/dataset.ts'
import type { TradeColumns } from '#shared/domain/ledger.ts'
import { useApi } from '../../api/ApiProvider.tsx'
import { PriceChart } from '../../charts/PriceChart.tsx'
import { useAddressState } from '../../components/addressState.ts'
import { ErrorNotice } from '../../components/ErrorNotice.tsx'

const HEIGHT_PX = 500

interface PanelPriceChartProps {
  readonly run: Backtest
  readonly datasetId: string
  /** Of the run's calendar, epoch ms. */
  readonly time: Float64Array
  readonly trades: TradeColumns
}

/** The price of one instrument of a panel with the trades in it; `?symbol=` says which. */
export function PanelPriceChart({ run, datasetId, time, trades }: PanelPriceChartProps) {
  const api = useApi()
  const address = useAddressState()
  const symbol = address.choice('symbol', run.instruments, run.instruments[0] ?? '')
  const { data, error, refetch } = useQuery(
    api.datasets.bars.queryOptions({ input: { id: datasetId, symbol }, staleTime: Number.POSITIVE_INFINITY }),
  )
  const bars = useMemo(() => (data === undefined ? null : barsWithin(data, time)), [data, time])
  const own = useMemo(() => tradesOf(trades, run.instruments.indexOf(symbol)), [trades, run.instruments, symbol])
  return (
    <Stack gap="sm">
      <Select
        label="Instrument"
        data={run.instruments}
        value={symbol}
        searchable
        allowDeselect={false}
        maw={280}
        onChange={(chosen) => address.change({ symbol: chosen })}
      />
      {error !== null && <ErrorNotice error={error} onRetry={() => void refetch()} />}
      {bars === null && error === null && <Skeleton height={HEIGHT_PX} />}
      {bars !== null && (
        <PriceChart time={bars.time} close={bars.close} bars={bars} trades={own} fileName={`${run.strategyName} ${symbol} trades.png`} />
      )}
    </Stack>
  )
}

/** The bars an instrument has between the first and the last bar of the run. */
function barsWithin(bars: Bars, time: Float64Array): Bars {
  const first = time[0] ?? Number.POSITIVE_INFINITY
  const last = time[time.length - 1] ?? Number.NEGATIVE_INFINITY
  const keep = (column: Float64Array) => column.filter((_, bar) => (bars.time[bar] ?? 0) >= first && (bars.time[bar] ?? 0) <= last)
  return {
    time: keep(bars.time),
    open: keep(bars.open),
    high: keep(bars.high),
    low: keep(bars.low),
    close: keep(bars.close),
    volume: keep(bars.volume),
  }
}

function tradesOf({ entryTime, exitTime, units, symbol }: TradeColumns, instrument: number) {
  const keep = (column: Float64Array) => column.filter((_, trade) => symbol?.[trade] === instrument)
  return { entryTime: keep(entryTime), exitTime: keep(exitTime), units: keep(units) }
}
