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
  /** Asks the application to end, as Ctrl-C does; answers its exit code. */
  readonly stop: () => Promise<number | null>
}

export interface StartOptions {
  /** Fills the database from the command line before the window opens. */
  readonly prepare?: (aurelius: StartedApp['aurelius']) => Promise<unknown>
}

/** `npm start` as a user types it, on a database of its own: a SQLite file, or a schema of a real PostgreSQL that was migrated first. */
export async function startApp(dialect: Dialect, { prepare }: StartOptions = {}): Promise<StartedApp> {
  const folder = await mkdtemp(join(tmpdir(), 'aurelius-e2e-'))
  const database = dialect === 'sqlite' ? join(folder, 'workspace.sqlite') : serverUrl()
  const aurelius = async (...args: string[]) => {
    const command = [join(ROOT, 'scripts/aurelius.mjs'), ...args, '--db', database, '--data-dir', folder]
    const { stdout } = await promisify(execFile)(process.execPath, command, { maxBuffer: 64 * 1024 * 1024 })
    return stdout
  }
  if (dialect === 'postgres') await aurelius('db', 'migrate')
  await prepare?.(aurelius)
  const child = spawn(
    process.execPath,
    [join(ROOT, 'scripts/start.mjs'), '--host', 'browser', '--no-open', '--db', database, '--data-dir', folder],
    { stdio: ['ignore', 'pipe', 'pipe'] },
  )
  const url = await readAddress(child)
  const stop = async () => {
    const ended = child.exitCode === null ? once(child, 'exit') : Promise.resolve()
    child.kill('SIGINT')
    await ended
    await rm(folder, { recursive: true, force: true })
    return child.exitCode
  }
  return { url, database, aurelius, stop }
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
