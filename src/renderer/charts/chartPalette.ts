/** Colours a chart paints with. The style sheet owns them; a canvas cannot use its variables, so they are read out. */
export interface ChartPalette {
  readonly surface: string
  readonly text: string
  readonly hairline: string
  readonly strategy: string
  readonly strategyFill: string
  readonly benchmark: string
  readonly entry: string
  readonly exit: string
}

const TRANSLUCENT = '30'

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
    benchmark: color('--benchmark'),
    entry: color('--gain'),
    exit: color('--loss'),
  }
}
