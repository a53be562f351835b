import type { Knex } from 'knex'
import type { DatabaseHandle } from '../database.ts'
import { CONVERTED_NAMES, CONVERTED_TABLES, KEPT_TABLES, SHAPE_A_BACKTESTS, UNTOUCHED_TABLES } from './legacyTables.ts'

/** An older AURELIUS database: A was made by its models, B by its migrations. */
export interface LegacyDatabase {
  readonly shape: 'A' | 'B'
  /** Every table of the older system that is put away, with its rows. */
  readonly tables: readonly { readonly name: string; readonly rows: number }[]
  /** Null without a table `alembic_version`. */
  readonly alembicVersion: string | null
  /** What else was seen, in words. */
  readonly findings: readonly string[]
}

/**
 * Tells an older AURELIUS database by the exact columns and types of its tables in the schema in use. Null for anything
 * else: an empty database, one of this application, somebody else's, or SQLite, which the older system never used.
 */
export async function recogniseLegacyDatabase(db: DatabaseHandle): Promise<LegacyDatabase | null> {
  return db.dialect === 'postgres' ? db.run(recogniseIn) : null
}

/** As `recogniseLegacyDatabase`, inside a transaction on PostgreSQL. */
export async function recogniseIn(knex: Knex): Promise<LegacyDatabase | null> {
  const found = await readColumns(knex)
  const shape = tellShape(found)
  const kept = Object.keys(KEPT_TABLES).filter((name) => found.has(name))
  if (shape === null || kept.some((name) => !hasColumns(found, name, KEPT_TABLES[name]!))) return null
  const tables = []
  for (const name of [...CONVERTED_NAMES, ...kept]) tables.push({ name, rows: await countRows(knex, name) })
  const alembicVersion = await readAlembicVersion(knex, found)
  return { shape, tables, alembicVersion, findings: await describe(knex, found, alembicVersion) }
}

/** Types by column, by table. */
type FoundTables = ReadonlyMap<string, ReadonlyMap<string, string>>

async function readColumns(knex: Knex): Promise<FoundTables> {
  const rows: { table: string; column: string; type: string }[] = await knex('information_schema.columns')
    .whereRaw('table_schema = current_schema()')
    .whereIn('table_name', [...CONVERTED_NAMES, ...Object.keys(KEPT_TABLES), ...UNTOUCHED_TABLES])
    .select({ table: 'table_name', column: 'column_name', type: 'data_type' })
  const found = new Map<string, Map<string, string>>()
  for (const { table, column, type } of rows) {
    const columns = found.get(table) ?? new Map<string, string>()
    found.set(table, columns.set(column, type))
  }
  return found
}

function tellShape(found: FoundTables): LegacyDatabase['shape'] | null {
  const { backtests, ...others } = CONVERTED_TABLES
  if (Object.entries(others).some(([name, columns]) => !hasColumns(found, name, columns))) return null
  if (hasColumns(found, 'backtests', { ...backtests, ...SHAPE_A_BACKTESTS })) return 'A'
  return hasColumns(found, 'backtests', backtests) ? 'B' : null
}

function hasColumns(found: FoundTables, table: string, expected: Readonly<Record<string, string>>): boolean {
  const columns = found.get(table)
  const entries = Object.entries(expected)
  return columns?.size === entries.length && entries.every(([name, type]) => columns.get(name) === type)
}

async function countRows(knex: Knex, table: string): Promise<number> {
  const [row]: { rows: number }[] = await knex(table).count({ rows: '*' })
  return row?.rows ?? 0
}

async function readAlembicVersion(knex: Knex, found: FoundTables): Promise<string | null> {
  if (!found.get('alembic_version')?.has('version_num')) return null
  const versions: string[] = await knex('alembic_version').pluck('version_num')
  return versions.join(', ')
}

const KNOWN_ALEMBIC_VERSIONS: readonly string[] = ['001', '002']

async function describe(knex: Knex, found: FoundTables, alembicVersion: string | null): Promise<string[]> {
  const origin =
    alembicVersion === null ? 'no alembic_version: the tables were made by the models, not by migrations' : describeVersion(alembicVersion)
  if (!found.has('users')) return [origin]
  return [origin, `users stays where it is, untouched: ${await countRows(knex, 'users')} account(s)`]
}

function describeVersion(version: string): string {
  const known = KNOWN_ALEMBIC_VERSIONS.includes(version) ? '' : ', which is not a known version, but the tables are the known ones'
  return `alembic_version stays where it is, untouched: "${version}"${known}`
}
