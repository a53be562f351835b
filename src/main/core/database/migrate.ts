import type { Knex } from 'knex'
import { MIGRATIONS } from '#migrations/index.ts'
import type { Migration } from '#migrations/migration.ts'
import { AppError, assertNever } from '#shared/domain/appError.ts'
import type { Connection, DatabaseStatus, Dialect } from '#shared/domain/connection.ts'
import type { Database } from './database.ts'
import { lockForMigration } from './dialect.ts'

const MIGRATIONS_TABLE = 'schema_migrations'

/** Which migrations the database has, lacks, or has beyond this version of the application. */
export async function migrationStatus(db: Database): Promise<DatabaseStatus> {
  const latencyMs = await db.ping()
  const applied = await db.run(appliedMigrations)
  const known = MIGRATIONS.map(({ name }) => name)
  const pending = known.filter((name) => !applied.includes(name))
  const unknown = applied.filter((name) => !known.includes(name))
  return {
    dialect: db.dialect,
    label: db.label,
    serverVersion: db.serverVersion,
    applied,
    pending,
    unknown,
    state: stateOf({ applied, pending, unknown }),
    latencyMs,
  }
}

function stateOf({ applied, pending, unknown }: Pick<DatabaseStatus, 'applied' | 'pending' | 'unknown'>): DatabaseStatus['state'] {
  if (unknown.length > 0) return 'newer_than_app'
  if (applied.length === 0) return 'empty'
  return pending.length > 0 ? 'migration_required' : 'ready'
}

/** The status of a database that can be worked on. Throws `migration_required` or `database_newer`. */
export async function requireReady(db: Database): Promise<DatabaseStatus> {
  const status = await migrationStatus(db)
  if (status.state === 'ready') return status
  if (status.state === 'newer_than_app') throw newerThanApp(db.label, status.unknown)
  throw new AppError(
    'migration_required',
    `${db.label} needs ${status.pending.length} schema change(s) first. Run "aurelius db migrate".`,
    {
      details: { pending: status.pending.join(', ') },
    },
  )
}

/**
 * Applies what is pending, all or nothing, and answers the names applied. Clients that race take turns: the second
 * finds nothing left to do. Throws `database_newer`, `database_read_only`, or `conflict` when other tables stand in the way.
 */
export async function migrateUp(db: Database): Promise<string[]> {
  return migrateInTransaction(db, (transaction) => applyMigrations(db, transaction))
}

/** `migrateUp` as one step of a larger change; call it within `migrateInTransaction`. */
export async function applyMigrations(db: Database, transaction: Knex): Promise<string[]> {
  await createSchemaIfMissing(transaction, schemaOf(db.connection))
  const applied = await appliedMigrations(transaction)
  refuseNewer(db.label, applied)
  if (applied.length === 0) await refuseForeignTables(db.label, transaction)
  const [, names]: [number, string[]] = await transaction.migrate.latest(migratorConfig(db.dialect))
  return names
}

/**
 * Takes back every migration and the bookkeeping itself, as one step of a larger change; call it within
 * `migrateInTransaction`. Throws `database_newer`.
 */
export async function revertMigrations(db: Database, transaction: Knex): Promise<void> {
  refuseNewer(db.label, await appliedMigrations(transaction))
  await transaction.migrate.rollback(migratorConfig(db.dialect), true)
  for (const table of [MIGRATIONS_TABLE, `${MIGRATIONS_TABLE}_lock`]) await transaction.schema.dropTable(table)
}

/** Takes back the newest applied migration, with the data it holds, and answers its name; null when none is left. */
export async function migrateDown(db: Database): Promise<string | null> {
  return migrateInTransaction(db, async (transaction) => {
    refuseNewer(db.label, await appliedMigrations(transaction))
    const [, names]: [number, string[]] = await transaction.migrate.down(migratorConfig(db.dialect))
    return names[0] ?? null
  })
}

/**
 * One transaction around everything, Knex's own bookkeeping included, so that a killed client leaves neither half a
 * schema nor a stuck lock. SQLite rebuilds tables with foreign keys off, or dropping the old table would take the
 * rows of its children with it; Knex checks them all before the commit.
 */
export async function migrateInTransaction<Result>(
  db: Database,
  work: (transaction: Knex.Transaction) => Promise<Result>,
): Promise<Result> {
  if (db.writeRefusal !== null) throw db.writeRefusal
  return db.run((knex) =>
    knex.transaction(
      async (transaction) => {
        await lockForMigration(db.dialect, transaction, schemaOf(db.connection) ?? '')
        return work(transaction)
      },
      { enforceForeignCheck: false },
    ),
  )
}

function migratorConfig(dialect: Dialect): Knex.MigratorConfig {
  const source: Knex.MigrationSource<Migration> = {
    getMigrations: async () => [...MIGRATIONS],
    getMigrationName: ({ name }) => name,
    getMigration: async (migration) => ({
      up: (knex) => migration.up(knex, dialect),
      down: (knex) => migration.down(knex, dialect),
    }),
  }
  return { migrationSource: source, tableName: MIGRATIONS_TABLE, disableTransactions: true }
}

async function appliedMigrations(knex: Knex): Promise<string[]> {
  if (!(await knex.schema.hasTable(MIGRATIONS_TABLE))) return []
  const rows: { name: string }[] = await knex(MIGRATIONS_TABLE).select('name').orderBy('id')
  return rows.map(({ name }) => name)
}

function refuseNewer(label: string, applied: readonly string[]): void {
  const unknown = applied.filter((name) => !MIGRATIONS.some((migration) => migration.name === name))
  if (unknown.length > 0) throw newerThanApp(label, unknown)
}

function newerThanApp(label: string, unknown: readonly string[]): AppError {
  return new AppError(
    'database_newer',
    `${label} was written by a newer version of Aurelius. Update this one, or open another database; it can still be opened read-only.`,
    { details: { unknown: unknown.join(', ') } },
  )
}

/** Tables of these names that no migration of ours made belong to somebody else. */
async function refuseForeignTables(label: string, knex: Knex): Promise<void> {
  if (!(await knex.schema.hasTable('strategies'))) return
  throw new AppError(
    'conflict',
    `${label} already holds tables of an older system. If that is AURELIUS, "aurelius db adopt" takes its data over; otherwise choose an empty database or another schema. Nothing was changed.`,
  )
}

/** The schema that holds the tables; null where a database has no schemas. */
function schemaOf(connection: Connection): string | null {
  switch (connection.dialect) {
    case 'sqlite':
      return null
    case 'postgres':
      return connection.schema
    default:
      return assertNever(connection)
  }
}

/** Looks first: a user who may not create schemas may well use one that exists. */
async function createSchemaIfMissing(transaction: Knex, schema: string | null): Promise<void> {
  if (schema === null) return
  const found: unknown[] = await transaction('pg_namespace').where({ nspname: schema })
  if (found.length === 0) await transaction.raw('CREATE SCHEMA ??', [schema])
}
