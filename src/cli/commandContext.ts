import { homedir } from 'node:os'
import type { Command } from 'commander'
import type { RunningApplication } from '#core/application.ts'
import type { HostKind } from '#core/applicationContract.ts'
import { locateInstallation } from '#core/config/installation.ts'
import type { LaunchSettings } from '#core/config/launchSettings.ts'
import type { Terminal } from './terminal.ts'

/** Options that every command takes. */
export interface GlobalOptions {
  readonly db?: string
  readonly dataDir?: string
  readonly json?: boolean
  readonly verbose?: boolean
}

export const globalOptions = (command: Command): GlobalOptions => command.optsWithGlobals()

/** What flags, environment and the remembered configuration say about where the data lives. */
export async function launchSettings({ db, dataDir }: GlobalOptions): Promise<LaunchSettings> {
  const { resolveLaunchSettings } = await import('#core/config/launchSettings.ts')
  return resolveLaunchSettings({
    flags: { database: db ?? null, dataDirectory: dataDir ?? null },
    env: process.env,
    platform: process.platform,
    homeDirectory: homedir(),
  })
}

export interface OpenRequest {
  readonly options: GlobalOptions
  readonly terminal: Terminal
  readonly host?: HostKind
  /** Imports the sample into an empty database. */
  readonly importSample?: boolean
}

/** Opens the application for one command and closes it whatever happens. */
export async function withApplication<Result>(
  { options, terminal, host = 'cli', importSample = false }: OpenRequest,
  work: (application: RunningApplication) => Promise<Result>,
): Promise<Result> {
  const installation = locateInstallation()
  // Loaded only here: `run` and `--help` start at once and need no database driver.
  const { openApplication } = await import('#core/application.ts')
  const application = await openApplication({
    ...(await launchSettings(options)),
    host,
    appVersion: installation.version,
    workerUrl: installation.workerUrl,
    threads: null,
    sampleFile: installation.sampleFile,
    importSampleWhenEmpty: importSample,
    now: Date.now,
    log: options.verbose ? terminal.say : () => {},
  })
  try {
    return await work(application)
  } finally {
    await application.close()
  }
}

/** One JSON document for machines, or text for people. */
export function present(command: Command, terminal: Terminal, output: { readonly json: unknown; readonly text: string }): void {
  terminal.write(globalOptions(command).json ? `${JSON.stringify(output.json, null, 2)}\n` : output.text)
}
