import type { InstrumentSeries } from '#shared/domain/dataset.ts'
import type { BarBlock, BarSink } from './barBlock.ts'
import { type BarSource, SERIES_COLUMNS, type SeriesColumn, seriesOf } from './barSource.ts'

type Pieces = Record<SeriesColumn, Float64Array[]>

/** Keeps in memory what a reader finds. */
export class MemoryBars implements BarSink {
  readonly #pieces = new Map<string, Pieces>()

  add(symbol: string, block: BarBlock): void {
    const pieces = this.#pieces.get(symbol) ?? { time: [], open: [], high: [], low: [], close: [], volume: [], carry: [] }
    this.#pieces.set(symbol, pieces)
    for (const name of SERIES_COLUMNS) pieces[name].push(block.column(name).slice())
  }

  series(symbol: string, hasCarry: boolean): InstrumentSeries {
    const pieces = this.#pieces.get(symbol)!
    const barCount = pieces.time.reduce((total, { length }) => total + length, 0)
    const source: BarSource = {
      symbol,
      barCount,
      firstTimeMs: pieces.time[0]![0]!,
      lastTimeMs: pieces.time.at(-1)!.at(-1)!,
      hasCarry,
      column: (name) => pieces[name],
    }
    return seriesOf(source)
  }
}
