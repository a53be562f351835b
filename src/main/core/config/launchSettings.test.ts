import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Connection } from '#shared/domain/connection.ts'
import { openConfigFile } from './configFile.ts'
import { parseLaunchFlags } from './launchFlags.ts'
import { type LaunchSurroundings, resolveLaunchSettings } from './launchSettings.ts'
import { userDataDirectory } from './userDataDirectory.ts'

let folder: string
let configFile: string

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'aurelius-config-'))
  configFile = join(folder, 'config.json')
})
afterEach(() => rm(folder, { recursive: true, force: true }))

function surroundings(overrides: Partial<LaunchSurroundings> & { database?: string } = {}): LaunchSurroundings {
  const { database = null, ...rest } = overrides
  return { flags: { database, dataDirectory: folder }, env: {}, platform: 'linux', homeDirectory: '/home/quant', ...rest }
}

const server = {
  dialect: 'postgres',
  host: 'db.desk',
  port: 5433,
  database: 'quant',
  user: 'ann',
  schema: 'public',
  tls: 'require',
  poolMax: 4,
} as const

const RULE = { folder: 'backups', scheduled: true, everyHours: 24, keep: 7 }

const remember = (connection: Connection) => openConfigFile(configFile).update((config) => ({ ...config, connection }))

describe('resolveLaunchSettings', () => {
  it('starts with a SQLite file in the data directory when nothing else is said', async () => {
    const settings = await resolveLaunchSettings(surroundings())
    expect(settings).toMatchObject({
      dataDirectory: folder,
      connection: { dialect: 'sqlite', file: join(folder, 'aurelius.sqlite') },
      password: null,
    })
  })

  it('prefers config.json to the default, the environment to config.json, the flag to all', async () => {
    await writeFile(configFile, JSON.stringify({ connection: server }))
    const env = { DATABASE_URL: 'postgresql://bob:secret@env.desk/research' }

    const remembered = await resolveLaunchSettings(surroundings())
    const fromEnvironment = await resolveLaunchSettings(surroundings({ env }))
    const fromFlag = await resolveLaunchSettings(surroundings({ env, database: 'mine.sqlite' }))

    expect(remembered).toMatchObject({ connection: server, fallbackConnection: { file: join(folder, 'aurelius.sqlite') } })
    expect(fromFlag.fallbackConnection).toBeUndefined()
    expect(fromEnvironment).toMatchObject({ connection: { host: 'env.desk', user: 'bob' }, password: 'secret' })
    expect(fromFlag).toMatchObject({ connection: { dialect: 'sqlite', file: resolve('mine.sqlite') }, password: null })
  })

  it('reads scheduled backups from config.json, and keeps them when a connection is remembered', async () => {
    await writeFile(configFile, JSON.stringify({ backups: { folder: 'safe', everyHours: 6 } }))
    await remember(server)
    const { backups, connection } = await resolveLaunchSettings(surroundings())
    expect(backups).toEqual({ folder: join(folder, 'safe'), everyMs: 6 * 3_600_000, keep: 7 })
    await remember(server)
    expect((await resolveLaunchSettings(surroundings())).backups).toEqual(backups)
    expect(connection).toMatchObject(server)
    await writeFile(configFile, JSON.stringify({ backups: { keep: 0 } }))
    await expect(resolveLaunchSettings(surroundings())).rejects.toMatchObject({
      code: 'invalid_input',
      message: expect.stringMatching(/backups\.keep/),
    })
  })

  it('takes the password of a remembered server from the environment', async () => {
    await remember(server)
    expect(await resolveLaunchSettings(surroundings({ env: { DB_PASSWORD: 'hidden' } }))).toMatchObject({
      connection: server,
      password: 'hidden',
    })
  })

  it.each([
    { name: 'is not JSON', text: '{', message: 'it is not JSON' },
    { name: 'names an unknown dialect', text: '{"connection":{"dialect":"oracle"}}', message: 'connection.dialect' },
    { name: 'has a wrong port', text: JSON.stringify({ connection: { ...server, port: 0 } }), message: 'connection.port' },
  ])('names the file when config.json $name', async ({ text, message }) => {
    await writeFile(configFile, text)
    await expect(resolveLaunchSettings(surroundings())).rejects.toMatchObject({
      code: 'invalid_input',
      message: expect.stringContaining(message),
      details: { file: configFile },
    })
  })
})

