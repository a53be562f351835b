import { BarBlock, type BarRow, emptyRow, SLOT } from './barBlock.ts'
import type { ColumnPlaces } from './csvHeader.ts'
import { findBarProblem } from './findBarProblem.ts'
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

/** Reads the rows of one instrument into a block; times must increase strictly. */
export class BarRowReader {
  readonly block = new BarBlock()
  readonly #read: CellReaders
  readonly #slots = emptyRow()
  #lastTime = Number.NEGATIVE_INFINITY

  constructor(read: CellReaders) {
    this.#read = read
  }

  /** The row's first problem, or null when it was taken. */
  read({ cells, line, places }: FileRow): RowProblem | null {
    const problem = this.#take(cells, places)
    return problem && { line, ...problem, column: problem.column === 'time' ? timeName(places) : problem.column }
  }

  /** Takes a bar of plain numbers when nothing is wrong with it; otherwise false, and somebody has to look at its cells. */
  takeSound(row: BarRow): boolean {
    const high = row[SLOT.high]!
    const low = row[SLOT.low]!
    const open = row[SLOT.open]!
    const close = row[SLOT.close]!
    const isSound =
      row[SLOT.time]! > this.#lastTime &&
      low > 0 &&
      low <= open &&
      low <= close &&
      high >= open &&
      high >= close &&
      !(row[SLOT.volume]! < 0)
    if (isSound) this.#push(row)
    return isSound
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
    for (const name of COLUMNS) this.#slots[SLOT[name]] = row[name]
    this.#slots[SLOT.carry] = carry ?? Number.NaN
    this.#push(this.#slots)
    return null
  }

  #push(row: BarRow): void {
    this.#lastTime = row[SLOT.time]!
    this.block.push(row)
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
