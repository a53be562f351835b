import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { promisify } from 'node:util'

export const ROOT = join(import.meta.dirname, '../..')
const ADDRESS = /(http:\/\/127\.0\.0\.1:\d+\/\?token=\S+)/
const START_LIMIT_MS = 60_000
const END_LIMIT_MS = 5_000

/** A database file and the folder for everything beside it. */
export interface Place {
  readonly database: string
  readonly folder: string
}

/** Runs the built command line; answers what it printed as JSON. */
export async function aurelius<Answer>({ database, folder }: Place, ...args: string[]): Promise<Answer> {
  const command = [join(ROOT, 'scripts/aurelius.mjs'), ...args, '--json', '--db', database, '--data-dir', folder]
  const { stdout } = await promisify(execFile)(process.execPath, command, { maxBuffer: 2 ** 26 })
  return JSON.parse(stdout) as Answer
}

export interface BuiltHost {
  /** The address with its token. */
  readonly url: string
  /** From the start of the process to the line with the address. */
  readonly startMs: number
  readonly stop: () => Promise<void>
}

/** `npm start` on 127.0.0.1; builds first where the build is old. */
export async function startHost({ database, folder }: Place): Promise<BuiltHost> {
  const flags = ['--host', 'browser', '--no-open', '--db', database, '--data-dir', folder]
  const startedAt = performance.now()
  const host = spawn(process.execPath, [join(ROOT, 'scripts/start.mjs'), ...flags], {
    stdio: ['ignore', 'pipe', 'inherit'],
    timeout: 30 * START_LIMIT_MS,
  })
  const limit = setTimeout(() => host.kill('SIGKILL'), START_LIMIT_MS)
  for await (const line of createInterface({ input: host.stdout })) {
    const url = ADDRESS.exec(line)?.[1]
    if (url === undefined) continue
    clearTimeout(limit)
    return { url, startMs: performance.now() - startedAt, stop: () => stopHost(host) }
  }
  throw new Error('The application ended before it was ready')
}

/** As Ctrl-C does; whoever does not end by then is ended. */
async function stopHost(host: ChildProcess): Promise<void> {
  if (host.exitCode !== null || host.signalCode !== null) return
  const limit = setTimeout(() => host.kill('SIGKILL'), END_LIMIT_MS)
  host.kill('SIGINT')
  await once(host, 'exit')
  clearTimeout(limit)
}
