import { isAppError } from '#shared/domain/appError.ts'
import type { Database } from '../database.ts'

/** A backup is written once, in order, and never changed: large pages leave fewer gaps behind long rows and cost less to write. */
export const BACKUP_PAGE_BYTES = 32_768

/**
 * Lets a SQLite file that nobody else has open take many rows fast: each page is written once instead of twice, and
 * nothing waits for the disk before `settleBulkLoad`. A power cut meanwhile can spoil the file, which is marked as
 * unfinished; a killed process cannot.
 */
export async function startBulkLoad(db: Database): Promise<void> {
  if (db.dialect === 'sqlite' && (await leaveWal(db))) await db.run((knex) => knex.raw('PRAGMA synchronous = OFF'))
}

/** From here on a commit waits for the disk, and for everything written before it. */
export async function settleBulkLoad(db: Database): Promise<void> {
  if (db.dialect === 'sqlite') await db.run((knex) => knex.raw('PRAGMA synchronous = FULL'))
}

/** Leaves one file, without a journal beside it, where nobody else has it open. */
export async function endBulkLoad(db: Database): Promise<void> {
  if (db.dialect === 'sqlite') await leaveWal(db)
}

/** false when another program uses the file: then its journal stays as it is. */
async function leaveWal(db: Database): Promise<boolean> {
  try {
    await db.run((knex) => knex.raw('PRAGMA journal_mode = DELETE'))
    return true
  } catch (error) {
    if (isAppError(error) && error.code === 'database_locked') return false
    throw error
  }
}
