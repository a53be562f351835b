import type { Client } from '#shared/contract/contract.ts'
import type { Connection, DatabaseStatus } from '#shared/domain/connection.ts'
import type { BackupSettings } from './config/backupSettings.ts'
import type { ConfigStore } from './config/configFile.ts'
import type { DesktopFiles } from './config/desktopFiles.ts'
import type { FileDialogs } from './config/fileDialogs.ts'
import type { Vault } from './config/vault.ts'
import type { StartProcess } from './jobs/freshProcess.ts'

export type HostKind = 'electron' | 'browser' | 'cli'

/** Everything the core needs from its shell; nothing is read from the environment below this line. */
export interface ApplicationOptions {
  readonly host: HostKind
  readonly appVersion: string
  /** Name of the operating system's user, for the record of who changed what; absent = unknown. */
  readonly osUser?: string
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
  /** Starts the worker entry as a process of its own; absent = as plain Node does it. */
  readonly startProcess?: StartProcess
  /** Worker threads; null = one less than the processors, at least 1, at most 8. */
  readonly threads: number | null
  /** CSV file of the sample market data; null = the sample is not available here. */
  readonly sampleFile: string | null
  /** Imports the sample into an empty database at the first start. */
  readonly importSampleWhenEmpty: boolean
  /** Somebody waits for a window: what can wait comes after its first page, and then the threads prepare for a first sweep; absent = false. */
  readonly warmsUp?: boolean
  /** Epoch ms UTC. */
  readonly now: () => number
  /** Writes the text of every SQL statement to the log, without its values (DB_ECHO); absent = false. */
  readonly echoStatements?: boolean
  /** Where backups lie and when they are made; absent = the folder `backups` of the data directory, by hand only. */
  readonly backups?: BackupSettings
  /** One line for the log; never holds a secret. */
  readonly log: (line: string) => void
  /** The log of this program, newest lines last; absent = it keeps none. */
  readonly readLog?: () => Promise<string>
  /** What Settings keep between starts; absent = forgotten at the end. */
  readonly configuration?: ConfigStore
  /** Keeps passwords of saved connections; absent = in memory. */
  readonly vault?: Vault
  /** The system's own file dialogs; absent = backups lie in their folder. */
  readonly fileDialogs?: FileDialogs
  /** Prints to PDF and lets files be dragged out; absent = this is no desktop window. */
  readonly desktopFiles?: DesktopFiles
}

/** The running application: `client` is a direct caller that goes through the same router as every transport. */
export interface Application {
  readonly client: Client
  readonly databaseStatus: () => Promise<DatabaseStatus>
  /** Stops accepting work, cancels or finishes runs, closes the database. Safe to call twice. */
  readonly close: () => Promise<void>
}
