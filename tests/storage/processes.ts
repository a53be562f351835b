import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import type { Database } from '#core/database/database.ts'
import { formatDatabaseUrl } from '#core/database/databaseUrl.ts'
import { testServer } from './dialects.ts'

/** Runs a script of this folder as a process of its own on the same database, and answers what it printed. */
export async function runProcess(script: string, db: Database, ...words: string[]): Promise<string> {
  const file = fileURLToPath(new URL(script, import.meta.url))
  const { stdout } = await promisify(execFile)(process.execPath, [file, urlOf(db), ...words])
  return stdout
}

/** The address of a test database, for a command line; holds the password. */
export function urlOf(db: Database): string {
  const url = new URL(formatDatabaseUrl(db.connection))
  if (db.dialect === 'postgres') url.password = encodeURIComponent(testServer().password)
  return url.href
}
