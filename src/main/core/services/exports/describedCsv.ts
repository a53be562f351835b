import { createHash } from 'node:crypto'
import type { CsvExportInput } from '#shared/contract/csvExports.ts'
import type { RunIdentity } from '#shared/domain/runIdentity.ts'
import { type CsvCell, type CsvTable, csvPieces } from './csvTable.ts'
import { describeCsv } from './manifest.ts'

export interface CsvPiece {
  readonly fileName: string
  readonly text: string
  /** null but in the last piece, which has no text. */
  readonly manifest: string | null
}

export interface NamedTable {
  readonly fileName: string
  readonly table: CsvTable
}

export interface CsvFacts {
  readonly input: CsvExportInput
  readonly identity: RunIdentity | null
  readonly exportedAtMs: number
  readonly appVersion: string
}

/** A table as one file in pieces, and at the end its manifest, which counts its rows and hashes its bytes as they pass. */
export async function* describedCsv({ fileName, table }: NamedTable, facts: CsvFacts): AsyncGenerator<CsvPiece> {
  const { input, ...stamp } = facts
  const { table: name, mode, ...filters } = input
  const hash = createHash('sha256')
  let rows = 0
  async function* counted(): AsyncGenerator<readonly CsvCell[]> {
    for await (const row of table.rows) {
      rows++
      yield row
    }
  }
  for await (const text of csvPieces({ header: table.header, rows: counted() }, mode)) {
    hash.update(text)
    yield { fileName, text, manifest: null }
  }
  const manifest = describeCsv({ ...stamp, table: name, fileName, mode, header: table.header, filters, rows, sha256: hash.digest('hex') })
  yield { fileName, text: '', manifest }
}
