import { SegmentedControl } from '@mantine/core'
import { BaselineSeries, type IChartApi, LineSeries, PriceScaleMode } from 'lightweight-charts'
import { useCallback, useMemo, useState } from 'react'
import { useAddressState } from '../components/addressState.ts'
import { type ColumnSpec, ColumnTable } from '../components/columnTable/ColumnTable.tsx'
import { formatMoney, formatPercent } from '../format/figures.ts'
import { barTimeFormat, formatDate, isIntraday } from '../format/instants.ts'
import { ChartFrame } from './ChartFrame.tsx'
import { ChartLegend } from './ChartLegend.tsx'
import type { ChartPalette } from './chartPalette.ts'
import { barAt, toLinePoints } from './chartPoints.ts'
import { type EquityColumns, type EquitySeries, toEquitySeries } from './equitySeries.ts'
import type { FillSeries } from './rowFeed.ts'

interface EquityChartProps {
  readonly columns: EquityColumns
  readonly fileName: string
  /** Draws equity in the colour of what was not seen when parameters were chosen. */
  readonly isOutOfSample?: boolean
}

const HEIGHT_PX = 420
const EQUITY_SHARE = 3
const SCALES = ['linear', 'log'] as const

/** Equity with buy and hold, and the drawdown beneath on the same time axis and crosshair. */
export function EquityChart({ columns, fileName, isOutOfSample = false }: EquityChartProps) {
  const series = useMemo(() => toEquitySeries(columns), [columns])
  const address = useAddressState()
  const scale = address.choice('scale', SCALES, 'linear')
  const [hoveredMs, setHoveredMs] = useState<number | null>(null)
  const draw = useCallback(
    (chart: IChartApi, palette: ChartPalette) => drawEquity(chart, { palette, series, scale, isOutOfSample }),
    [series, scale, isOutOfSample],
  )
  const drawn = useMemo(() => [series.equity, series.benchmark, series.drawdown], [series])
  const formatTime = useMemo(() => barTimeFormat(series.time), [series])
  const bar = hoveredMs === null ? series.time.length - 1 : barAt(series.time, hoveredMs)

  return (
    <ChartFrame
      summary={describeEquity(series)}
      height={HEIGHT_PX}
      time={series.time}
      columns={drawn}
      fileName={fileName}
      draw={draw}
      onHover={setHoveredMs}
      legend={
        <ChartLegend
          date={formatTime(series.time[bar])}
          items={[
            {
              label: 'Equity',
              swatch: isOutOfSample ? 'outOfSample' : 'strategy',
              value: formatMoney(series.equity[bar], { decimals: 0 }),
            },
            { label: 'Buy and hold', swatch: 'benchmark', value: formatMoney(series.benchmark[bar], { decimals: 0 }) },
            {
              label: 'Drawdown',
              swatch: isOutOfSample ? 'outOfSampleDrawdown' : 'drawdown',
              value: formatPercent(series.drawdown[bar], { decimals: 1 }),
            },
          ]}
        />
      }
      controls={
        <SegmentedControl
          size="xs"
          aria-label="Money axis"
          data={[
            { label: 'Linear', value: 'linear' },
            { label: 'Log', value: 'log' },
          ]}
          value={scale}
          onChange={(value) => address.change({ scale: value === 'log' ? 'log' : null })}
        />
      }
      table={<EquityTable series={series} />}
    />
  )
}

interface EquityDrawing {
  readonly palette: ChartPalette
  readonly series: EquitySeries
  readonly scale: (typeof SCALES)[number]
  readonly isOutOfSample: boolean
}

function drawEquity(chart: IChartApi, { palette, series, scale, isOutOfSample }: EquityDrawing): FillSeries {
  const [line, fill] = isOutOfSample ? [palette.outOfSample, palette.outOfSampleFill] : [palette.strategy, palette.strategyFill]
  const { time, equity, benchmark, drawdown } = series
  const money = { type: 'custom' as const, formatter: (value: number) => formatMoney(value, { decimals: 0 }) }
  const quiet = { priceLineVisible: false, lastValueVisible: false }
  const benchmarkLine = chart.addSeries(LineSeries, { ...quiet, color: palette.benchmark, lineWidth: 1, priceFormat: money }, 0)
  const equityLine = chart.addSeries(LineSeries, { ...quiet, color: line, lineWidth: 2, priceFormat: money }, 0)
  equityLine.priceScale().applyOptions({ mode: scale === 'log' ? PriceScaleMode.Logarithmic : PriceScaleMode.Normal })
  const drawdownArea = chart.addSeries(
    BaselineSeries,
    {
      ...quiet,
      baseValue: { type: 'price', price: 0 },
      topLineColor: line,
      bottomLineColor: line,
      lineWidth: 1,
      bottomFillColor1: fill,
      bottomFillColor2: fill,
      priceFormat: { type: 'custom', formatter: (value: number) => formatPercent(value, { decimals: 0 }), minMove: 0.01 },
    },
    1,
  )
  // A new pane inherits the scale of the one above; fractions below zero have no logarithm.
  drawdownArea.priceScale().applyOptions({ mode: PriceScaleMode.Normal, scaleMargins: { top: 0.1, bottom: 0.1 } })
  chart.timeScale().applyOptions({ timeVisible: isIntraday(time) })
  const [equityPane, drawdownPane] = chart.panes()
  equityPane?.setStretchFactor(EQUITY_SHARE)
  drawdownPane?.setStretchFactor(1)
  return (rows) => {
    benchmarkLine.setData(toLinePoints(time, benchmark, rows))
    equityLine.setData(toLinePoints(time, equity, rows))
    drawdownArea.setData(toLinePoints(time, drawdown, rows))
  }
}

/** The chart in words: where it began, where it ended, how deep it fell. */
export function describeEquity({ time, equity, benchmark, drawdown }: EquitySeries): string {
  if (time.length === 0) return 'Equity chart without any bars.'
  const deepest = drawdown.reduce((worst, value) => (value < worst ? value : worst), 0)
  return (
    `Equity from ${formatMoney(equity[0])} on ${formatDate(time[0])} to ${formatMoney(equity.at(-1))} on ${formatDate(time.at(-1))}. ` +
    `Deepest drawdown ${formatPercent(deepest, { decimals: 1 })}. Buy and hold ended at ${formatMoney(benchmark.at(-1))}.`
  )
}

function EquityTable({ series: { time, equity, benchmark, drawdown } }: { readonly series: EquitySeries }) {
  const columns = useMemo((): ColumnSpec[] => {
    const formatTime = barTimeFormat(time)
    const at = (values: Float64Array) => (bar: number) => values[bar] ?? Number.NaN
    const money = (header: string, values: Float64Array): ColumnSpec => ({
      key: header,
      header,
      align: 'right',
      widthPx: 160,
      cell: (bar) => formatMoney(values[bar]),
      sortValue: at(values),
    })
    return [
      { key: 'date', header: 'Date (UTC)', align: 'left', widthPx: 150, cell: (bar) => formatTime(time[bar]), sortValue: at(time) },
      money('Equity', equity),
      money('Buy and hold', benchmark),
      {
        key: 'drawdown',
        header: 'Drawdown',
        align: 'right',
        widthPx: 120,
        cell: (bar) => formatPercent(drawdown[bar]),
        sortValue: at(drawdown),
      },
    ]
  }, [time, equity, benchmark, drawdown])
  return <ColumnTable label="Equity by bar" rowCount={time.length} columns={columns} height={HEIGHT_PX} />
}
