import { mkdtemp, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Database, openDatabase, rawRows } from '#core/database/database.ts'
import { type ConnectionWithSecret, parseDatabaseUrl } from '#core/database/databaseUrl.ts'
import { migrateUp } from '#core/database/migrate.ts'
import type { OpenOptions } from '#core/database/openOptions.ts'
import { BACKUP_PAGE_BYTES } from '#core/database/transfer/bulkLoad.ts'
import { copyDatabase } from '#core/database/transfer/copyDatabase.ts'
import type { Connection } from '#shared/domain/connection.ts'
import { timeOf } from './samples.ts'

const APP_VERSION = 'bench'

/** Databases of the benchmark's own; on a server, schemas whose names nobody else uses. What was there before is not touched. */
export interface Workbench {
  readonly db: Database
  storeBytes(): Promise<number>
  /** Seconds that a backup into a file and its restore into an empty database take, both verified. */
  backUpAndRestore(): Promise<{ backupSeconds: number; restoreSeconds: number }>
  close(): Promise<void>
}

/** @param url a PostgreSQL server; null = a SQLite file in the temporary folder */
export async function openWorkbench(url: string | null): Promise<Workbench> {
  const folder = await mkdtemp(join(tmpdir(), 'aurelius-bench-'))
  const server = url === null ? null : parseDatabaseUrl(url)
  const place = (name: string) => placeFor(server, { folder, name })
  const db = await openDatabase(place('main').connection, { appVersion: APP_VERSION, password: server?.password ?? null })
  await migrateUp(db)
  return {
    db,
    storeBytes: () => storeBytes(db),
    backUpAndRestore: async () => {
      const backup: ConnectionWithSecret = { connection: { dialect: 'sqlite', file: join(folder, 'backup.db') }, password: null }
      const backupSeconds = await secondsToCopy(place('main'), backup, BACKUP_PAGE_BYTES)
      return { backupSeconds, restoreSeconds: await secondsToCopy(backup, place('restored')) }
    },
    close: async () => {
      for (const name of ['main', 'restored']) await dropSchema(db, place(name).connection)
      await db.close()
      await rm(folder, { recursive: true, force: true })
    },
  }
}

function placeFor(server: ConnectionWithSecret | null, { folder, name }: { folder: string; name: string }): ConnectionWithSecret {
  if (server?.connection.dialect !== 'postgres')
    return { connection: { dialect: 'sqlite', file: join(folder, `${name}.db`) }, password: null }
  return { connection: { ...server.connection, schema: `bench_${process.pid}_${name}` }, password: server.password }
}

async function secondsToCopy(from: ConnectionWithSecret, to: ConnectionWithSecret, pageBytes?: number): Promise<number> {
  const open = ({ connection, password }: ConnectionWithSecret, options: Pick<OpenOptions, 'readOnly' | 'pageBytes'>) =>
    openDatabase(connection, { appVersion: APP_VERSION, password, ...options })
  const source = await open(from, { readOnly: true })
  const target = await open(to, pageBytes === undefined ? {} : { pageBytes })
  try {
    return (await timeOf(() => copyDatabase({ source, target }))) / 1000
  } finally {
    await source.close()
    await target.close()
  }
}

async function storeBytes(db: Database): Promise<number> {
  if (db.connection.dialect === 'sqlite') {
    await db.run((knex) => knex.raw('PRAGMA wal_checkpoint(TRUNCATE)'))
    return (await stat(db.connection.file)).size
  }
  const sizes = `SELECT sum(pg_total_relation_size(oid))::bigint AS bytes FROM pg_class WHERE relkind = 'r' AND relnamespace = current_schema()::regnamespace`
  const answer: unknown = await db.run((knex) => knex.raw(sizes))
  return rawRows(answer as { bytes: number }[])[0]?.bytes ?? 0
}

async function dropSchema(db: Database, connection: Connection): Promise<void> {
  if (connection.dialect === 'postgres') await db.run((knex) => knex.raw('DROP SCHEMA IF EXISTS ?? CASCADE', [connection.schema]))
}
