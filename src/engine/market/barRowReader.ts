import type { InstrumentSeries } from '#shared/domain/dataset.ts'
import type { ColumnPlaces } from './csvHeader.ts'
import { findBarProblem } from './findBarProblem.ts'
import { GrowingColumn } from './growingColumn.ts'
import { findTimeProblem, type RowProblem } from './inspectQuality.ts'
import type { CellReaders } from './readNumber.ts'
import { isAmbiguousDate } from './readTime.ts'

const COLUMNS = ['time', 'open', 'high', 'low', 'close', 'volume'] as const
type Row = Record<(typeof COLUMNS)[number], number>

/** A problem of a row whose line the caller knows. */
type CellProblem = Omit<RowProblem, 'line'>

/** One row of a file of bars, split, with the columns it stands under. `line` is 1-based. */
export interface FileRow {
  readonly cells: readonly string[]
  readonly line: number
  readonly places: ColumnPlaces
}

export function describeProblem({ line, column, problem }: RowProblem): string {
  return `line ${line}, column ${column}: ${problem}`
}

/** Reads the rows of one instrument into columns; times must increase strictly. */
export class BarRowReader {
  readonly #read: CellReaders
  #lastTime = Number.NEGATIVE_INFINITY
  readonly #columns = {
    time: new GrowingColumn(),
    open: new GrowingColumn(),
    high: new GrowingColumn(),
    low: new GrowingColumn(),
    close: new GrowingColumn(),
    volume: new GrowingColumn(),
  }
  readonly #carry = new GrowingColumn()

  constructor(read: CellReaders) {
    this.#read = read
  }

  /** The row's first problem, or null when it was taken. */
  read({ cells, line, places }: FileRow): RowProblem | null {
    const problem = this.#take(cells, places)
    return problem && { line, ...problem, column: problem.column === 'time' ? timeName(places) : problem.column }
  }

  /** What was taken; no carry where the file has no such column. */
  toSeries(symbol: string, hasCarry: boolean): InstrumentSeries {
    const { time, open, high, low, close, volume } = this.#columns
    const bars = {
      time: time.values(),
      open: open.values(),
      high: high.values(),
      low: low.values(),
      close: close.values(),
      volume: volume.values(),
    }
    return { symbol, bars, carry: hasCarry ? this.#carry.values() : null }
  }

  #take(cells: readonly string[], places: ColumnPlaces): CellProblem | null {
    const row = this.#readRow(cells, places)
    const carry = places.carry === -1 ? null : this.#read.number(cells[places.carry])
    const problem =
      this.#findUnreadable(row, cells, places) ??
      findCarryProblem(carry, cells[places.carry]) ??
      findTimeProblem(row.time, this.#lastTime) ??
      findBarProblem(row) ??
      this.#adjust(row, cells, places)
    if (problem) return problem
    this.#lastTime = row.time
    for (const name of COLUMNS) this.#columns[name].push(row[name])
    if (carry !== null) this.#carry.push(carry)
    return null
  }

  #readRow(cells: readonly string[], places: ColumnPlaces): Row {
    const { time, number } = this.#read
    return {
      time: time(cells[places.time]?.trim() ?? ''),
      open: number(cells[places.open]),
      high: number(cells[places.high]),
      low: number(cells[places.low]),
      close: number(cells[places.close]),
      volume: places.volume === -1 ? Number.NaN : number(cells[places.volume]),
    }
  }

  /** The first cell that is not what its column holds. A missing volume column is not a problem, an empty volume cell is. */
  #findUnreadable(row: Row, cells: readonly string[], places: ColumnPlaces): CellProblem | null {
    for (const column of COLUMNS) {
      if (!Number.isNaN(row[column]) || places[column] === -1) continue
      const cell = cells[places[column]]?.trim() ?? ''
      const expected = column === 'time' ? this.#read.timeWords : this.#read.numberWords
      return { column, problem: cell === '' ? 'is empty' : `"${cell}" is not ${expected}`, fault: faultOf(column, cell) }
    }
    return null
  }

  /** Scales the bar so that it closes at its adjusted close, where the reading names such a column. */
  #adjust(row: Row, cells: readonly string[], places: ColumnPlaces): CellProblem | null {
    if (places.adjusted_close === -1) return null
    const cell = cells[places.adjusted_close]
    const adjusted = this.#read.number(cell)
    if (!(adjusted > 0)) {
      return { column: 'adjusted_close', problem: `"${cell ?? ''}" cannot be what the bar closes at`, fault: 'unreadable' }
    }
    const factor = adjusted / row.close
    for (const price of ['open', 'high', 'low'] as const) row[price] *= factor
    row.close = adjusted
    // Rounding must not lift a close above its high.
    row.high = Math.max(row.high, row.open, row.close)
    row.low = Math.min(row.low, row.open, row.close)
    return null
  }
}

function timeName({ names, time }: ColumnPlaces): string {
  return names[time]?.trim().toLowerCase() ?? 'time'
}

/** A date that can be read two ways is a question to the person, not a fault of one row. */
function faultOf(column: string, cell: string): RowProblem['fault'] {
  return column === 'time' && isAmbiguousDate(cell) ? 'ambiguous_date' : 'unreadable'
}

/** An empty carry means not known; anything but a number is a mistake. */
function findCarryProblem(carry: number | null, cell: string | undefined): CellProblem | null {
  const text = cell?.trim() ?? ''
  if (carry === null || text === '' || !Number.isNaN(carry)) return null
  return { column: 'carry', problem: `"${text}" is not a number`, fault: 'unreadable' }
}
