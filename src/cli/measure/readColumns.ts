import { findDelimiter, forEachLine, splitCsvLine } from '#engine/market/csvLine.ts'
import { readTime } from '#engine/market/readTime.ts'
import { AppError } from '#shared/domain/appError.ts'

/** How each column's cells become numbers; text of one name per column. */
export type CellReader = (cell: string) => number

const NUMBER = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/

/** Exported numbers read back to the same double. */
export const readFigure: CellReader = (cell) => (NUMBER.test(cell) ? Number(cell) : Number.NaN)
export const readInstant: CellReader = readTime

interface ColumnsRequest {
  /** Columns the file must have. */
  readonly required: Readonly<Record<string, CellReader>>
  /** Columns taken where they are. */
  readonly optional?: Readonly<Record<string, CellReader>>
}

/**
 * Columns of CSV text by the names of its header, in the order of its rows; other columns are ignored. An empty cell is NaN.
 * @throws AppError `data_invalid` naming line and column.
 */
export function readColumns(text: string, { required, optional = {} }: ColumnsRequest): Readonly<Record<string, Float64Array>> {
  const readers = { ...required, ...optional }
  const columns: Record<string, number[]> = {}
  let header: { delimiter: ReturnType<typeof findDelimiter>; places: Readonly<Record<string, number>> } | null = null
  forEachLine(text, (line, lineNumber) => {
    if (header === null) {
      const delimiter = findDelimiter(line)
      header = { delimiter, places: placesOf(splitCsvLine(line, delimiter), { required, optional }) }
      for (const name of Object.keys(header.places)) columns[name] = []
      return
    }
    const cells = splitCsvLine(line, header.delimiter)
    for (const [name, place] of Object.entries(header.places)) {
      columns[name]?.push(readCell(cells[place]?.trim() ?? '', readers[name] ?? readFigure, { line: lineNumber, column: name }))
    }
  })
  if (header === null) throw new AppError('data_invalid', `The file is empty: expected a header with ${Object.keys(required).join(', ')}`)
  return Object.fromEntries(Object.entries(columns).map(([name, values]) => [name, Float64Array.from(values)]))
}

function placesOf(names: readonly string[], { required, optional = {} }: ColumnsRequest): Record<string, number> {
  const found = names.map((name) => name.trim().toLowerCase())
  const missing = Object.keys(required).find((name) => !found.includes(name))
  if (missing !== undefined) {
    throw new AppError('data_invalid', `line 1, column ${missing}: is missing from the header; it has ${found.join(', ')}`, {
      details: { line: 1, column: missing },
    })
  }
  const wanted = [...Object.keys(required), ...Object.keys(optional).filter((name) => found.includes(name))]
  return Object.fromEntries(wanted.map((name) => [name, found.indexOf(name)]))
}

function readCell(cell: string, read: CellReader, place: { line: number; column: string }): number {
  if (cell === '') return Number.NaN
  const value = read(cell)
  if (!Number.isNaN(value)) return value
  throw new AppError('data_invalid', `line ${place.line}, column ${place.column}: "${cell.slice(0, 40)}" cannot be read`, {
    details: place,
  })
}
