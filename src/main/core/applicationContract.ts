import type { Client } from '#shared/contract/contract.ts'
import type { Connection, DatabaseStatus } from '#shared/domain/connection.ts'

export type HostKind = 'electron' | 'browser' | 'cli'

export interface BackupSettings {
  /** Absolute; made when missing. */
  readonly folder: string
  /** From one backup to the next, in ms. */
  readonly everyMs: number
  /** How many of the newest stay; at least 1. */
  readonly keep: number
}

/** Everything the core needs from its shell; nothing is read from the environment below this line. */
export interface ApplicationOptions {
  readonly host: HostKind
  readonly appVersion: string
  /** Folder of the user's data; holds the default SQLite file and the configuration. Created when missing. */
  readonly dataDirectory: string
  readonly connection: Connection
  readonly password: string | null
  /**
   * Opened when `connection` cannot be, so that a window still comes up and says why; absent = opening fails.
   * A headless caller leaves it out: its work must not land in another database than it asked for.
   */
  readonly fallbackConnection?: Connection
  /** The worker entry that runs the engine (built `runWorker.js`, or `runWorker.ts` under type stripping). */
  readonly workerUrl: URL
  /** Worker threads; null = one less than the processors, at least 1, at most 8. */
  readonly threads: number | null
  /** CSV file of the sample market data; null = the sample is not available here. */
  readonly sampleFile: string | null
  /** Imports the sample into an empty database at the first start. */
  readonly importSampleWhenEmpty: boolean
  /** Epoch ms UTC. */
  readonly now: () => number
  /** Writes the text of every SQL statement to the log, without its values (DB_ECHO); absent = false. */
  readonly echoStatements?: boolean
  /** Backs the open database up at intervals into verified files; absent = no scheduled backups. */
  readonly backups?: BackupSettings
  /** One line for the log; never holds a secret. */
  readonly log: (line: string) => void
  /** Remembers the connection chosen in Settings for the next start; absent = not remembered. */
  readonly rememberConnection?: (connection: Connection) => Promise<void>
}

/** The running application: `client` is a direct caller that goes through the same router as every transport. */
export interface Application {
  readonly client: Client
  readonly databaseStatus: () => Promise<DatabaseStatus>
  /** Stops accepting work, cancels or finishes runs, closes the database. Safe to call twice. */
  readonly close: () => Promise<void>
}
