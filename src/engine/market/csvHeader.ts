import { AppError } from '#shared/domain/appError.ts'
import { type Delimiter, findDelimiter, splitCsvLine } from './csvLine.ts'

export const PRICE_COLUMNS = ['open', 'high', 'low', 'close'] as const
const TIME_COLUMNS = ['time', 'timestamp', 'date']

/** Where each column stands in a row (0-based), -1 when it is missing, and what it is called in the file. */
export interface CsvHeader {
  readonly delimiter: Delimiter
  readonly time: number
  readonly open: number
  readonly high: number
  readonly low: number
  readonly close: number
  readonly volume: number
  readonly symbol: number
  readonly carry: number
  readonly timeName: string
}

/** @throws AppError `data_invalid` naming the line and the column that is missing or stands twice. */
export function readCsvHeader(line: string, lineNumber: number): CsvHeader {
  const delimiter = findDelimiter(line)
  const names = splitCsvLine(line, delimiter).map((name) => name.trim().toLowerCase())
  const fail = (column: string, problem: string): never => {
    throw new AppError('data_invalid', `line ${lineNumber}, column ${column}: ${problem}`, { details: { line: lineNumber, column } })
  }
  const find = (name: string): number => {
    const at = names.indexOf(name)
    if (at !== names.lastIndexOf(name)) fail(name, 'stands twice in the header; keep one')
    return at
  }
  const findRequired = (name: string): number => {
    const at = find(name)
    return at === -1 ? fail(name, `is missing from the header (${names.join(', ')}); add it as the first line of the file`) : at
  }
  const timeNames = TIME_COLUMNS.filter((name) => find(name) !== -1)
  if (timeNames.length > 1) fail(timeNames.join(' and '), 'both name the time of a bar; keep one')
  const timeName = timeNames[0] ?? 'time'
  return {
    delimiter,
    timeName,
    time: findRequired(timeName),
    open: findRequired('open'),
    high: findRequired('high'),
    low: findRequired('low'),
    close: findRequired('close'),
    volume: find('volume'),
    symbol: find('symbol'),
    carry: find('carry'),
  }
}
