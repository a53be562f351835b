import { closeSync, openSync, readSync, writeSync } from 'node:fs'
import type { BarBlock, BarSink } from '#engine/market/barBlock.ts'
import { type BarSource, SERIES_COLUMNS, type SeriesColumn } from '#engine/market/barSource.ts'
import { AppError } from '#shared/domain/appError.ts'

const DOUBLE_BYTES = Float64Array.BYTES_PER_ELEMENT

/** Consecutive bars of one instrument in the file, column after column. */
interface Part {
  readonly offset: number
  readonly rows: number
}

interface Spilled {
  readonly parts: Part[]
  barCount: number
  firstTimeMs: number
  lastTimeMs: number
}

/** Bars on their way into the database: kept in a file of their own, so that memory does not grow with them. */
export class SpilledBars implements BarSink {
  readonly #file: number
  readonly #instruments = new Map<string, Spilled>()
  #end = 0

  /** `path` must not exist yet; whoever made it removes it. */
  constructor(path: string) {
    this.#file = openSync(path, 'wx+', 0o600)
  }

  /** Throws `unavailable` when the disk is full. */
  add(symbol: string, block: BarBlock): void {
    const times = block.column('time')
    const known = this.#instruments.get(symbol) ?? { parts: [], barCount: 0, firstTimeMs: times[0]!, lastTimeMs: Number.NaN }
    this.#instruments.set(symbol, known)
    known.parts.push({ offset: this.#end, rows: block.rows })
    known.barCount += block.rows
    known.lastTimeMs = times[block.rows - 1]!
    for (const name of SERIES_COLUMNS) this.#write(block.column(name))
  }

  source(symbol: string, hasCarry: boolean): BarSource {
    const { parts, barCount, firstTimeMs, lastTimeMs } = this.#instruments.get(symbol)!
    return { symbol, barCount, firstTimeMs, lastTimeMs, hasCarry, column: (name) => this.#read(parts, name) }
  }

  close(): void {
    closeSync(this.#file)
  }

  #write(column: Float64Array): void {
    const bytes = new Uint8Array(column.buffer, column.byteOffset, column.byteLength)
    for (let from = 0; from < bytes.length; ) {
      const written = this.#writeSome(bytes.subarray(from))
      from += written
      this.#end += written
    }
  }

  #writeSome(bytes: Uint8Array): number {
    try {
      return writeSync(this.#file, bytes, 0, bytes.length, this.#end)
    } catch (error) {
      throw new AppError(
        'unavailable',
        'The bars cannot be kept while the file is read: free some space for temporary files and try again.',
        {
          cause: error,
        },
      )
    }
  }

  *#read(parts: readonly Part[], name: SeriesColumn): Generator<Float64Array> {
    const column = new Float64Array(Math.max(...parts.map(({ rows }) => rows)))
    const bytes = new Uint8Array(column.buffer)
    for (const { offset, rows } of parts) {
      const length = rows * DOUBLE_BYTES
      const position = offset + SERIES_COLUMNS.indexOf(name) * length
      for (let read = 0; read < length; ) read += readSync(this.#file, bytes, read, length - read, position + read)
      yield column.subarray(0, rows)
    }
  }
}
