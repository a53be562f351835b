import type { Database } from '#core/database/database.ts'

export interface RowCopies {
  /** Which row of the table is copied, as `source`. */
  readonly where: string
  /** Copies are numbered offset, offset + step, … below count; `n.i` is that number. */
  readonly count: number
  readonly step: number
  readonly offset: number
  /** Columns that each copy has of its own, as SQL over `n.i` and `source`. */
  readonly changes: Readonly<Record<string, string>>
}

/** Copies one row of a SQLite table many times in one statement; every column that is not changed stays as it is. */
export async function copyRows(database: Database, table: string, { where, count, step, offset, changes }: RowCopies): Promise<void> {
  const known: { name: string }[] = await database.run((knex) => knex.raw(`PRAGMA table_info(${table})`))
  const columns = known.map(({ name }) => name)
  const unknown = Object.keys(changes).filter((column) => !columns.includes(column))
  if (unknown.length > 0) throw new Error(`${table} has no column ${unknown.join(', ')}`)
  const values = columns.map((column) => changes[column] ?? `source.${column}`)
  await database.run((knex) =>
    knex.raw(`WITH RECURSIVE n(i) AS (SELECT ${offset} UNION ALL SELECT i + ${step} FROM n WHERE i + ${step} < ${count})
      INSERT INTO ${table} (${columns.join(', ')}) SELECT ${values.join(', ')} FROM n CROSS JOIN ${table} AS source WHERE ${where}`),
  )
}
