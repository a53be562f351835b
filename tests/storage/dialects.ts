import { randomUUID } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, describe, inject } from 'vitest'
import { type Database, openDatabase } from '#core/database/database.ts'
import { parseDatabaseUrl } from '#core/database/databaseUrl.ts'
import { migrateUp } from '#core/database/migrate.ts'
import type { OpenOptions } from '#core/database/openOptions.ts'
import type { Connection, Dialect, PostgresConnection } from '#shared/domain/connection.ts'

/** A database of the test's own, gone after the test. */
export type MakeDatabase = (options?: { migrated?: boolean }) => Promise<Database>

type Cleanup = () => Promise<void>
const cleanups: Cleanup[] = []

/** Runs after the test, the latest first. */
export function cleanUpLater(cleanup: Cleanup): void {
  cleanups.push(cleanup)
}

afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup()
})

/** The same tests on a fresh SQLite file and on a fresh schema of a real PostgreSQL. */
export function describeOnBothDialects(name: string, define: (makeDatabase: MakeDatabase, dialect: Dialect) => void): void {
  for (const dialect of ['sqlite', 'postgres'] as const) describe(`${name} (${dialect})`, () => define(makerOf(dialect), dialect))
}

/** For tests of one dialect only. */
export function makerOf(dialect: Dialect): MakeDatabase {
  return async ({ migrated = true } = {}) => {
    const connection = dialect === 'sqlite' ? await freshFile() : freshSchema()
    const db = await openAgain(connection)
    if (connection.dialect === 'postgres') {
      const { schema } = connection
      cleanUpLater(async () => {
        const janitor = await openDatabase(connection, { appVersion: 'tests', password: testServer().password })
        await janitor.run((knex) => knex.raw('DROP SCHEMA IF EXISTS ?? CASCADE', [schema]))
        await janitor.close()
      })
    }
    if (migrated) await migrateUp(db)
    return db
  }
}

/** A migrated database that several tests read; whoever asks for it closes it. */
export async function keepDatabase(dialect: Dialect): Promise<{ db: Database; close: () => Promise<void> }> {
  const db = await makerOf(dialect)()
  const kept = cleanups.splice(0).reverse()
  const close = async () => {
    for (const cleanup of kept) await cleanup()
  }
  return { db, close }
}

/** Opens what `makeDatabase` made a second time; closed after the test. */
export async function openAgain(connection: Connection, options: Partial<OpenOptions> = {}): Promise<Database> {
  const password = connection.dialect === 'postgres' ? testServer().password : null
  const db = await openDatabase(connection, { appVersion: 'tests', password, ...options })
  cleanUpLater(db.close)
  return db
}

/** The same database as another person sees it: another login of the server, another user of the operating system. */
export async function colleagueOf(db: Database, name = 'bob'): Promise<Database> {
  const { connection } = db
  if (connection.dialect === 'sqlite') return openAgain(connection, { osUser: name })
  const user = `${name}_${randomUUID().replaceAll('-', '')}`
  await db.run((knex) => knex.raw(`CREATE ROLE ${user} LOGIN PASSWORD 'colleague'`))
  cleanUpLater(() => db.run((knex) => knex.raw(`DROP OWNED BY ${user}; DROP ROLE ${user}`)))
  const rights = [`USAGE ON SCHEMA ${connection.schema}`, `SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA ${connection.schema}`]
  for (const right of rights) await db.run((knex) => knex.raw(`GRANT ${right} TO ${user}`))
  return openAgain({ ...connection, user }, { password: 'colleague' })
}

export async function freshFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'aurelius-storage-'))
  cleanUpLater(() => rm(folder, { recursive: true, force: true }))
  return folder
}

async function freshFile(): Promise<Connection> {
  return { dialect: 'sqlite', file: join(await freshFolder(), 'workspace.db') }
}

function freshSchema(): Connection {
  return { ...testServer().connection, schema: `test_${randomUUID().replaceAll('-', '')}` }
}

/** The PostgreSQL server of this run. */
export function testServer(): { connection: PostgresConnection; password: string } {
  const { connection, password } = parseDatabaseUrl(inject('postgresUrl'))
  if (connection.dialect !== 'postgres') throw new Error('DATABASE_TEST_URL must name a PostgreSQL server')
  return { connection, password: password ?? '' }
}
