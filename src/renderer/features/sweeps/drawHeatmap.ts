import type { ColorScale } from './heatmapColors.ts'
import type { HeatmapGrid } from './heatmapGrid.ts'

export interface HeatmapPlace {
  readonly x: number
  readonly y: number
}

export interface HeatmapPicture {
  readonly grid: HeatmapGrid
  readonly scale: ColorScale
  readonly cursor: HeatmapPlace | null
  readonly format: (value: number) => string
  readonly outline: string
  readonly hatch: string
  /** CSS pixels. */
  readonly width: number
  readonly height: number
}

/** Cells at least this large carry their value. */
const LABEL_WIDTH = 44
const LABEL_HEIGHT = 18

/** The lowest y stands at the bottom, as on a map. A cell without a trial is left blank. */
export function drawHeatmap(canvas: HTMLCanvasElement, picture: HeatmapPicture): void {
  const { width, height, grid } = picture
  const ratio = window.devicePixelRatio || 1
  canvas.width = Math.round(width * ratio)
  canvas.height = Math.round(height * ratio)
  const context = canvas.getContext('2d')
  if (context === null) return
  context.scale(ratio, ratio)
  const size = cellSize(picture)
  grid.rows.forEach((row, y) => {
    row.forEach(({ value, trials }, x) => {
      if (trials.length > 0) drawCell(context, picture, { value, left: x * size.width, top: (grid.rows.length - 1 - y) * size.height })
    })
  })
  if (picture.cursor !== null) outlineCell(context, picture, picture.cursor)
}

function cellSize({ grid, width, height }: HeatmapPicture): { width: number; height: number } {
  return { width: width / (grid.rows[0]?.length ?? 1), height: height / grid.rows.length }
}

function drawCell(
  context: CanvasRenderingContext2D,
  picture: HeatmapPicture,
  { value, left, top }: { readonly value: number; readonly left: number; readonly top: number },
): void {
  const { scale, format, hatch } = picture
  const { width, height } = cellSize(picture)
  const isKnown = !Number.isNaN(value)
  context.fillStyle = isKnown ? scale.colorOf(value) : hatch
  // A hair wider than its place, so that no seam of the page shows between cells.
  context.fillRect(left, top, width + 0.5, height + 0.5)
  if (width < LABEL_WIDTH || height < LABEL_HEIGHT) return
  context.fillStyle = isKnown ? scale.inkOf(value) : picture.outline
  context.font = '12px Inter, sans-serif'
  context.textAlign = 'center'
  context.textBaseline = 'middle'
  context.fillText(isKnown ? format(value) : '—', left + width / 2, top + height / 2)
}

function outlineCell(context: CanvasRenderingContext2D, picture: HeatmapPicture, { x, y }: HeatmapPlace): void {
  const { width, height } = cellSize(picture)
  context.strokeStyle = picture.outline
  context.lineWidth = 2
  context.strokeRect(x * width + 1, (picture.grid.rows.length - 1 - y) * height + 1, width - 2, height - 2)
}

/** Which cell a point of the picture lies on. */
export function placeAt(
  grid: HeatmapGrid,
  point: { readonly x: number; readonly y: number; readonly width: number; readonly height: number },
) {
  const [columns, rows] = [grid.rows[0]?.length ?? 1, grid.rows.length]
  const x = Math.min(columns - 1, Math.max(0, Math.floor((point.x / point.width) * columns)))
  const y = rows - 1 - Math.min(rows - 1, Math.max(0, Math.floor((point.y / point.height) * rows)))
  return { x, y }
}
