import { onAxis, sharedAxis } from '../../comparison/sharedAxis.ts'
import { type Html, html } from './html.ts'

export interface SvgLine {
  readonly name: string
  readonly values: Float64Array
  /** Class of the style sheet. */
  readonly look: 'strategy' | 'benchmark' | 'drawdown'
}

interface SvgChartOptions {
  /** What the picture shows, for people who do not see it. */
  readonly summary: string
  /** Epoch ms, increasing. */
  readonly time: Float64Array
  readonly lines: readonly SvgLine[]
  readonly height: number
  readonly label: (value: number) => string
}

const WIDTH = 960
const LEFT = 78
const RIGHT = 8
const TOP = 8
const BOTTOM = 22
/** Points of a line that a page can show; thinned so that no peak and no trough is lost. */
const POINTS = 1_200
const STEPS = [1, 2, 2.5, 5, 10] as const

/** Lines over time as one inline picture that needs no script. */
export function svgChart({ summary, time, lines, height, label }: SvgChartOptions): Html {
  const axis = sharedAxis([time], POINTS)
  const thinned = lines.map((line) => ({ ...line, values: onAxis({ time, values: line.values }, axis) }))
  const scale = scaleOf(thinned.map(({ values }) => values))
  const [first, last] = [axis.time[0] ?? 0, axis.time.at(-1) ?? 1]
  const x = (instant: number) => LEFT + ((instant - first) / Math.max(1, last - first)) * (WIDTH - LEFT - RIGHT)
  const y = (value: number) => TOP + ((scale.top - value) / (scale.top - scale.bottom)) * (height - TOP - BOTTOM)
  return html`<svg viewBox="0 0 ${WIDTH} ${height}" role="img" aria-label="${summary}">
${scale.ticks.map((value) => html`<line class="grid" x1="${LEFT}" x2="${WIDTH - RIGHT}" y1="${round(y(value))}" y2="${round(y(value))}"/><text x="${LEFT - 8}" y="${round(y(value) + 4)}" text-anchor="end">${label(value)}</text>`)}
${yearTicks(first, last).map(({ instant, name }) => html`<text x="${round(x(instant))}" y="${height - 6}" text-anchor="middle">${name}</text>`)}
${thinned.map(({ values, look }) => html`<path class="${look}" d="${pathOf(values, (row) => x(axis.time[row] ?? first), y)}"/>`)}
</svg>`
}

const round = (value: number) => value.toFixed(1)

/** A gap where a value is missing. */
function pathOf(values: Float64Array, x: (row: number) => number, y: (value: number) => number): string {
  let isOpen = false
  let path = ''
  values.forEach((value, row) => {
    if (!Number.isFinite(value)) {
      isOpen = false
      return
    }
    path += `${isOpen ? 'L' : 'M'}${round(x(row))} ${round(y(value))}`
    isOpen = true
  })
  return path
}

interface Scale {
  readonly bottom: number
  readonly top: number
  readonly ticks: readonly number[]
}

/** Round ticks around all values; a flat line gets room on both sides. */
function scaleOf(columns: readonly Float64Array[]): Scale {
  let least = Number.POSITIVE_INFINITY
  let greatest = Number.NEGATIVE_INFINITY
  for (const column of columns) {
    for (const value of column) {
      if (!Number.isFinite(value)) continue
      least = Math.min(least, value)
      greatest = Math.max(greatest, value)
    }
  }
  if (least > greatest) return { bottom: 0, top: 1, ticks: [] }
  const margin = greatest > least ? 0 : Math.abs(greatest) * 0.1 || 1
  const step = roundStep((greatest - least + 2 * margin) / 4)
  const bottom = Math.floor((least - margin) / step) * step
  const count = Math.max(1, Math.ceil((greatest + margin - bottom) / step - 1e-9))
  return { bottom, top: bottom + count * step, ticks: Array.from({ length: count + 1 }, (_, index) => bottom + index * step) }
}

function roundStep(rough: number): number {
  const power = 10 ** Math.floor(Math.log10(rough))
  return power * (STEPS.find((step) => step * power >= rough * (1 - 1e-9)) ?? 10)
}

/** Up to ten years along the axis. */
function yearTicks(first: number, last: number): { instant: number; name: string }[] {
  const [from, to] = [new Date(first).getUTCFullYear() + 1, new Date(last).getUTCFullYear()]
  const every = Math.max(1, Math.ceil((to - from + 1) / 10))
  const years = Array.from({ length: Math.max(0, to - from + 1) }, (_, index) => from + index)
  return years.filter((year) => (year - from) % every === 0).map((year) => ({ instant: Date.UTC(year, 0, 1), name: String(year) }))
}
