import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { promisify } from 'node:util'
import { inject } from 'vitest'
import type { Dialect } from '#shared/domain/connection.ts'

const ROOT = join(import.meta.dirname, '../..')
const ADDRESS = /running at (http:\/\/127\.0\.0\.1:\d+\/\?token=\S+)/

export interface StartedApp {
  /** The address with its token, as the application printed it. */
  readonly url: string
  readonly database: string
  /** Runs the command line on the same database; answers its standard output. */
  readonly aurelius: (...args: string[]) => Promise<string>
  /** Ends the application and starts it anew on the same database; answers the new address. */
  readonly restart: () => Promise<string>
  /** Asks the application to end, as Ctrl-C does; answers its exit code. */
  readonly stop: () => Promise<number | null>
}

export interface StartOptions {
  /** Fills the database from the command line before the window opens. */
  readonly prepare?: (aurelius: StartedApp['aurelius'], database: string) => Promise<unknown>
  /** A migrated database that is there already, such as that of a colleague's window, instead of one of its own. */
  readonly database?: string
}

/** `npm start` as a user types it, on a database of its own: a SQLite file, or a schema of a real PostgreSQL that was migrated first. */
export async function startApp(dialect: Dialect, { prepare, database: given }: StartOptions = {}): Promise<StartedApp> {
  const folder = await mkdtemp(join(tmpdir(), 'aurelius-e2e-'))
  const database = given ?? (dialect === 'sqlite' ? join(folder, 'workspace.sqlite') : serverUrl())
  const place = ['--db', database, '--data-dir', folder]
  const aurelius = async (...args: string[]) => {
    // The last word wins, so that a caller may name another database.
    const command = [join(ROOT, 'scripts/aurelius.mjs'), ...place, ...args]
    const { stdout } = await promisify(execFile)(process.execPath, command, { maxBuffer: 64 * 1024 * 1024 })
    return stdout
  }
  if (dialect === 'postgres' && given === undefined) await aurelius('db', 'migrate')
  await prepare?.(aurelius, database)
  let host = startHost(place)
  const url = await readAddress(host)
  const restart = async () => {
    await endHost(host)
    host = startHost(place)
    return readAddress(host)
  }
  const stop = async () => {
    await endHost(host)
    await rm(folder, { recursive: true, force: true })
    return host.exitCode
  }
  return { url, database, aurelius, restart, stop }
}

function startHost(place: readonly string[]): ChildProcess {
  const command = [join(ROOT, 'scripts/start.mjs'), '--host', 'browser', '--no-open', ...place]
  return spawn(process.execPath, command, { stdio: ['ignore', 'pipe', 'pipe'] })
}

async function endHost(host: ChildProcess): Promise<void> {
  const ended = host.exitCode === null ? once(host, 'exit') : Promise.resolve()
  host.kill('SIGINT')
  await ended
}

/** A schema of its own for every caller. */
export function serverUrl(): string {
  const url = new URL(inject('postgresUrl'))
  url.searchParams.set('sslmode', 'disable')
  url.searchParams.set('schema', `e2e_${randomUUID().replaceAll('-', '')}`)
  return url.href
}

async function readAddress(child: ChildProcess): Promise<string> {
  const said: string[] = []
  child.stderr?.setEncoding('utf8').on('data', (text: string) => said.push(text))
  for await (const line of createInterface({ input: child.stdout! })) {
    const address = ADDRESS.exec(line)?.[1]
    if (address !== undefined) return address
    said.push(line)
  }
  throw new Error(`The application ended before it was ready:\n${said.join('\n')}`)
}
