import type { ChartPalette } from '../../charts/chartPalette.ts'

interface ParallelAxis {
  readonly name: string
  readonly label: string
  readonly extent: readonly [number, number]
  readonly format: (value: number) => string
}

interface ParallelPicture {
  readonly axes: readonly ParallelAxis[]
  readonly columns: Readonly<Record<string, Float64Array>>
  readonly trials: readonly number[]
  readonly kept: readonly number[]
  readonly palette: ChartPalette
  /** CSS pixels. */
  readonly width: number
  readonly height: number
}

const MARGIN = { top: 30, bottom: 22, side: 46 }
/** More lines than this are one smear: every nth is drawn. */
const MOST_LINES = 4_000

/** Kept trials over the others, axes over both. A trial without a value on an axis has a gap there. */
export function drawParallel(canvas: HTMLCanvasElement, picture: ParallelPicture): void {
  const { width, height, trials, kept, palette } = picture
  const ratio = window.devicePixelRatio || 1
  canvas.width = Math.round(width * ratio)
  canvas.height = Math.round(height * ratio)
  const context = canvas.getContext('2d')
  if (context === null) return
  context.scale(ratio, ratio)
  if (kept.length < trials.length) drawLines(context, picture, { of: trials, color: palette.hairline, alpha: 0.5 })
  drawLines(context, picture, { of: kept, color: palette.strategy, alpha: kept.length > 200 ? 0.25 : 0.6 })
  drawAxes(context, picture)
}

const xOf = ({ axes, width }: ParallelPicture, at: number) =>
  MARGIN.side + (axes.length > 1 ? (at * (width - 2 * MARGIN.side)) / (axes.length - 1) : 0)

function yOf({ height }: ParallelPicture, { extent: [min, max] }: ParallelAxis, value: number): number {
  const share = max > min ? (value - min) / (max - min) : 0.5
  return height - MARGIN.bottom - share * (height - MARGIN.top - MARGIN.bottom)
}

function drawLines(
  context: CanvasRenderingContext2D,
  picture: ParallelPicture,
  { of, color, alpha }: { readonly of: readonly number[]; readonly color: string; readonly alpha: number },
): void {
  const every = Math.ceil(of.length / MOST_LINES)
  context.strokeStyle = color
  context.globalAlpha = alpha
  context.lineWidth = 1
  context.beginPath()
  for (let k = 0; k < of.length; k += every) traceTrial(context, picture, of[k]!)
  context.stroke()
  context.globalAlpha = 1
}

function traceTrial(context: CanvasRenderingContext2D, picture: ParallelPicture, trial: number): void {
  let isDrawing = false
  picture.axes.forEach((axis, at) => {
    const value = picture.columns[axis.name]![trial]!
    if (Number.isNaN(value)) {
      isDrawing = false
      return
    }
    const [x, y] = [xOf(picture, at), yOf(picture, axis, value)]
    if (isDrawing) context.lineTo(x, y)
    else context.moveTo(x, y)
    isDrawing = true
  })
}

function drawAxes(context: CanvasRenderingContext2D, picture: ParallelPicture): void {
  const { axes, palette, height } = picture
  context.font = '11px Inter, sans-serif'
  context.textAlign = 'center'
  context.strokeStyle = palette.text
  context.fillStyle = palette.text
  axes.forEach(({ label, extent, format }, at) => {
    const x = xOf(picture, at)
    context.beginPath()
    context.moveTo(x, MARGIN.top)
    context.lineTo(x, height - MARGIN.bottom)
    context.stroke()
    context.fillText(label, x, 10)
    context.fillText(format(extent[1]), x, 24)
    context.fillText(format(extent[0]), x, height - 8)
  })
}
