import { stringify } from 'csv-stringify/sync'

/** null is an empty cell: missing is not zero. */
export type CsvCell = string | number | boolean | null

export interface CsvTable {
  readonly header: readonly string[]
  readonly rows: Iterable<readonly CsvCell[]> | AsyncIterable<readonly CsvCell[]>
}

/**
 * raw: cells as they are. spreadsheet: text that a spreadsheet would run as a formula (starting with = + - @ TAB CR)
 * gets a leading apostrophe; numbers stay numbers in both.
 */
export type CsvMode = 'raw' | 'spreadsheet'

const ROWS_PER_PIECE = 1000

/** Yields an RFC 4180 file (comma, CRLF, header first) in pieces; numbers in the shortest form that round-trips. */
export async function* csvPieces(table: CsvTable, mode: CsvMode): AsyncGenerator<string> {
  let batch: (readonly CsvCell[])[] = [table.header]
  for await (const row of table.rows) {
    batch.push(row)
    if (batch.length >= ROWS_PER_PIECE) {
      yield csvText(batch, mode)
      batch = []
    }
  }
  if (batch.length > 0) yield csvText(batch, mode)
}

/** The same bytes for rows already in memory; `rows` includes the header. */
export function csvText(rows: readonly (readonly CsvCell[])[], mode: CsvMode): string {
  return stringify(rows as CsvCell[][], {
    record_delimiter: 'windows',
    escape_formulas: mode === 'spreadsheet',
    cast: {
      number: (value) => ({ value: String(value), escape_formulas: false }),
      boolean: (value) => (value ? 'true' : 'false'),
    },
  })
}

/** ISO 8601 with Z; milliseconds only when there are any. */
export function csvInstant(instantMs: number): string {
  return new Date(instantMs).toISOString().replace('.000Z', 'Z')
}
