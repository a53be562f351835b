import type { Bars, InstrumentSeries } from '#shared/domain/dataset.ts'

export const SERIES_COLUMNS = ['time', 'open', 'high', 'low', 'close', 'volume', 'carry'] as const satisfies readonly (
  | keyof Bars
  | 'carry'
)[]
export type SeriesColumn = (typeof SERIES_COLUMNS)[number]

/**
 * An instrument whose bars are read column by column, in pieces and as often as wanted, so that they need not be in memory
 * together. Every column is cut at the same bars; a piece may change once the next one is read.
 */
export interface BarSource {
  readonly symbol: string
  readonly barCount: number
  readonly firstTimeMs: number
  readonly lastTimeMs: number
  /** false: the data have no such column, and none may be asked for. */
  readonly hasCarry: boolean
  readonly column: (name: SeriesColumn) => Iterable<Float64Array>
}

/** Bars in memory as a source of one piece. */
export function sourceOf({ symbol, bars, carry }: InstrumentSeries): BarSource {
  const { time } = bars
  return {
    symbol,
    barCount: time.length,
    firstTimeMs: time[0] ?? Number.NaN,
    lastTimeMs: time[time.length - 1] ?? Number.NaN,
    hasCarry: carry !== null,
    column: (name) => [name === 'carry' ? (carry ?? new Float64Array(0)) : bars[name]],
  }
}

/** Puts the bars of a source into memory. */
export function seriesOf(source: BarSource): InstrumentSeries {
  const whole = (name: SeriesColumn) => wholeColumn(source, name)
  return {
    symbol: source.symbol,
    bars: {
      time: whole('time'),
      open: whole('open'),
      high: whole('high'),
      low: whole('low'),
      close: whole('close'),
      volume: whole('volume'),
    },
    carry: source.hasCarry ? whole('carry') : null,
  }
}

/** One column of a source in memory. */
export function wholeColumn(source: BarSource, name: SeriesColumn): Float64Array {
  const column = new Float64Array(source.barCount)
  let filled = 0
  for (const piece of source.column(name)) {
    column.set(piece, filled)
    filled += piece.length
  }
  return column
}

/** The same values in pieces of `length`, the last one shorter, each in memory of its own. */
export function* cutEvenly(pieces: Iterable<Float64Array>, length: number): Generator<Float64Array> {
  let piece = new Float64Array(length)
  let filled = 0
  for (const values of pieces) {
    for (let from = 0; from < values.length; ) {
      const taken = values.subarray(from, from + length - filled)
      piece.set(taken, filled)
      filled += taken.length
      from += taken.length
      if (filled < length) continue
      yield piece
      piece = new Float64Array(length)
      filled = 0
    }
  }
  if (filled > 0) yield piece.subarray(0, filled)
}

/** Pieces of several columns side by side, cut at the same bars. */
export function* zipColumns(source: BarSource, names: readonly SeriesColumn[]): Generator<readonly Float64Array[]> {
  const columns = names.map((name) => source.column(name)[Symbol.iterator]())
  for (;;) {
    const pieces = columns.map((column) => column.next())
    if (pieces.some(({ done }) => done)) return
    yield pieces.map(({ value }) => value as Float64Array)
  }
}
