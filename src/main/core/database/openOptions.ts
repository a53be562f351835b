import type { AppError } from '#shared/domain/appError.ts'

/** How a database is opened. */
export interface OpenOptions {
  /** Shown to the server's administrator as part of the application's name. */
  readonly appVersion: string
  readonly password?: string | null
  /** Name of the operating system's user, for the record of who changed what; absent = unknown. */
  readonly osUser?: string
  /** The kind of program that opens it, for the same record. */
  readonly host?: string
  /** Open for reading only, whatever the connection says. */
  readonly readOnly?: boolean
  /** Open for reading only, and answer this to every write. */
  readonly writeRefusal?: AppError
  /** How long a statement waits for somebody else's lock. */
  readonly lockTimeoutMs?: number
  /** A larger SQLite file is opened without being read whole first: whoever opens it has it checked otherwise. Default: none is. */
  readonly integrityLimitBytes?: number
  /** Size of the pages of a SQLite file that this makes. Default: SQLite's own, which suits many small changes. */
  readonly pageBytes?: number
  /** Called with the text of every statement, without its values (DB_ECHO). */
  readonly onStatement?: (sql: string) => void
}
