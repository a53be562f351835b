import { createHash } from 'node:crypto'
import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { runDesktop } from './desktop/runDesktop.ts'

const mainFile = join(import.meta.dirname, '..', '..', 'out', 'main', 'index.js')
const INSTALLER = 'not really an installer'
const FEED = 'https://updates.example/aurelius'
const OFFERED = 'Aurelius 9.9.9 is available.'
const READY = 'Aurelius 9.9.9 is ready to install.'

/** The stub's feed announces an AppImage; other platforms look for files of other names. */
const onLinux = it.skipIf(process.platform !== 'linux')

/** Answers to the questions at the start, and to those of each time a person asks from the menu; 0 = no, 1 = yes. */
type Answers = readonly (readonly number[])[]

/** The real updater of the built program, as an AppImage on a stub of Electron whose network is a folder. */
describe('the updater', () => {
  let folder: string
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'aurelius-updates-'))
    await mkdir(join(folder, 'data'))
    await mkdir(join(folder, 'feed'))
    await writeFile(join(folder, 'feed', 'app-update.yml'), 'updaterCacheDirName: aurelius-updater\n')
    await writeFile(join(folder, 'feed', 'Aurelius-9.9.9.AppImage'), INSTALLER)
    await announce('9.9.9', INSTALLER)
  })
  afterEach(() => rm(folder, { recursive: true, force: true }))

  const announce = (version: string, content: string) => {
    const sha512 = createHash('sha512').update(content).digest('base64')
    const file = `  - url: Aurelius-${version}.AppImage\n    sha512: ${sha512}\n    size: ${content.length}`
    return writeFile(
      join(folder, 'feed', 'latest-linux.yml'),
      `version: ${version}\nfiles:\n${file}\npath: Aurelius-${version}.AppImage\nsha512: ${sha512}\nreleaseDate: '2026-01-01T00:00:00.000Z'\n`,
    )
  }
  const configure = (feed: string) => writeFile(join(folder, 'data', 'config.json'), JSON.stringify({ updates: { feed } }))
  const run = (answers: Answers) =>
    runDesktop({
      ...{ mainFile, folder: join(folder, 'data'), driver: 'driveUpdates.ts' },
      env: {
        AURELIUS_TEST_FEED: join(folder, 'feed'),
        AURELIUS_TEST_ANSWERS: JSON.stringify(answers),
        APPIMAGE: join(folder, 'Aurelius.AppImage'),
        XDG_CACHE_HOME: join(folder, 'cache'),
        HOME: folder,
      },
    })
  const request = (file: string) => expect.objectContaining({ url: expect.stringMatching(`^${FEED}/${file}`) })

  it('asks nobody until a feed is configured, and says so to whoever looks for it', async () => {
    expect(await run([[], [0]])).toEqual({
      atStart: { requests: [], questions: [] },
      asked: [{ requests: [], questions: ['Updates are off.'] }],
      exitCode: 0,
    })
  })

  onLinux('downloads nothing without a yes, and names no copy to the server', async () => {
    await configure(FEED)
    const report = await run([[0], [0]])
    const once = { requests: [request('latest-linux.yml')], questions: [OFFERED] }
    expect(report).toEqual({ atStart: once, asked: [once], exitCode: 0 })
    expect(JSON.stringify(report)).toContain('"x-user-staging-id":"00000000-0000-0000-0000-000000000000"')
    expect(await readdir(join(folder, 'cache')).catch(() => [])).toEqual([])
  })

  onLinux('downloads after a yes and installs nothing without a second one', async () => {
    await configure(FEED)
    expect(await run([[1, 0]])).toMatchObject({
      atStart: { requests: expect.arrayContaining([request('Aurelius-9.9.9.AppImage')]), questions: [OFFERED, READY] },
      exitCode: 0,
    })
    expect(await readdir(join(folder, 'cache/aurelius-updater/pending'))).toContain('Aurelius-9.9.9.AppImage')
  })

  onLinux('refuses a file that is not the one announced', async () => {
    await configure(FEED)
    await announce('9.9.9', 'the real installer, tampered with')
    expect(await run([[0], [1]])).toMatchObject({ asked: [{ questions: [OFFERED, 'The update did not work.'] }], exitCode: 0 })
  })

  onLinux('is silent at the start when there is nothing new, or nobody answers', async () => {
    await configure(FEED)
    await announce('0.1.0', INSTALLER)
    expect(await run([[], [0]])).toMatchObject({ atStart: { questions: [] }, asked: [{ questions: ['This is the newest version.'] }] })
    await rm(join(folder, 'feed', 'latest-linux.yml'))
    expect(await run([[], [0]])).toMatchObject({ atStart: { questions: [] }, asked: [{ questions: ['The update did not work.'] }] })
  })

  it('takes no feed that anybody on the way could change', async () => {
    await configure('http://updates.example/aurelius')
    expect(await runDesktop({ mainFile, folder: join(folder, 'data') })).toMatchObject({
      exitCode: 1,
      errorBoxes: [{ message: expect.stringContaining('updates.feed') }],
    })
  })
})
