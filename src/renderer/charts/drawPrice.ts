import { CandlestickSeries, createSeriesMarkers, type IChartApi, LineSeries } from 'lightweight-charts'
import type { Bars } from '#shared/domain/dataset.ts'
import { formatNumber } from '../format/figures.ts'
import { isIntraday } from '../format/instants.ts'
import type { ChartPalette } from './chartPalette.ts'
import { type TradeMarkColumns, toCandles, toLinePoints, toTradeMarkers } from './chartPoints.ts'
import type { FillSeries } from './rowFeed.ts'

interface PriceDrawing {
  readonly palette: ChartPalette
  readonly time: Float64Array
  readonly close: Float64Array
  /** null draws the close as a line. */
  readonly bars: Bars | null
  readonly trades: TradeMarkColumns
  /** Told whether there are too many trades to mark them. */
  readonly onCrowded: (isCrowded: boolean) => void
}

/** More marks than this hide the price and each other, and cost more than all the rest. */
const MOST_MARKERS = 10_000

/** Adds the price and the marks of the trades. */
export function drawPrice(chart: IChartApi, drawing: PriceDrawing): FillSeries {
  const { palette, time, trades, onCrowded } = drawing
  const { series, fill } = drawing.bars === null ? addLine(chart, drawing) : addCandles(chart, { palette, bars: drawing.bars })
  const markers = createSeriesMarkers(series)
  chart.timeScale().applyOptions({ timeVisible: isIntraday(time) })
  return (rows, fine) => {
    fill(rows)
    const marks = toTradeMarkers(trades, {
      colors: { entry: palette.entry, exit: palette.exit },
      fromMs: time[fine.from] ?? 0,
      toMs: time[fine.to - 1] ?? 0,
    })
    const isCrowded = marks.length > MOST_MARKERS
    markers.setMarkers(isCrowded ? [] : marks)
    onCrowded(isCrowded)
  }
}

const QUIET = {
  priceLineVisible: false,
  lastValueVisible: false,
  priceFormat: { type: 'custom', formatter: (value: number) => formatNumber(value) },
} as const

function addLine(chart: IChartApi, { palette, time, close }: Pick<PriceDrawing, 'palette' | 'time' | 'close'>) {
  const series = chart.addSeries(LineSeries, { ...QUIET, color: palette.benchmark, lineWidth: 1 })
  return { series, fill: (rows: Uint32Array) => series.setData(toLinePoints(time, close, rows)) }
}

/** A rising candle is hollow and a falling one filled: they differ without colour too. */
function addCandles(chart: IChartApi, { palette, bars }: { readonly palette: ChartPalette; readonly bars: Bars }) {
  const series = chart.addSeries(CandlestickSeries, {
    ...QUIET,
    upColor: palette.surface,
    borderUpColor: palette.benchmark,
    wickUpColor: palette.benchmark,
    downColor: palette.benchmark,
    borderDownColor: palette.benchmark,
    wickDownColor: palette.benchmark,
  })
  return { series, fill: (rows: Uint32Array) => series.setData(toCandles(bars, rows)) }
}
