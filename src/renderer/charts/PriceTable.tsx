import { useMemo } from 'react'
import type { Bars } from '#shared/domain/dataset.ts'
import { type ColumnSpec, ColumnTable } from '../components/columnTable/ColumnTable.tsx'
import { formatNumber } from '../format/figures.ts'
import { barTimeFormat } from '../format/instants.ts'

interface PriceTableProps {
  readonly time: Float64Array
  readonly close: Float64Array
  readonly bars: Bars | null
  readonly height: number
}

/** The values of the price chart as rows. */
export function PriceTable({ time, close, bars, height }: PriceTableProps) {
  const columns = useMemo((): ColumnSpec[] => {
    const formatTime = barTimeFormat(time)
    const date: ColumnSpec = {
      key: 'date',
      header: 'Date (UTC)',
      align: 'left',
      widthPx: 150,
      cell: (bar) => formatTime(time[bar]),
      sortValue: (bar) => time[bar] ?? Number.NaN,
    }
    if (bars === null) return [date, priceColumn('Close', close)]
    return [date, priceColumn('Open', bars.open), priceColumn('High', bars.high), priceColumn('Low', bars.low), priceColumn('Close', close)]
  }, [time, close, bars])
  return <ColumnTable label="Price by bar" rowCount={time.length} columns={columns} height={height} />
}

function priceColumn(header: string, prices: Float64Array): ColumnSpec {
  return {
    key: header.toLowerCase(),
    header,
    align: 'right',
    widthPx: 130,
    cell: (bar) => formatNumber(prices[bar]),
    sortValue: (bar) => prices[bar] ?? Number.NaN,
  }
}
