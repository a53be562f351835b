import { findDelimiter, forEachLine, splitCsvLine } from '#engine/market/csvLine.ts'
import { AppError } from '#shared/domain/appError.ts'

/** Simple returns of equal periods; NaN marks one that is missing. */
export interface ReturnSeries {
  readonly returns: Float64Array
  /** One per return; null when the file has no such column. */
  readonly benchmark: Float64Array | null
}

const RETURN_NAMES = ['ret', 'return', 'returns']
const BENCHMARK_NAMES = ['bench', 'benchmark']
const MISSING = ['', 'nan', 'na', 'null']
const NUMBER = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/

/**
 * Returns from CSV text with a header that names ret, and optionally bench (other columns, such as time, are ignored).
 * @throws AppError `data_invalid` naming line and column.
 */
export function readReturns(text: string): ReturnSeries {
  let header: { delimiter: ReturnType<typeof findDelimiter>; ret: number; bench: number } | null = null
  const returns: number[] = []
  const benchmark: number[] = []
  forEachLine(text, (line, lineNumber) => {
    if (header === null) {
      const delimiter = findDelimiter(line)
      const names = splitCsvLine(line, delimiter).map((name) => name.trim().toLowerCase())
      header = { delimiter, ret: findColumn(names, RETURN_NAMES), bench: findColumn(names, BENCHMARK_NAMES) }
      if (header.ret === -1) throw invalid(lineNumber, 'ret', 'is missing from the header; name the column of simple returns ret')
      return
    }
    const cells = splitCsvLine(line, header.delimiter)
    returns.push(readReturn(cells[header.ret], lineNumber, 'ret'))
    if (header.bench !== -1) benchmark.push(readReturn(cells[header.bench], lineNumber, 'bench'))
  })
  if (returns.length === 0)
    throw new AppError('data_invalid', 'The file holds no returns: expected a header time,ret[,bench] and one row a period')
  const hasBenchmark = benchmark.length > 0
  return { returns: Float64Array.from(returns), benchmark: hasBenchmark ? Float64Array.from(benchmark) : null }
}

const findColumn = (names: readonly string[], candidates: readonly string[]) => names.findIndex((name) => candidates.includes(name))

function readReturn(cell: string | undefined, line: number, column: string): number {
  const text = cell?.trim() ?? ''
  if (MISSING.includes(text.toLowerCase())) return Number.NaN
  const value = NUMBER.test(text) ? Number(text) : Number.NaN
  if (!Number.isFinite(value)) throw invalid(line, column, `"${text}" is not a number; write 0.01 for 1%, and NaN where it is missing`)
  if (value < -1) throw invalid(line, column, `${text} loses more than everything; a simple return is at least -1`)
  return value
}

function invalid(line: number, column: string, problem: string): AppError {
  return new AppError('data_invalid', `line ${line}, column ${column}: ${problem}. Correct the file and try again.`, {
    details: { line, column },
  })
}
