import type { Knex } from 'knex'
import { AppError } from '#shared/domain/appError.ts'
import { CONVERTED_TABLES, type ConvertedTable, SHAPE_A_BACKTESTS } from './legacyTables.ts'

export interface LegacySource {
  readonly knex: Knex
  /** Schema in which the older tables stand now. */
  readonly schema: string
  readonly shape: 'A' | 'B'
  readonly signal?: AbortSignal | undefined
}

export interface LegacyReading {
  readonly table: ConvertedTable
  /** Rows held in memory at once. */
  readonly batchSize: number
  /** Columns to read as null, because only the rest is wanted. */
  readonly without?: readonly string[]
}

/**
 * Rows of an older table in order of id, in batches: instants as seconds since 1970 UTC, json as its text. Rows whose
 * strategy is missing are left out. Throws `cancelled` once the signal is given.
 */
export async function* readLegacyRows<Row extends { readonly id: string }>(
  source: LegacySource,
  reading: LegacyReading,
): AsyncGenerator<Row[]> {
  let last: string | null = null
  while (true) {
    throwIfCancelled(source.signal)
    const rows: Row[] = await readBatch(source, reading, last)
    if (rows.length > 0) yield rows
    if (rows.length < reading.batchSize) return
    last = rows.at(-1)!.id
  }
}

function readBatch<Row>({ knex, schema, shape }: LegacySource, { table, batchSize, without = [] }: LegacyReading, after: string | null) {
  const columns: Readonly<Record<string, string>> = {
    ...CONVERTED_TABLES[table],
    ...(table === 'backtests' && shape === 'A' ? SHAPE_A_BACKTESTS : {}),
  }
  const selected = Object.entries(columns).map(([name, type]) =>
    without.includes(name) ? knex.raw('NULL AS ??', [name]) : knex.raw(selectedAs(type), [name, name]),
  )
  const query = knex(`${schema}.${table} as older`).select(selected).orderBy('older.id').limit(batchSize)
  if (after !== null) query.where('older.id', '>', after)
  if (table !== 'strategies')
    query.whereExists(knex(`${schema}.strategies as parent`).whereRaw('parent.id = older.strategy_id').select('parent.id'))
  return query as unknown as Promise<Row[]>
}

/** Stamps without a zone mean UTC, so the seconds since 1970 are those of the text itself. */
function selectedAs(type: string): string {
  return type === 'timestamp without time zone' ? 'CAST(extract(epoch FROM older.??) AS double precision) AS ??' : 'older.?? AS ??'
}

export function throwIfCancelled(signal: AbortSignal | undefined): void {
  if (signal?.aborted) throw new AppError('cancelled', 'The adoption was cancelled. Nothing was changed.')
}
