import { findDelimiter, forEachLine, splitCsvLine } from '#engine/market/csvLine.ts'
import { AppError } from '#shared/domain/appError.ts'
import { readTextFile } from '../../readTextFile.ts'

/** Numbers in columns of equal length, all present. */
export interface NumberTable {
  /** One per column: from the header, or "1", "2" ... where there is none. */
  readonly names: readonly string[]
  readonly columns: readonly Float64Array[]
}

const INDEX_NAMES = new Set(['', 'date', 'time', 'timestamp'])

/**
 * A CSV file of numbers (comma, semicolon, tab), with or without a header line. A first column without a name or called
 * date, time or timestamp names the rows and is left out.
 * @throws AppError as readTextFile; `data_invalid` naming the line and column of a cell that is not a number.
 */
export async function readNumberTable(path: string, what: string): Promise<NumberTable> {
  return parseNumberTable(await readTextFile(path, what), `${what} ${path}`)
}

export function parseNumberTable(text: string, what: string): NumberTable {
  const lines: { readonly cells: readonly string[]; readonly line: number }[] = []
  let delimiter: ReturnType<typeof findDelimiter> | null = null
  forEachLine(text, (content, line) => {
    delimiter ??= findDelimiter(content)
    lines.push({ cells: splitCsvLine(content, delimiter).map((cell) => cell.trim()), line })
  })
  const [first] = lines
  if (first === undefined) throw new AppError('data_invalid', `The ${what} is empty; give it one row of numbers per period`)
  const hasHeader = first.cells.some(isName)
  const skipped = hasHeader && first.cells.length > 1 && INDEX_NAMES.has(first.cells[0]!.toLowerCase()) ? 1 : 0
  const names = first.cells.slice(skipped).map((cell, k) => (hasHeader && cell !== '' ? cell : String(k + 1)))
  const rows = hasHeader ? lines.slice(1) : lines
  if (rows.length === 0) throw new AppError('data_invalid', `The ${what} has a header but no rows; give it one row of numbers per period`)
  const columns = names.map(() => new Float64Array(rows.length))
  for (const [t, { cells, line }] of rows.entries()) {
    if (cells.length !== first.cells.length) throw unevenLine(what, { line, cells: cells.length, expected: first.cells.length })
    for (const [k, column] of columns.entries()) column[t] = readCell(cells[k + skipped]!, { what, line, name: names[k]! })
  }
  return { names, columns }
}

/** A word that stands for a missing value is no name: its row must be refused, not taken for a header. */
const MISSING = /^[+-]?(nan|inf|infinity|na|n\/a|null|none)$/i

const isName = (cell: string) => Number.isNaN(Number(cell)) && !MISSING.test(cell)

function readCell(cell: string, place: { what: string; line: number; name: string }): number {
  const value = Number(cell)
  if (cell !== '' && Number.isFinite(value)) return value
  const { what, line, name } = place
  throw new AppError('data_invalid', `The ${what}, line ${line}, column ${name}: "${cell}" is not a number; every period needs one`, {
    details: { line, column: name },
  })
}

function unevenLine(what: string, { line, cells, expected }: { line: number; cells: number; expected: number }): AppError {
  return new AppError('data_invalid', `The ${what}, line ${line} has ${cells} cells where the first line has ${expected}`, {
    details: { line },
  })
}
