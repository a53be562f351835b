import { mkdir, mkdtemp, readFile, rm } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { AxeResults, RunOptions } from 'axe-core'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { launchBrowser } from '../setup/browser.ts'
import { openPage, watchPage } from './openPage.ts'
import { type StartedApp, startApp } from './startApp.ts'

/** Pictures for a person to look at; AURELIUS_SCREENSHOTS names another folder. */
const PICTURES = process.env['AURELIUS_SCREENSHOTS'] ?? join(import.meta.dirname, '../../test-results/screenshots')
const AXE = createRequire(import.meta.url).resolve('axe-core/axe.min.js')

interface Ids {
  readonly strategyId: string
  readonly backtestId: string
  readonly validationId: string
  readonly sweepId: string
  readonly datasetId: string
}

/** The demonstration makes a file of its own, which is then copied to wherever the test works. */
async function fillWithDemo(aurelius: StartedApp['aurelius'], database: string): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'aurelius-demo-'))
  const file = join(folder, 'demo.sqlite')
  await aurelius('demo', '--db', file)
  await aurelius('db', 'copy', file, database)
  await rm(folder, { recursive: true })
}

/** What the demonstration holds, and a validation and a sweep of its best run. */
async function fillWorkspace({ aurelius }: StartedApp): Promise<Ids> {
  const runs = JSON.parse(await aurelius('backtests', 'list', '--json')) as { id: string; strategyId: string; sharpeRatio: number }[]
  const { id: backtestId, strategyId } = runs.toSorted((a, b) => b.sharpeRatio - a.sharpeRatio)[0]!
  const windows = ['--train', '1008', '--test', '504', '--purge', '5', '--param', 'fast=10:40:10', '--commission', '0.001']
  const axes = ['--param', 'fast=5:20:5', '--param', 'slow=30:90:30', '--param', 'stop_loss=none,0.05']
  return {
    strategyId,
    backtestId,
    datasetId: JSON.parse(await aurelius('datasets', 'list', '--json'))[0].id,
    validationId: JSON.parse(await aurelius('validations', 'run', '--strategy', strategyId, ...windows, '--json')).id,
    sweepId: JSON.parse(await aurelius('sweep', '--strategy', strategyId, ...axes, '--json')).id,
  }
}

/** Each page, and what shows that its content has arrived. */
const PAGES = [
  { name: 'overview', path: () => '/', ready: (page: Page) => page.getByRole('table').getByRole('row').nth(1) },
  { name: 'strategies', path: () => '/strategies', ready: (page: Page) => page.getByRole('table').getByRole('row').nth(1) },
  { name: 'strategy', path: ({ strategyId }: Ids) => `/strategies/${strategyId}`, ready: (page: Page) => page.getByText('Hypothesis') },
  { name: 'backtests', path: () => '/backtests', ready: (page: Page) => page.getByRole('table').getByRole('row').nth(1) },
  {
    name: 'backtest',
    path: ({ backtestId }: Ids) => `/backtests/${backtestId}`,
    ready: (page: Page) => page.getByRole('img', { name: /equity/i }).first(),
  },
  {
    name: 'run-price',
    path: ({ backtestId }: Ids) => `/backtests/${backtestId}?chart=price`,
    ready: (page: Page) => page.getByRole('img', { name: /^Candles/ }),
  },
  {
    name: 'run-returns',
    path: ({ backtestId }: Ids) => `/backtests/${backtestId}?tab=returns`,
    ready: (page: Page) => page.getByText('2019', { exact: true }),
  },
  {
    name: 'run-drawdowns',
    path: ({ backtestId }: Ids) => `/backtests/${backtestId}?tab=drawdowns`,
    ready: (page: Page) => page.getByText('Trough', { exact: true }),
  },
  {
    name: 'run-costs',
    path: ({ backtestId }: Ids) => `/backtests/${backtestId}?tab=costs`,
    ready: (page: Page) => page.getByText('All years'),
  },
  {
    name: 'run-robustness',
    path: ({ backtestId }: Ids) => `/backtests/${backtestId}?tab=robustness`,
    ready: (page: Page) => page.getByText(/^Not tested yet/),
  },
  {
    name: 'dataset',
    path: ({ datasetId }: Ids) => `/data?dataset=${datasetId}`,
    ready: (page: Page) => page.getByRole('button', { name: 'Lock a holdout' }),
  },
  { name: 'sweeps', path: () => '/sweeps', ready: (page: Page) => page.getByRole('table').getByRole('row').nth(1) },
  {
    name: 'sweep',
    path: ({ sweepId }: Ids) => `/sweeps/${sweepId}`,
    ready: (page: Page) => page.getByRole('heading', { name: /^First by plateau/ }),
  },
  { name: 'validations', path: () => '/validations', ready: (page: Page) => page.getByRole('table').getByRole('row').nth(1) },
  {
    name: 'validation',
    path: ({ validationId }: Ids) => `/validations/${validationId}`,
    ready: (page: Page) => page.getByRole('img', { name: /^Sharpe ratios of/ }),
  },
  {
    name: 'validation-figures',
    path: ({ validationId }: Ids) => `/validations/${validationId}?table=sharpe`,
    ready: (page: Page) => page.getByRole('table', { name: 'Sharpe ratios by window' }),
  },
  {
    name: 'validation-curve',
    path: ({ validationId }: Ids) => `/validations/${validationId}?tab=curve`,
    ready: (page: Page) => page.getByRole('img', { name: /equity/i }),
  },
  {
    name: 'validation-parameters',
    path: ({ validationId }: Ids) => `/validations/${validationId}?tab=parameters`,
    ready: (page: Page) => page.getByText(/^Between/),
  },
  {
    name: 'validation-robustness',
    path: ({ validationId }: Ids) => `/validations/${validationId}?tab=robustness`,
    ready: (page: Page) => page.getByText(/^Not tested yet/),
  },
  {
    name: 'validation-dialog',
    path: ({ strategyId }: Ids) => `/validations?run=${strategyId}`,
    ready: (page: Page) => page.getByText(/trials? will count in the ledger/),
  },
  { name: 'gates', path: () => '/gates', ready: (page: Page) => page.getByText(/^Pass \d+\/\d+/) },
  {
    name: 'strategy-governance',
    path: ({ strategyId }: Ids) => `/strategies/${strategyId}?tab=governance`,
    ready: (page: Page) => page.getByText('No version was approved yet.'),
  },
  { name: 'activity', path: () => '/activity', ready: (page: Page) => page.getByText('Backtest: complete').first() },
  { name: 'pipelines', path: () => '/pipelines', ready: (page: Page) => page.getByRole('heading', { level: 1, name: 'Pipelines' }) },
  { name: 'activity-row', path: () => '/activity?row=1', ready: (page: Page) => page.getByRole('dialog', { name: /^Row 1:/ }) },
  { name: 'data', path: () => '/data', ready: (page: Page) => page.getByText('SPX', { exact: true }) },
  { name: 'settings-backups', path: () => '/settings?section=backups', ready: (page: Page) => page.getByText('Scheduled backups') },
  {
    name: 'settings-diagnostics',
    path: () => '/settings?section=diagnostics',
    ready: (page: Page) => page.getByText('Data folder', { exact: true }),
  },
  { name: 'glossary', path: () => '/glossary', ready: (page: Page) => page.getByRole('term').filter({ hasText: 'PBO' }) },
  { name: 'getting-started', path: () => '/?start=yes', ready: (page: Page) => page.getByRole('region', { name: 'Getting started' }) },
  { name: 'settings', path: () => '/settings', ready: (page: Page) => page.getByText(/^Migrations: \d+ applied/) },
] as const

