import type { Columns } from '#shared/domain/ledger.ts'
import { DoubleHasher } from '../../identity/doubleHasher.ts'

/** SHA-256 over the names and values of all columns, lower-case hexadecimal: equal sweeps have equal hashes on any machine. */
export function hashRows(columns: Columns): string {
  const hasher = new DoubleHasher()
  for (const [name, column] of Object.entries(columns)) {
    hasher.addText(name)
    hasher.addColumn(column)
  }
  return hasher.toHex()
}
