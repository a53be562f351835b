import { writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { ORPCError } from '@orpc/server'
import { expect, it, onTestFinished } from 'vitest'
import { explainDatabaseError } from '#core/database/databaseError.ts'
import { toWireError } from '#core/router/encodeErrors.ts'
import { throwIfCancelled } from '#engine/simulator/cancelSignal.ts'
import { ERROR_CODES, type ErrorCode } from '#shared/domain/appError.ts'
import { reportFailure } from '../../src/cli/commandLine.ts'
import { checkOrigin, checkToken } from '../../src/main/hosts/node/admission.ts'
import { toErrorBody } from '../../src/main/hosts/node/errorReply.ts'
import { ERROR_EXAMPLES } from '../builders/errorExamples.ts'
import { openAgain, testServer } from '../storage/dialects.ts'
import { aureliusHere, makeFile, makeFolder } from './aurelius.ts'

/** What the command line shows of an error: its line on stderr and the exit code. */
interface Shown {
  readonly stderr: string
  readonly exitCode: number | null
}

type Provocation = (folder: string) => Promise<Shown>

const aurelius =
  (...args: string[]): Provocation =>
  (folder) =>
    aureliusHere(['--data-dir', folder, ...args])

/** For errors that a command cannot be made to meet at will: what our own code throws, as the command line reports it. */
const thrown =
  (fail: () => unknown): Provocation =>
  async () => {
    let stderr = ''
    const say = (line: string) => {
      stderr += `${line}\n`
    }
    try {
      const error = fail()
      return { exitCode: reportFailure(error, { say, write: () => {}, showStatus: () => {} }), stderr }
    } catch (error) {
      return { exitCode: reportFailure(error, { say, write: () => {}, showStatus: () => {} }), stderr }
    }
  }

const ofDriver = (code: string) => thrown(() => explainDatabaseError(Object.assign(new Error('secret values'), { code }), 'desk.sqlite'))

const DOOR = { port: 8123, token: 'right' }
const NOBODY = '01890000-0000-7000-8000-00000000dead'

/** The next start of the host finds its port taken. */
async function serveOnTakenPort(folder: string): Promise<Shown> {
  const server = createServer()
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
  onTestFinished(() => void server.close())
  const address = server.address()
  return aureliusHere(['--data-dir', folder, 'serve', '--port', String(typeof address === 'object' ? address?.port : '')])
}

/** It can still be read; what is refused is writing. */
async function writeNewerDatabase(folder: string): Promise<Shown> {
  const file = join(folder, 'newer.sqlite')
  await aureliusHere(['--db', file, 'db', 'init'])
  const db = await openAgain({ dialect: 'sqlite', file })
  await db.run((knex) =>
    knex('schema_migrations').insert({ name: '9999_from_the_future', batch: 9, migration_time: '2026-01-01T00:00:00.000Z' }),
  )
  await db.close()
  return aureliusHere(['--db', file, 'strategies', 'generate', '--goal', 'follow the trend', '--save'])
}

async function improveUnjudged(folder: string): Promise<Shown> {
  const { stdout } = await aureliusHere(['--data-dir', folder, '--json', 'strategies', 'generate', '--goal', 'follow the trend', '--save'])
  const [stored] = JSON.parse(stdout) as { id: string }[]
  return aureliusHere(['--data-dir', folder, 'improve', '--strategy', stored?.id ?? ''])
}

async function logInWrongly(): Promise<Shown> {
  const { host, port, user, database } = testServer().connection
  return aureliusHere(['--db', `postgresql://${user}:wrong@${host}:${port}/${database}?sslmode=disable`, 'strategies', 'list'])
}

/** Every code of the closed list; one that is added needs an example before this compiles. */
const PROVOCATIONS: Readonly<Record<ErrorCode, Provocation>> = {
  invalid_input: aurelius('pipeline', 'run'),
  data_invalid: (folder) => {
    const file = makeFile(folder, 'bad.csv', 'date,open,high,low,close\n2020-01-01,1,2,3,x\n')
    return aurelius('datasets', 'import', file)(folder)
  },
  data_out_of_range: aurelius('pipeline', 'run', '--goal', 'follow the trend', '--start', '1980-01-01'),
  too_large: thrown(() => toErrorBody(new ORPCError('PAYLOAD_TOO_LARGE', { status: 413 }))),
  not_found: aurelius('improve', '--strategy', NOBODY),
  conflict: (folder) => {
    writeFileSync(join(folder, 'there.sqlite'), '')
    return aurelius('db', 'backup', join(folder, 'there.sqlite'))(folder)
  },
  invalid_transition: improveUnjudged,
  unauthorised: thrown(() => checkToken({ authorization: 'Bearer wrong' }, DOOR)),
  forbidden: thrown(() => checkOrigin({ host: '127.0.0.1:8123', origin: 'https://evil.example' }, DOOR)),
  database_unreachable: aurelius('--db', 'postgresql://u:p@127.0.0.1:1/x', 'strategies', 'list'),
  database_login_failed: logInWrongly,
  database_locked: ofDriver('SQLITE_BUSY'),
  database_read_only: ofDriver('SQLITE_READONLY'),
  database_corrupt: (folder) =>
    aurelius(
      '--db',
      makeFile(folder, 'garbage.sqlite', 'no database at all, but longer than a header of one '.repeat(20)),
      'strategies',
      'list',
    )(folder),
  database_newer: writeNewerDatabase,
  database_full: ofDriver('SQLITE_FULL'),
  migration_required: ofDriver('42P01'),
  cancelled: thrown(() => throwIfCancelled({ isCancelled: () => true })),
  run_failed: aurelius('export', 'table', 'strategies', '--out', '/dev/null/x.csv'),
  unavailable: serveOnTakenPort,
  internal: thrown(() => toWireError(new TypeError('x is not a function'), () => {})),
}

it.each(Object.keys(PROVOCATIONS) as ErrorCode[])('%s tells what happened, why, and what to do next', async (code) => {
  const folder = makeFolder()
  const { text, next } = ERROR_EXAMPLES[code]
  const { stderr, exitCode } = await PROVOCATIONS[code](folder)
  const shown = stderr
    .replaceAll(folder, 'FOLDER')
    .replace(/(?<=127\.0\.0\.1:)\d{3,}/, 'PORT')
    .replace(/(?<=^error: Port )\d+/, 'PORT')
  expect(shown).toBe(`error: ${text}\n`)
  expect(exitCode).toBe(ERROR_CODES[code].exitCode)
  expect(text.replace(next, '').length).toBeGreaterThan(10)
  expect(text).toContain(next)
})
