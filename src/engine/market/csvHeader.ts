import { AppError } from '#shared/domain/appError.ts'
import { FILE_FIELDS, type FileField, type Reading } from '#shared/domain/fileReading.ts'

export const PRICE_COLUMNS = ['open', 'high', 'low', 'close'] as const

/** Names under which a field is found when nobody says where it stands; lower case. */
const USUAL_NAMES: Readonly<Record<FileField, readonly string[]>> = {
  time: ['time', 'timestamp', 'date', 'datetime', 'date_time', 'date time', 'open time'],
  open: ['open', 'o'],
  high: ['high', 'h'],
  low: ['low', 'l'],
  close: ['close', 'c'],
  volume: ['volume', 'vol', 'v'],
  symbol: ['symbol', 'ticker', 'instrument'],
  carry: ['carry'],
  // Scaling prices is never done unasked.
  adjusted_close: [],
}
const REQUIRED: readonly FileField[] = ['time', ...PRICE_COLUMNS]

/** Where each field stands in a row (0-based), -1 when it is missing, and the columns' names as the file writes them. */
export interface ColumnPlaces extends Readonly<Record<FileField, number>> {
  readonly names: readonly string[]
}

/** @throws AppError `data_invalid` naming the line and the column that is missing or stands twice. */
export function placeColumns(names: readonly string[], columns: Reading['columns'], line: number): ColumnPlaces {
  const finder = new ColumnFinder(names, columns, line)
  const places = Object.fromEntries(FILE_FIELDS.map((field) => [field, finder.find(field)])) as Record<FileField, number>
  return { ...places, names }
}

class ColumnFinder {
  readonly #names: readonly string[]
  readonly #columns: Reading['columns']
  readonly #line: number

  constructor(names: readonly string[], columns: Reading['columns'], line: number) {
    this.#names = names.map((name) => name.trim().toLowerCase())
    this.#columns = columns
    this.#line = line
  }

  find(field: FileField): number {
    const mapped = this.#columns[field]
    if (mapped !== undefined) return this.#findMapped(field, mapped)
    const found = USUAL_NAMES[field].filter((name) => this.#findOnce(name) !== -1)
    if (found.length > 1) this.#fail(found.join(' and '), `both name the ${describe(field)}; keep one, or say which`)
    if (found[0] !== undefined) return this.#findOnce(found[0])
    if (!REQUIRED.includes(field)) return -1
    return this.#fail(field, `is missing from the header (${this.#names.join(', ')}); ${this.#hint()}`)
  }

  #findMapped(field: FileField, name: string): number {
    const at = this.#findOnce(name.trim().toLowerCase())
    if (at !== -1) return at
    return this.#fail(name, `is to be the ${describe(field)}, and the header (${this.#names.join(', ')}) has no such column`)
  }

  #findOnce(name: string): number {
    const at = this.#names.indexOf(name)
    if (at !== this.#names.lastIndexOf(name)) this.#fail(name, 'stands twice in the header; keep one')
    return at
  }

  #hint(): string {
    if (this.#names.length === 1) return 'the line was read as one column, so another delimiter may be needed'
    return 'add it as the first line of the file, or say which column it is'
  }

  #fail(column: string, problem: string): never {
    throw new AppError('data_invalid', `line ${this.#line}, column ${column}: ${problem}`, { details: { line: this.#line, column } })
  }
}

const describe = (field: FileField) => (field === 'time' ? 'time of a bar' : field.replaceAll('_', ' '))
