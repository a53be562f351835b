import {
  type CustomData,
  type CustomSeriesOptions,
  customSeriesDefaultOptions,
  type IChartApi,
  type ICustomSeriesPaneRenderer,
  type ICustomSeriesPaneView,
  type ISeriesApi,
  type ISeriesPrimitive,
  type Logical,
  type MouseEventParams,
  type PaneRendererCustomData,
  type PriceToCoordinateConverter,
  type Time,
  type UTCTimestamp,
} from 'lightweight-charts'
import type { Stroke } from './chartPalette.ts'
import { toPoints } from './chartPoints.ts'

/** One line of a bundle; its values stand on the chart's axis, NaN where it has none. */
export interface BundledLine {
  readonly values: Float64Array
  readonly color: string
  readonly width: number
  readonly stroke: Stroke
}

/** All lines at one row of their columns. */
interface BundlePoint extends CustomData<Time> {
  readonly time: UTCTimestamp
  readonly row: number
}

type DrawingTarget = Parameters<ICustomSeriesPaneRenderer['draw']>[0]
type BundleData = PaneRendererCustomData<Time, BundlePoint>

/** In pixels of the page, whatever the screen has. */
function paint(target: DrawingTarget, draw: (context: CanvasRenderingContext2D) => void): void {
  // No hook, whatever the name begins with.
  const { useMediaCoordinateSpace: inPagePixels } = target
  inPagePixels.call(target, ({ context }) => draw(context))
}

const DASHES: Readonly<Record<Stroke, readonly number[]>> = { solid: [], dashed: [2, 2], dotted: [1, 1] }
const DOT_RADIUS_PX = 4
const DOT_BORDER_PX = 2

/** The least and the greatest value of the lines at a row, which the axis has to show; null where no line has one. */
export function boundsAt(lines: readonly BundledLine[], row: number): [least: number, greatest: number] | null {
  let [least, greatest] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]
  for (const { values } of lines) {
    const value = values[row] ?? Number.NaN
    if (value < least) least = value
    if (value > greatest) greatest = value
  }
  return least > greatest ? null : [least, greatest]
}

interface DrawnPart {
  readonly bars: BundleData['bars']
  readonly place: PriceToCoordinateConverter
}

/** A line goes from value to value, over what it misses. */
function strokeLine(context: CanvasRenderingContext2D, { values, color, width, stroke }: BundledLine, { bars, place }: DrawnPart): void {
  context.beginPath()
  for (const { x, originalData } of bars) {
    const value = values[originalData.row] ?? Number.NaN
    const y = Number.isFinite(value) ? place(value) : null
    if (y !== null) context.lineTo(x, y)
  }
  context.strokeStyle = color
  context.lineWidth = width
  context.setLineDash(DASHES[stroke].map((part) => part * width))
  context.stroke()
}

/** Draws lines that share their instants as one series: the chart library keeps books for each series, which costs more than drawing it. */
function bundleView(lines: readonly BundledLine[]): ICustomSeriesPaneView<Time, BundlePoint, CustomSeriesOptions> {
  let data: BundleData | null = null
  const drawLines = (context: CanvasRenderingContext2D, place: PriceToCoordinateConverter) => {
    if (data === null) return
    const { from, to } = data.visibleRange ?? { from: 0, to: 0 }
    // One point beyond either edge, so that lines leave the picture instead of ending before it.
    const bars = data.bars.slice(Math.max(0, from - 1), to + 1)
    context.lineJoin = 'round'
    for (const line of lines) strokeLine(context, line, { bars, place })
  }
  return {
    renderer: () => ({ draw: (target, place) => paint(target, (context) => drawLines(context, place)) }),
    update: (next) => {
      data = next
    },
    priceValueBuilder: ({ row }) => boundsAt(lines, row) ?? [],
    isWhitespace: (point): point is never => !('row' in point) || boundsAt(lines, point.row) === null,
    defaultOptions: () => ({ ...customSeriesDefaultOptions, priceLineVisible: false, lastValueVisible: false }),
  }
}

/** A dot on each line under the crosshair. */
function crosshairDots(chart: IChartApi, series: ISeriesApi<'Custom'>, { lines, surface }: BundleOptions): ISeriesPrimitive<Time> {
  let hovered: Logical | null = null
  const follow = ({ logical }: MouseEventParams) => {
    hovered = logical ?? null
  }
  const drawDots = (context: CanvasRenderingContext2D) => {
    const point = hovered === null ? null : (series.dataByIndex(hovered) as Partial<BundlePoint> | null)
    const x = hovered === null ? null : chart.timeScale().logicalToCoordinate(hovered)
    if (point?.row === undefined || x === null) return
    for (const { values, color } of lines) {
      drawDot(context, { x, y: series.priceToCoordinate(values[point.row] ?? Number.NaN), color, surface })
    }
  }
  const draw = (target: DrawingTarget) => paint(target, drawDots)
  const views = [{ zOrder: () => 'top' as const, renderer: () => ({ draw }) }]
  return {
    paneViews: () => views,
    attached: () => chart.subscribeCrosshairMove(follow),
    detached: () => chart.unsubscribeCrosshairMove(follow),
  }
}

interface Dot {
  readonly x: number
  readonly y: number | null
  readonly color: string
  readonly surface: string
}

function drawDot(context: CanvasRenderingContext2D, { x, y, color, surface }: Dot): void {
  if (y === null || !Number.isFinite(y)) return
  for (const [radius, fill] of [
    [DOT_RADIUS_PX + DOT_BORDER_PX, surface],
    [DOT_RADIUS_PX, color],
  ] as const) {
    context.beginPath()
    context.arc(x, y, radius, 0, 2 * Math.PI)
    context.fillStyle = fill
    context.fill()
  }
}

interface BundleOptions {
  readonly lines: readonly BundledLine[]
  readonly surface: string
  readonly pane: number
  /** How the axis writes a value. */
  readonly format: (value: number) => string
}

/** Lines in one pane that share their instants; `fill` gives them the rows to draw. */
export interface LineBundle {
  readonly series: ISeriesApi<'Custom'>
  readonly fill: (time: Float64Array, rows: Uint32Array) => void
}

/** Adds many lines to a pane at the cost of one series. */
export function addLineBundle(chart: IChartApi, options: BundleOptions): LineBundle {
  const { lines, pane, format } = options
  const priceFormat = { type: 'custom' as const, formatter: format, minMove: 0.01 }
  const series = chart.addCustomSeries(bundleView(lines), { priceFormat }, pane)
  series.attachPrimitive(crosshairDots(chart, series, options))
  return { series, fill: (time, rows) => series.setData(toPoints(time, rows, (row, at): BundlePoint => ({ time: at, row }))) }
}
