/** Colours a chart paints with. The style sheet owns them; a canvas cannot use its variables, so they are read out. */
export interface ChartPalette {
  readonly surface: string
  readonly text: string
  readonly hairline: string
  readonly strategy: string
  readonly strategyFill: string
  readonly outOfSample: string
  readonly outOfSampleFill: string
  readonly benchmark: string
  readonly entry: string
  readonly exit: string
  /** For curves beside one another, in their order; see seriesLook. */
  readonly series: readonly string[]
}

const TRANSLUCENT = '30'
const SERIES_COLORS = [1, 2, 3, 4, 5, 6, 7, 8].map((series) => `--series-${series}`)

const STROKES = ['solid', 'dashed', 'dotted'] as const
export type Stroke = (typeof STROKES)[number]

/** Colour variable and stroke of the nth of several curves: eight colours in three strokes, so that 24 differ. */
export function seriesLook(index: number): { readonly color: number; readonly variable: string; readonly stroke: Stroke } {
  const color = index % SERIES_COLORS.length
  const stroke = STROKES[Math.floor(index / SERIES_COLORS.length) % STROKES.length] ?? 'solid'
  return { color, variable: SERIES_COLORS[color] ?? '', stroke }
}

/** The colours in force at an element, for the colour scheme of the moment. */
export function readChartPalette(element: Element): ChartPalette {
  const style = getComputedStyle(element)
  const color = (variable: string) => style.getPropertyValue(variable).trim()
  return {
    surface: color('--surface'),
    text: color('--mantine-color-dimmed'),
    hairline: color('--hairline'),
    strategy: color('--in-sample'),
    strategyFill: `${color('--in-sample')}${TRANSLUCENT}`,
    outOfSample: color('--out-of-sample'),
    outOfSampleFill: `${color('--out-of-sample')}${TRANSLUCENT}`,
    benchmark: color('--benchmark'),
    entry: color('--gain'),
    exit: color('--loss'),
    series: SERIES_COLORS.map((variable) => color(variable)),
  }
}
