import { cpus, totalmem } from 'node:os'
import type { ApplicationOptions } from '../../applicationContract.ts'
import type { Database } from '../../database/database.ts'
import { migrationStatus } from '../../database/migrate.ts'
import { countRows } from '../../database/transfer/prepareTarget.ts'
import { redactSecrets } from './redactSecrets.ts'

/** The last part of a log that is worth reading. */
const LOG_CHARACTERS = 256 * 1024

export interface DiagnosticsParts {
  readonly options: ApplicationOptions
  readonly database: Database
  /** Of the database in use; masked wherever it stands. */
  readonly password: string | null
  readonly facts: Readonly<Record<string, unknown>>
}

/** What somebody who helps needs to know, as JSON without secrets. A part that cannot be told says why. */
export async function describeSystem({ options, database, password, facts }: DiagnosticsParts): Promise<string> {
  const told = async (tell: () => unknown) => {
    try {
      return await tell()
    } catch (error) {
      return `not known: ${error instanceof Error ? error.message : String(error)}`
    }
  }
  const report = {
    madeAt: new Date(options.now()).toISOString(),
    ...facts,
    versions: { node: process.versions.node, electron: process.versions['electron'] ?? null, v8: process.versions.v8 },
    machine: { processors: cpus().length, memoryBytes: totalmem(), residentBytes: process.memoryUsage.rss() },
    connection: database.connection,
    server: database.serverVersion,
    schema: await told(() => migrationStatus(database)),
    rows: await told(() => countRows(database)),
    configuration: await told(() => options.configuration?.read() ?? null),
    log: await told(async () => (await options.readLog?.())?.slice(-LOG_CHARACTERS).split('\n') ?? 'this program keeps none'),
  }
  return `${redactSecrets(JSON.stringify(report, null, 2), password === null ? [] : [password, JSON.stringify(password).slice(1, -1)])}\n`
}
