import type { Knex } from 'knex'
import { AppError } from '#shared/domain/appError.ts'
import type { Connection } from '#shared/domain/connection.ts'
import type { Database } from '../database.ts'

const MAX_NAME_LENGTH = 63

/** The schema in use; adoption is for PostgreSQL only. Throws `invalid_input` for SQLite. */
export function schemaInUse(connection: Connection): string {
  if (connection.dialect === 'postgres') return connection.schema
  throw new AppError(
    'invalid_input',
    'Older AURELIUS databases are PostgreSQL databases; this is a SQLite file. Give the address of the server: --db postgresql://user@host/database.',
    { details: { field: 'db' } },
  )
}

/** Where the older tables are put away: a schema of their own, so that they keep every name they have. */
export function legacySchemaOf(schema: string): string {
  return schema === 'public' ? 'legacy_aurelius' : `legacy_aurelius_${schema}`.slice(0, MAX_NAME_LENGTH)
}

/** What is remembered of an adoption, beside the older tables. */
export interface AdoptionRecord {
  /** Whatever changed after this instant was changed here. Epoch ms. */
  readonly asOfMs: number
  readonly tables: readonly string[]
}

/** Moves tables with their rows, indexes and constraints, and locks them until the transaction ends. */
export async function moveTables(knex: Knex, tables: readonly string[], { from, to }: { from: string; to: string }): Promise<void> {
  for (const table of tables) await knex.raw('ALTER TABLE ??.?? SET SCHEMA ??', [from, table, to])
}

/** Throws `conflict` when the schema is taken. */
export async function createLegacySchema(knex: Knex, schema: string): Promise<void> {
  if (await hasSchema(knex, schema)) {
    throw new AppError(
      'conflict',
      `The schema "${schema}", where the older tables would be put away, exists already. Rename or drop it if it is no longer needed, then try again; nothing was changed.`,
      { details: { schema } },
    )
  }
  await knex.raw('CREATE SCHEMA ??', [schema])
}

async function hasSchema(knex: Knex, schema: string): Promise<boolean> {
  const found: unknown[] = await knex('pg_namespace').where({ nspname: schema })
  return found.length > 0
}

export async function writeAdoptionRecord(knex: Knex, schema: string, { asOfMs, tables }: AdoptionRecord): Promise<void> {
  await knex.raw('CREATE TABLE ??.adoption (as_of timestamptz(3) NOT NULL, tables json NOT NULL)', [schema])
  await knex(`${schema}.adoption`).insert({ as_of: new Date(asOfMs).toISOString(), tables: JSON.stringify(tables) })
}

/** Throws `not_found` when this database was not adopted. */
export async function readAdoptionRecord(knex: Knex, db: Pick<Database, 'label'>, schema: string): Promise<AdoptionRecord> {
  const found: unknown[] = await knex('pg_tables').where({ schemaname: schema, tablename: 'adoption' })
  const row: { as_of: number; tables: string } | undefined = found.length === 0 ? undefined : await knex(`${schema}.adoption`).first()
  if (row) return { asOfMs: row.as_of, tables: JSON.parse(row.tables) }
  throw new AppError(
    'not_found',
    `${db.label} holds no adopted tables (there is no "${schema}.adoption"), so there is nothing to take back.`,
    {
      details: { schema },
    },
  )
}
