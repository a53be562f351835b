import { existsSync } from 'node:fs'
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { runDesktop } from './desktop/runDesktop.ts'

const root = join(import.meta.dirname, '..', '..')
const mainFile = join(root, 'out', 'main', 'index.js')

const reportSchema = z.object({
  schemes: z.array(z.unknown()),
  paths: z.record(z.string(), z.string()),
  window: z.object({ options: z.record(z.string(), z.unknown()), loaded: z.string(), isShown: z.boolean() }),
  menu: z.array(z.object({ role: z.string().optional(), label: z.string().optional() })),
  secret: z.unknown(),
  shell: z.unknown(),
  files: z.unknown(),
  ending: z.unknown(),
  portRequests: z.unknown(),
  calls: z.unknown(),
  navigation: z.unknown(),
  permissions: z.unknown(),
  pages: z.object({
    page: z.object({ status: z.number(), policy: z.string(), hasRoot: z.boolean() }),
    outside: z.number(),
    otherHost: z.number(),
  }),
  opened: z.array(z.string()),
  exitCode: z.number(),
  draggedLeft: z.array(z.string()),
})

describe('the built desktop application on a stub of Electron', () => {
  let folder: string
  let report: z.infer<typeof reportSchema>

  beforeAll(async () => {
    if (!existsSync(mainFile)) throw new Error(`${mainFile} is missing: run npm run build first`)
    folder = await mkdtemp(join(tmpdir(), 'aurelius-desktop-'))
    report = reportSchema.parse(await runDesktop({ mainFile, folder }))
  })
  afterAll(() => rm(folder, { recursive: true, force: true }))

  it('opens one isolated, sandboxed window that shows when it is ready', () => {
    expect(report.window.options).toMatchObject({ show: false })
    expect(report.window.options['webPreferences']).toMatchObject({
      contextIsolation: true,
      sandbox: true,
      nodeIntegration: false,
      webSecurity: true,
      webviewTag: false,
      preload: join(root, 'out', 'preload', 'index.cjs'),
    })
    expect(existsSync(join(root, 'out', 'preload', 'index.cjs'))).toBe(true)
    expect(existsSync(String(report.window.options['icon']))).toBe(true)
    expect(report.window).toMatchObject({ loaded: 'app://aurelius/', isShown: true })
  })

  it('serves the window from a scheme of its own, inside its folder, with the policy', () => {
    expect(report.schemes).toEqual([{ scheme: 'app', privileges: { standard: true, secure: true, supportFetchAPI: true } }])
    expect(report.pages).toMatchObject({ page: { status: 200, hasRoot: true }, outside: 404, otherHost: 404 })
    expect(report.pages.page.policy).toContain("default-src 'none'")
  })

  it('hands a port to its own main frame on its own page only', () => {
    expect(report.portRequests).toEqual({ handedToStrangers: 0, channel: 'aurelius:port' })
  })

  it('answers calls over the port from the real core, doubles as doubles', async () => {
    expect(report.calls).toEqual({
      datasets: ['S&P 500 daily (sample)'],
      bars: 5105,
      isBinary: true,
      missing: 'not_found',
      host: 'electron',
    })
    expect(await readdir(folder)).toEqual(expect.arrayContaining(['aurelius.sqlite', 'logs']))
    expect(report.paths).toEqual({ userData: join(folder, 'desktop') })
  })

  it('keeps a password sealed by the keyring, and nowhere in the open', () => {
    expect(report.secret).toEqual({ state: 'kept', vault: 'system', isNamed: true, isSealed: true, isInTheOpen: false })
  })

  it('writes no password at all where the keyring is plain text in disguise', async () => {
    const bare = await mkdtemp(join(tmpdir(), 'aurelius-desktop-'))
    const outcome = reportSchema.parse(await runDesktop({ mainFile, folder: bare, env: { AURELIUS_TEST_KEYRING: 'basic_text' } }))
    await rm(bare, { recursive: true, force: true })
    expect(outcome.secret).toEqual({ state: 'session', vault: 'session', isNamed: true, isSealed: false, isInTheOpen: false })
  })

  it('goes nowhere else and opens only known sites, outside', () => {
    expect(report.navigation).toEqual({
      within: false,
      away: true,
      toFile: true,
      redirect: true,
      webview: true,
      openKnown: 'deny',
      openUnknown: 'deny',
      openInsecure: 'deny',
      openLookalike: 'deny',
    })
    expect(report.opened).toEqual(['https://github.com/'])
  })

  it('grants no permission but to copy, and lets no request onto the network', () => {
    expect(report.permissions).toMatchObject({
      place: [false, false],
      paste: [false, false],
      copy: [true, true],
      device: false,
      network: { cancelled: true },
    })
  })

  it('follows menus and links to pages, and only there', () => {
    const to = (page: string) => ({ channel: 'aurelius:show-page', payload: page })
    expect(report.shell).toMatchObject({ pages: [to('/backtests'), to('/glossary'), to('/gates')], protocolClient: 'aurelius' })
  })

  it('opens another database from its menu, and keeps those it had', () => {
    expect(report.shell).toMatchObject({
      opened: join(folder, 'second.sqlite'),
      isBack: true,
      recent: [expect.stringMatching(/^second\.sqlite/), expect.stringMatching(/^aurelius\.sqlite/), null, 'Clear Menu'],
    })
  })

  it('shows on the taskbar that runs are active, and says when one has ended', () => {
    expect(report.ending).toMatchObject({ note: 'A backtest has completed.', ranBar: true, lastBar: -1 })
  })

  it('asks before closing ends what is running, and remembers where the window was', async () => {
    expect(report.ending).toMatchObject({ stayed: true, question: expect.stringMatching(/tasks? (is|are) under way/) })
    const placement: unknown = JSON.parse(await readFile(join(folder, 'desktop', 'window.json'), 'utf8'))
    expect(placement).toEqual({ x: 40, y: 30, width: 1300, height: 820, isMaximized: false })
  })

  it('prints the tear sheet in a hidden, sandboxed window without scripts, which goes afterwards', () => {
    expect(report.files).toMatchObject({
      pdf: { fileName: expect.stringMatching(/^tear-sheet-[0-9a-f-]{36}\.pdf$/), isWhatWasPrinted: true },
      page: { isTearSheet: true, windowsLeft: 1 },
      printOptions: { pageSize: 'A4', preferCSSPageSize: true, printBackground: true },
      printWindow: {
        show: false,
        webPreferences: { contextIsolation: true, sandbox: true, nodeIntegration: false, webSecurity: true, javascript: false },
      },
      missing: 'not_found',
    })
  })

  it('puts a finished file under the pointer of whoever drags it out, and cleans up at the end', () => {
    expect(report.files).toMatchObject({
      dragged: [
        { name: expect.stringMatching(/^tear-sheet-.*\.html$/), starts: '<!doctype html>', width: 32 },
        { name: expect.stringMatching(/^trades-.*\.csv$/), starts: expect.stringMatching(/^symbol|^side|^entry|^trade/) },
        { name: expect.stringMatching(/^tear-sheet-.*\.pdf$/), starts: expect.stringMatching(/^%PDF/) },
      ],
    })
    expect(report.draggedLeft).toEqual([])
  })

  it('saves what its page makes through the dialog of the system, and downloads nothing else', () => {
    const ended = (state: string) => ({ channel: 'aurelius:download-ended', payload: { url: 'blob:app://aurelius/1', state } })
    expect(report.files).toMatchObject({
      foreign: { prevented: true, asked: null },
      own: {
        prevented: false,
        asked: { title: 'Save export', defaultPath: 'trades.csv', filters: [{ extensions: ['csv'] }, { extensions: ['*'] }] },
      },
      again: { asked: { defaultPath: '/home/ada/exports/trades.csv' } },
      told: [ended('completed'), ended('cancelled')],
    })
  })

  it('keeps reports of crashes to itself', () => expect(report.shell).toMatchObject({ crashReports: { uploadToServer: false } }))

  it('has the usual menus and ends cleanly with its window', () => {
    expect(report.menu.map(({ role }) => role)).toEqual(expect.arrayContaining(['fileMenu', 'editMenu', 'windowMenu', 'help']))
    expect(report.exitCode).toBe(0)
  })

  it('says why it cannot start', async () => {
    expect(await runDesktop({ mainFile, folder, flags: ['--db', 'oracle://x'] })).toMatchObject({
      exitCode: 1,
      errorBoxes: [{ title: 'Aurelius cannot start', message: expect.stringContaining('kind Aurelius does not know') }],
    })
  })
})
