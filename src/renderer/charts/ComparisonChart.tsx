import { SegmentedControl } from '@mantine/core'
import { type IChartApi, PriceScaleMode } from 'lightweight-charts'
import { useCallback, useMemo, useState } from 'react'
import { useAddressState } from '../components/addressState.ts'
import { type ColumnSpec, ColumnTable } from '../components/columnTable/ColumnTable.tsx'
import { formatNumber, formatPercent } from '../format/figures.ts'
import { barTimeFormat, formatDate, isIntraday } from '../format/instants.ts'
import { ChartFrame } from './ChartFrame.tsx'
import classes from './ComparisonChart.module.css'
import { type ChartPalette, seriesLook } from './chartPalette.ts'
import { barAt } from './chartPoints.ts'
import { addLineBundle, type BundledLine } from './lineBundle.ts'
import type { FillSeries } from './rowFeed.ts'
import { SeriesSwatch } from './SeriesSwatch.tsx'

/** One run among several; columns on the axis of the chart, NaN outside the run. */
export interface ComparedCurve {
  readonly id: string
  /** A letter: names are too long for a legend of twenty. */
  readonly letter: string
  readonly name: string
  /** Its place among all compared runs, which decides how it looks. */
  readonly index: number
  readonly isBaseline: boolean
  readonly growth: Float64Array
  readonly drawdown: Float64Array
}

interface ComparisonChartProps {
  /** Epoch ms. Memoise it, like the curves. */
  readonly time: Float64Array
  readonly curves: readonly ComparedCurve[]
  readonly fileName: string
}

const HEIGHT_PX = 440
const GROWTH_SHARE = 3
const SCALES = ['linear', 'log'] as const

/** Growth of one unit of money in each run, and their drawdowns beneath on the same crosshair. */
export function ComparisonChart({ time, curves, fileName }: ComparisonChartProps) {
  const address = useAddressState()
  const scale = address.choice('scale', SCALES, 'linear')
  const [hoveredMs, setHoveredMs] = useState<number | null>(null)
  const draw = useCallback(
    (chart: IChartApi, palette: ChartPalette) => drawCurves(chart, { palette, time, curves, scale }),
    [time, curves, scale],
  )
  const drawn = useMemo(() => curves.flatMap(({ growth, drawdown }) => [growth, drawdown]), [curves])
  const row = hoveredMs === null ? time.length - 1 : barAt(time, hoveredMs)
  return (
    <ChartFrame
      summary={describeComparison(time, curves)}
      height={HEIGHT_PX}
      time={time}
      columns={drawn}
      fileName={fileName}
      draw={draw}
      onHover={setHoveredMs}
      legend={<CurveLegend date={barTimeFormat(time)(time[row])} curves={curves} row={row} />}
      controls={
        <SegmentedControl
          size="xs"
          aria-label="Growth axis"
          data={[
            { label: 'Linear', value: 'linear' },
            { label: 'Log', value: 'log' },
          ]}
          value={scale}
          onChange={(value) => address.change({ scale: value === 'log' ? 'log' : null })}
        />
      }
      table={<CurvesTable time={time} curves={curves} />}
    />
  )
}

function CurveLegend({ date, curves, row }: { readonly date: string; readonly curves: readonly ComparedCurve[]; readonly row: number }) {
  return (
    <div className={classes['legend']}>
      <span className={classes['quiet']}>{date}</span>
      {curves.map(({ id, letter, name, index, growth }) => (
        <span key={id} className={classes['curve']} title={name}>
          <SeriesSwatch index={index} />
          <span className={classes['quiet']}>{letter}</span>
          <span className={classes['figure']}>{formatNumber(growth[row])}</span>
        </span>
      ))}
    </div>
  )
}

interface CurvesDrawing {
  readonly palette: ChartPalette
  readonly time: Float64Array
  readonly curves: readonly ComparedCurve[]
  readonly scale: (typeof SCALES)[number]
}

function drawCurves(chart: IChartApi, { palette, time, curves, scale }: CurvesDrawing): FillSeries {
  const linesOf = (column: 'growth' | 'drawdown'): BundledLine[] =>
    curves.map(({ index, isBaseline, ...columns }) => {
      const { color, stroke } = seriesLook(index)
      const width = isBaseline && column === 'growth' ? 3 : 1
      return { values: columns[column], color: palette.series[color] ?? palette.strategy, width, stroke }
    })
  const { surface } = palette
  const growth = addLineBundle(chart, { lines: linesOf('growth'), surface, pane: 0, format: (value) => formatNumber(value) })
  const drawdown = addLineBundle(chart, {
    lines: linesOf('drawdown'),
    surface,
    pane: 1,
    format: (value) => formatPercent(value, { decimals: 0 }),
  })
  growth.series.priceScale().applyOptions({ mode: scale === 'log' ? PriceScaleMode.Logarithmic : PriceScaleMode.Normal })
  drawdown.series.priceScale().applyOptions({ mode: PriceScaleMode.Normal, scaleMargins: { top: 0.1, bottom: 0.1 } })
  chart.timeScale().applyOptions({ timeVisible: isIntraday(time) })
  const [growthPane, drawdownPane] = chart.panes()
  growthPane?.setStretchFactor(GROWTH_SHARE)
  drawdownPane?.setStretchFactor(1)
  return (rows) => {
    growth.fill(time, rows)
    drawdown.fill(time, rows)
  }
}

/** The chart in words: what each run made of one unit of money, and how deep it fell. */
export function describeComparison(time: Float64Array, curves: readonly ComparedCurve[]): string {
  const each = curves.map(({ letter, name, growth, drawdown }) => {
    const last = growth.findLast((value) => !Number.isNaN(value))
    const deepest = drawdown.reduce((worst, value) => (value < worst ? value : worst), 0)
    return `${letter}, ${name}: ${formatNumber(last)} times the initial cash, deepest drawdown ${formatPercent(deepest, { decimals: 1 })}.`
  })
  return [`Growth of ${curves.length} runs from ${formatDate(time[0])} to ${formatDate(time.at(-1))}.`, ...each].join(' ')
}

function CurvesTable({ time, curves }: { readonly time: Float64Array; readonly curves: readonly ComparedCurve[] }) {
  const columns = useMemo((): ColumnSpec[] => {
    const formatTime = barTimeFormat(time)
    const at = (values: Float64Array) => (row: number) => values[row] ?? Number.NaN
    return [
      { key: 'date', header: 'Date (UTC)', align: 'left', widthPx: 150, cell: (row) => formatTime(time[row]), sortValue: at(time) },
      ...curves.map(
        ({ id, letter, growth }): ColumnSpec => ({
          key: id,
          header: `${letter} growth`,
          align: 'right',
          widthPx: 100,
          cell: (row) => formatNumber(growth[row], { decimals: 4 }),
          sortValue: at(growth),
        }),
      ),
      ...curves.map(
        ({ id, letter, drawdown }): ColumnSpec => ({
          key: `${id} drawdown`,
          header: `${letter} drawdown`,
          align: 'right',
          widthPx: 110,
          cell: (row) => formatPercent(drawdown[row]),
          sortValue: at(drawdown),
        }),
      ),
    ]
  }, [time, curves])
  return <ColumnTable label="Growth and drawdown by date" rowCount={time.length} columns={columns} height={HEIGHT_PX} />
}
