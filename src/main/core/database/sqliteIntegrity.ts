import BetterSqlite3 from 'better-sqlite3'

/**
 * SQLite's first finding about the pages of a file, in its own words; null when there is none. Reads the whole file on
 * the calling thread, beside whoever works with it. Throws what opening the file throws.
 */
export function findSqliteDamage(file: string): string | null {
  const db = new BetterSqlite3(file, { readonly: true, fileMustExist: true })
  try {
    const finding: unknown = db.pragma('quick_check(1)', { simple: true })
    return finding === 'ok' ? null : String(finding)
  } finally {
    db.close()
  }
}

/** SQLite heads its findings with the name of the database, which is always `main`. */
const HEADING = /^\*\*\* in database main \*\*\*\s*/

export function damageMessage(finding: string): string {
  return `The database file is damaged (${finding.replace(HEADING, '')}). Restore a backup, or open another file.`
}
