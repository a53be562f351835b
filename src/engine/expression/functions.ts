import type { Bars } from '#shared/domain/dataset.ts'
import { atr } from '../indicators/atr.ts'
import { bollinger } from '../indicators/bollinger.ts'
import { ema } from '../indicators/ema.ts'
import { macd } from '../indicators/macd.ts'
import { overKnown } from '../indicators/overKnown.ts'
import { roc } from '../indicators/roc.ts'
import { rollingStd } from '../indicators/rollingStd.ts'
import { rsi } from '../indicators/rsi.ts'
import { sma } from '../indicators/sma.ts'
import { zScore } from '../indicators/zScore.ts'
import { crossover, extreme, type Series } from './seriesOperations.ts'

/** What an argument must be: a column (or a number, which then stands at every bar), a whole number of bars, a fixed number. */
export type ArgumentKind = 'series' | 'bars' | 'number'

/** Arguments after checking: series in order, and the fixed numbers in order. */
export interface FunctionArguments {
  readonly series: readonly Series[]
  readonly numbers: readonly number[]
  readonly bars: Bars
}

export interface ExpressionFunction {
  readonly args: readonly { readonly name: string; readonly kind: ArgumentKind }[]
  readonly result: 'series' | 'condition'
  /** One line for documents and error messages. */
  readonly help: string
  /** Bars between the first value of its input and its own first value. */
  readonly warmUp: (numbers: readonly number[]) => number
  readonly evaluate: (given: FunctionArguments) => Series
}

const series = (name: string) => ({ name, kind: 'series' as const })
const bars = (name: string) => ({ name, kind: 'bars' as const })

/** A function of one column and one number of bars. */
function windowed(
  help: string,
  warmUp: (period: number) => number,
  indicator: (values: Series, period: number) => Series,
): ExpressionFunction {
  return {
    args: [series('x'), bars('n')],
    result: 'series',
    help,
    warmUp: ([period]) => warmUp(period!),
    evaluate: ({ series: [values], numbers: [period] }) => overKnown(values!, (stretch) => indicator(stretch, period!)),
  }
}

/** A function of the values of one bar. */
function ofOneBar(help: string, names: readonly string[], evaluate: (...values: number[]) => number): ExpressionFunction {
  return {
    args: names.map(series),
    result: 'series',
    help,
    warmUp: () => 0,
    evaluate: ({ series: columns }) => columns[0]!.map((_, i) => evaluate(...columns.map((column) => column[i]!))),
  }
}

function crossing(help: string, evaluate: (a: Series, b: Series) => Series): ExpressionFunction {
  return {
    args: [series('a'), series('b')],
    result: 'condition',
    help,
    warmUp: () => 0,
    evaluate: ({ series: [a, b] }) => evaluate(a!, b!),
  }
}

function band(help: string, line: 'upper' | 'lower'): ExpressionFunction {
  return {
    args: [series('x'), bars('n'), { name: 'width', kind: 'number' }],
    result: 'series',
    help,
    warmUp: ([period]) => period! - 1,
    evaluate: ({ series: [values], numbers: [period, width] }) =>
      overKnown(values!, (stretch) => bollinger(stretch, period!, width!)[line]),
  }
}

const before = (period: number) => period - 1
const known = (value: number) => (Number.isFinite(value) ? value : Number.NaN)

/**
 * Every function of the rules language. None can look ahead. Where the first argument is a column called x it may be
 * left out and is then the close: `sma(20)`, `rsi(14)`.
 */
export const FUNCTIONS: Readonly<Record<string, ExpressionFunction>> = {
  sma: windowed('Simple moving average of the last n values.', before, sma),
  ema: windowed('Exponential moving average, alpha 2 / (n + 1).', before, (values, period) => ema(values, period)),
  rsi: windowed("Wilder's relative strength index, 0 to 100.", (period) => period, rsi),
  std: windowed('Population standard deviation of the last n values.', before, rollingStd),
  zscore: windowed('Distance from the mean of the last n values, in their standard deviations.', before, zScore),
  roc: windowed('Change over n bars as a fraction.', (period) => period, roc),
  highest: windowed('Largest of the last n values, the present one included.', before, (x, n) => extreme(x, n, 1)),
  lowest: windowed('Smallest of the last n values, the present one included.', before, (x, n) => extreme(x, n, -1)),
  upper_band: band('Mean of the last n values plus width standard deviations.', 'upper'),
  lower_band: band('Mean of the last n values minus width standard deviations.', 'lower'),
  macd: {
    args: [series('x'), bars('fast'), bars('slow')],
    result: 'series',
    help: 'Difference of two exponential averages.',
    warmUp: ([fast, slow]) => Math.max(fast!, slow!) - 1,
    evaluate: ({ series: [values], numbers: [fast, slow] }) =>
      overKnown(values!, (stretch) => macd(stretch, { fast: fast!, slow: slow!, signal: 1 }).line),
  },
  macd_signal: {
    args: [series('x'), bars('fast'), bars('slow'), bars('signal')],
    result: 'series',
    help: 'Exponential average of macd(fast, slow).',
    warmUp: ([fast, slow, signal]) => Math.max(fast!, slow!) + signal! - 2,
    evaluate: ({ series: [values], numbers: [fast, slow, signal] }) =>
      overKnown(values!, (stretch) => macd(stretch, { fast: fast!, slow: slow!, signal: signal! }).signal),
  },
  atr: {
    args: [bars('n')],
    result: 'series',
    help: "Wilder's average true range of the bars, in price units.",
    warmUp: ([period]) => period!,
    evaluate: ({ numbers: [period], bars: prices }) => atr(prices, period!),
  },
  abs: ofOneBar('Size without its sign.', ['a'], (value) => Math.abs(value)),
  log: ofOneBar('Natural logarithm; not known at or below 0.', ['a'], (value) => known(Math.log(value))),
  sqrt: ofOneBar('Square root; not known below 0.', ['a'], (value) => Math.sqrt(value)),
  min: ofOneBar('The smaller of two.', ['a', 'b'], (a, b) => Math.min(a!, b!)),
  max: ofOneBar('The larger of two.', ['a', 'b'], (a, b) => Math.max(a!, b!)),
  crossover: crossing('a was below b on the bar before and is above it now; a touch is no cross.', crossover),
  crossunder: crossing('a was above b on the bar before and is below it now; a touch is no cross.', (a, b) => crossover(b, a)),
}
