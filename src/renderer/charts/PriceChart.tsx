import { createSeriesMarkers, type IChartApi, LineSeries } from 'lightweight-charts'
import { useCallback, useMemo, useState } from 'react'
import { type ColumnSpec, ColumnTable } from '../components/columnTable/ColumnTable.tsx'
import { formatCount, formatNumber } from '../format/figures.ts'
import { formatDate } from '../format/instants.ts'
import { ChartFrame } from './ChartFrame.tsx'
import { ChartLegend } from './ChartLegend.tsx'
import type { ChartPalette } from './chartPalette.ts'
import { barAt, type TradeMarkColumns, toLinePoints, toTradeMarkers } from './chartPoints.ts'

interface PriceChartProps {
  /** Columns of equal length: epoch ms and the close the run saw. */
  readonly time: Float64Array
  readonly close: Float64Array
  readonly trades: TradeMarkColumns
  readonly fileName: string
}

const HEIGHT_PX = 420

/** The close with an arrow where each trade began and a square where it ended. */
export function PriceChart({ time, close, trades, fileName }: PriceChartProps) {
  const [hoveredMs, setHoveredMs] = useState<number | null>(null)
  const draw = useCallback(
    (chart: IChartApi, palette: ChartPalette) => drawPrice(chart, { palette, time, close, trades }),
    [time, close, trades],
  )
  const bar = hoveredMs === null ? time.length - 1 : barAt(time, hoveredMs)
  const tradeCount = trades.units.length

  return (
    <ChartFrame
      summary={`Close from ${formatDate(time[0])} to ${formatDate(time.at(-1))} with the entries and exits of ${formatCount(tradeCount)} closed trades.`}
      height={HEIGHT_PX}
      time={time}
      fileName={fileName}
      draw={draw}
      onHover={setHoveredMs}
      legend={
        <ChartLegend
          date={formatDate(time[bar])}
          items={[
            { label: 'Close', swatch: 'benchmark', value: formatNumber(close[bar]) },
            { label: 'Entries', swatch: 'entry', value: formatCount(tradeCount) },
            { label: 'Exits', swatch: 'exit', value: formatCount(tradeCount) },
          ]}
        />
      }
      table={<PriceTable time={time} close={close} />}
    />
  )
}

interface PriceDrawing {
  readonly palette: ChartPalette
  readonly time: Float64Array
  readonly close: Float64Array
  readonly trades: TradeMarkColumns
}

function drawPrice(chart: IChartApi, { palette, time, close, trades }: PriceDrawing): void {
  const price = chart.addSeries(LineSeries, {
    color: palette.benchmark,
    lineWidth: 1,
    priceLineVisible: false,
    lastValueVisible: false,
    priceFormat: { type: 'custom', formatter: (value: number) => formatNumber(value) },
  })
  price.setData(toLinePoints(time, close))
  createSeriesMarkers(price, toTradeMarkers(trades, { entry: palette.entry, exit: palette.exit }))
}

function PriceTable({ time, close }: { readonly time: Float64Array; readonly close: Float64Array }) {
  const columns = useMemo(
    (): ColumnSpec[] => [
      {
        key: 'date',
        header: 'Date (UTC)',
        align: 'left',
        widthPx: 130,
        cell: (bar) => formatDate(time[bar]),
        sortValue: (bar) => time[bar] ?? Number.NaN,
      },
      {
        key: 'close',
        header: 'Close',
        align: 'right',
        widthPx: 160,
        cell: (bar) => formatNumber(close[bar]),
        sortValue: (bar) => close[bar] ?? Number.NaN,
      },
    ],
    [time, close],
  )
  return <ColumnTable label="Close by bar" rowCount={time.length} columns={columns} height={HEIGHT_PX} />
}