/** What is left of 1280x800 when the page is shown twice as large. */
const AT_200_PERCENT = { width: 640, height: 400 }

const isWiderThanWindow = (page: Page) => page.evaluate(() => document.documentElement.scrollWidth > window.innerWidth)

/** Rules that depend on colours, which are all that another theme changes. */
const COLOUR_RULES = ['color-contrast', 'link-in-text-block']

interface Axe {
  readonly run: (options: RunOptions) => Promise<AxeResults>
}

async function findSeriousBarriers(page: Page, rules?: string[]): Promise<string[]> {
  await page.evaluate(await readFile(AXE, 'utf8'))
  const options: RunOptions = { resultTypes: ['violations'], ...(rules === undefined ? {} : { runOnly: rules }) }
  const { violations } = await page.evaluate((wanted) => (globalThis as unknown as { axe: Axe }).axe.run(wanted), options)
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target.join(' ')).join(', ')}`)
}

describe.each(['sqlite', 'postgres'] as const)('every page on %s', (dialect) => {
  let browser: Browser
  let app: StartedApp
  let ids: Ids
  /** Signed in once, as a user is. */
  let context: BrowserContext
  beforeAll(async () => {
    await mkdir(PICTURES, { recursive: true })
    browser = await launchBrowser()
    app = await startApp(dialect, { prepare: fillWithDemo })
    ids = await fillWorkspace(app)
    const { page } = await openPage(browser, app.url, { reducedMotion: 'reduce' })
    context = page.context()
    await page.close()
  })
  afterAll(async () => {
    await browser?.close()
    await app?.stop()
  })

  it.each(PAGES)('$name shows its content in both themes, without errors or barriers', async ({ name, path, ready }) => {
    const { page, problems } = watchPage(await context.newPage())
    await page.emulateMedia({ colorScheme: 'light' })
    await page.goto(new URL(path(ids), app.url).href)
    await ready(page).waitFor()
    await page.waitForLoadState('networkidle')
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme })
      await page.locator(`html[data-mantine-color-scheme=${colorScheme}]`).waitFor()
      await page.evaluate(() => Promise.allSettled(document.getAnimations().map((animation) => animation.finished)))
      expect(await isWiderThanWindow(page)).toBe(false)
      expect(await findSeriousBarriers(page, colorScheme === 'dark' ? COLOUR_RULES : undefined)).toEqual([])
      await page.screenshot({ path: join(PICTURES, `${name}-${colorScheme}-${dialect}.png`) })
    }
    await page.setViewportSize(AT_200_PERCENT)
    await expect.poll(() => isWiderThanWindow(page)).toBe(false)
    expect(problems).toEqual([])
    await page.close()
  })
})
