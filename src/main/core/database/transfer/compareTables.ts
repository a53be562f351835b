import { AppError } from '#shared/domain/appError.ts'
import { compareKeys, decodeRows, keyOf, kindsOf, type RowBatch, type RowKey } from './rowEncoding.ts'
import type { TableDigest } from './tableHash.ts'
import type { TransferTable } from './transferTables.ts'

interface KeyedRow {
  readonly key: RowKey
  readonly bytes: Buffer
}

async function* keyedRows(table: TransferTable, batches: AsyncIterable<RowBatch>): AsyncGenerator<KeyedRow> {
  for await (const batch of batches) {
    for (const { cells, bytes } of decodeRows(batch, kindsOf(table))) yield { key: keyOf(table, cells), bytes }
  }
}

/** Key of the first row that one side lacks or has differently; null when there is none. */
export async function findFirstDifference(
  table: TransferTable,
  left: AsyncIterable<RowBatch>,
  right: AsyncIterable<RowBatch>,
): Promise<RowKey | null> {
  const [leftRows, rightRows] = [keyedRows(table, left), keyedRows(table, right)]
  try {
    for (;;) {
      const [{ value: a }, { value: b }] = [await leftRows.next(), await rightRows.next()]
      if (!a || !b) return (a ?? b)?.key ?? null
      const order = compareKeys(a.key, b.key)
      if (order !== 0) return order < 0 ? a.key : b.key
      if (!a.bytes.equals(b.bytes)) return a.key
    }
  } finally {
    await leftRows.return(undefined)
    await rightRows.return(undefined)
  }
}

/** A row's key for people. */
export function describeKey(table: TransferTable, key: RowKey): string {
  return table.key.map((column, index) => `${column} ${key[index]}`).join(', ')
}

export interface Mismatch {
  readonly table: TransferTable
  readonly source: TableDigest
  readonly target: TableDigest
  readonly firstKey: RowKey | null
  readonly label: string
  /** Part of the rows were copied in an earlier run, from a source that may have changed since. */
  readonly resumed: boolean
}

/** `conflict` when the source may have changed since an earlier run, else `database_corrupt`: somebody wrote, or a disk lies. */
export function mismatchError({ table, source, target, firstKey, label, resumed }: Mismatch): AppError {
  const where = firstKey === null ? '' : ` The first row that differs has ${describeKey(table, firstKey)}.`
  const what = `Table ${table.name} of ${label} is not what its source holds (${source.rows} rows there, ${target.rows} here).${where}`
  const details = {
    table: table.name,
    firstKey: firstKey === null ? null : describeKey(table, firstKey),
    sourceRows: source.rows,
    targetRows: target.rows,
  }
  if (resumed) {
    const advice = 'The source has changed since the copy was interrupted. Start over: delete the unfinished copy, or replace it.'
    return new AppError('conflict', `${what} ${advice}`, { details })
  }
  const advice = 'Something else wrote to it during the copy, or its disk is failing. Delete the copy and try again.'
  return new AppError('database_corrupt', `${what} ${advice}`, { details })
}