describe('the configuration file', () => {
  it('writes what the next start reads, without a password and without leftovers', async () => {
    const settings = await resolveLaunchSettings(surroundings())
    const careless = { ...server, password: 'hunter2' }
    await settings.configuration.update((config) => ({ ...config, connection: careless }))

    expect(await resolveLaunchSettings(surroundings())).toMatchObject({ connection: server, password: null })
    expect(await readFile(configFile, 'utf8')).not.toContain('hunter2')
    expect(await readdir(folder)).toEqual(['config.json'])
  })

  it('loses none of the changes that come at the same time', async () => {
    const { configuration } = await resolveLaunchSettings(surroundings())
    const folders = Array.from({ length: 20 }, (_, index) => `backups-${index}`)
    await Promise.all([
      configuration.update((config) => ({ ...config, connection: server })),
      ...folders.map((name) =>
        configuration.update(({ backups, ...config }) => ({ ...config, backups: { ...RULE, ...backups, folder: name } })),
      ),
    ])
    expect(await configuration.read()).toEqual({ connection: server, backups: { ...RULE, folder: 'backups-19' } })
  })

  it('holds no backups by schedule unless it says so', async () => {
    expect((await resolveLaunchSettings(surroundings())).backups).toEqual({ folder: join(folder, 'backups'), everyMs: null, keep: 7 })
  })
})

describe('parseLaunchFlags', () => {
  it('reads every flag', () => {
    const args = ['--db', 'a.sqlite', '--data-dir=/data', '--port', '8123', '--no-open', '--host', 'browser']
    expect(parseLaunchFlags(args)).toEqual({ database: 'a.sqlite', dataDirectory: '/data', port: 8123, open: false })
  })

  it('has defaults', () => {
    expect(parseLaunchFlags([])).toEqual({ database: null, dataDirectory: null, port: 0, open: true })
  })

  it.each([
    { args: ['--prot', '1'], message: '--prot' },
    { args: ['--port', '70000'], message: '--port needs a number from 0 to 65535' },
    { args: ['--port', '80a'], message: '--port needs a number' },
    { args: ['--db', ''], message: '--db needs a value' },
    { args: ['stray'], message: 'stray' },
  ])('refuses $args', ({ args, message }) => {
    expect(() => parseLaunchFlags(args)).toThrow(
      expect.objectContaining({ code: 'invalid_input', message: expect.stringContaining(message) }),
    )
  })
})

describe('parseLaunchFlags beside the switches of Electron', () => {
  it('takes its own flags and leaves the rest', () => {
    const args = ['.', '--inspect=0', '--remote-debugging-port=0', '--db', 'a.sqlite']
    expect(parseLaunchFlags(args, { strict: false })).toMatchObject({ database: 'a.sqlite', open: true })
  })

  it('still refuses a wrong value', () => {
    expect(() => parseLaunchFlags(['--db'], { strict: false })).toThrow('--db needs a value')
  })
})

describe('userDataDirectory', () => {
  it.each([
    { platform: 'linux', env: {}, folder: '/home/q/.local/share/aurelius' },
    { platform: 'linux', env: { XDG_DATA_HOME: '/data' }, folder: '/data/aurelius' },
    { platform: 'linux', env: { XDG_DATA_HOME: 'relative' }, folder: '/home/q/.local/share/aurelius' },
    { platform: 'darwin', env: {}, folder: '/home/q/Library/Application Support/Aurelius' },
    { platform: 'win32', env: { APPDATA: 'C:\\Users\\q\\AppData\\Roaming' }, folder: 'C:\\Users\\q\\AppData\\Roaming\\Aurelius' },
  ] as const)('$platform $env', ({ platform, env, folder: expected }) => {
    expect(userDataDirectory({ platform, env, homeDirectory: '/home/q' })).toBe(expected)
  })
})
