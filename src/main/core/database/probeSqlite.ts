import { constants } from 'node:fs'
import { access, open } from 'node:fs/promises'
import { dirname } from 'node:path'
import { performance } from 'node:perf_hooks'
import BetterSqlite3 from 'better-sqlite3'
import { AppError } from '#shared/domain/appError.ts'
import type { SqliteConnection } from '#shared/domain/connection.ts'
import type { Finding, Probe } from './probe.ts'

/** Tries a file without creating or changing it. */
export function probeSqlite({ file }: SqliteConnection): Probe {
  let database: BetterSqlite3.Database | null = null
  const inFile = (look: (database: BetterSqlite3.Database) => Finding) => async () => (database ? look(database) : WILL_BE_CREATED)
  return {
    stages: {
      resolve: () => findFolder(dirname(file)),
      connect: async () => {
        if (!(await isAllowed(file, constants.F_OK))) return WILL_BE_CREATED
        database = new BetterSqlite3(file, { readonly: true })
        return { state: 'ok', message: 'The file can be opened.' }
      },
      tls: async () => NO_SERVER,
      login: async () => NO_SERVER,
      database: inFile(checkIntegrity),
      schema: inFile(checkTables),
      rights: () => checkRights(file),
    },
    measureLatencyMs: async () => (database ? measureLatencyMs(database) : null),
    close: async () => {
      database?.close()
    },
  }
}

const NO_SERVER: Finding = { state: 'skipped', message: 'A file needs none.' }
const WILL_BE_CREATED: Finding = { state: 'skipped', message: 'The file does not exist yet and will be created.' }

async function findFolder(folder: string): Promise<Finding> {
  if (await isAllowed(folder, constants.F_OK)) return { state: 'ok', message: `The folder ${folder} exists.` }
  throw new AppError('database_unreachable', `There is no folder ${folder}. Create it, or choose another place for the file.`)
}

function checkIntegrity(database: BetterSqlite3.Database): Finding {
  const finding = database.pragma('quick_check(1)', { simple: true })
  if (finding === 'ok') return { state: 'ok', message: 'A SQLite database, undamaged.' }
  throw new AppError('database_corrupt', `The file is damaged (${finding}). Restore a backup, or choose another file.`)
}

function checkTables(database: BetterSqlite3.Database): Finding {
  const count = database.prepare("SELECT count(*) FROM sqlite_schema WHERE type = 'table' AND name = 'schema_migrations'").pluck().get()
  return { state: 'ok', message: count === 1 ? 'Holds an Aurelius workspace.' : 'Empty: tables will be made when it is opened.' }
}

/** SQLite writes its journal beside the file, so the folder must be writable too. */
async function checkRights(file: string): Promise<Finding> {
  const folder = dirname(file)
  const fileExists = await isAllowed(file, constants.F_OK)
  if ((!fileExists || (await canBeOpenedForWriting(file))) && (await isAllowed(folder, constants.W_OK))) {
    return { state: 'ok', message: 'This user may write the file and its folder.' }
  }
  throw new AppError(
    'database_read_only',
    `This user may not write ${file} or its folder. Change their permissions, or choose another file.`,
  )
}

/** Asking for permission bits would not do: on Windows they do not tell. */
async function canBeOpenedForWriting(file: string): Promise<boolean> {
  try {
    const handle = await open(file, 'r+')
    await handle.close()
    return true
  } catch {
    return false
  }
}

async function isAllowed(path: string, mode: number): Promise<boolean> {
  try {
    await access(path, mode)
    return true
  } catch {
    return false
  }
}

function measureLatencyMs(database: BetterSqlite3.Database): number {
  const startedAt = performance.now()
  database.prepare('SELECT 1').get()
  return performance.now() - startedAt
}
