// Takes the pictures of docs/guide.md: npm run docs:pictures -- <fresh address> <filled address> [folder]
// The first address is of a workspace right after its first start, the second of one in which a strategy has been run,
// swept, validated and judged; both are printed by `npm start -- --host browser --no-open --data-dir <folder>`.
import { join, resolve } from 'node:path'
import type { Page } from 'playwright-core'
import { launchBrowser } from '../../tests/setup/browser.ts'

const [fresh, filled, folder = resolve(import.meta.dirname, '../../docs/screenshots')] = process.argv.slice(2)

/** What a picture shows: a path, and what to do until it is there. */
interface Picture {
  readonly name: string
  readonly path: string
  readonly until: (page: Page) => Promise<unknown>
}

const STRATEGY = /^Trend following 20\/100/
const PATIENCE_MS = 8000

/** The page of the first row of a list that names the strategy of the guide. */
async function openRow(page: Page): Promise<void> {
  await page.getByRole('table').first().getByText(STRATEGY).first().click()
  await page.getByRole('heading', { level: 1 }).waitFor()
}

async function typeGoal(page: Page): Promise<void> {
  await page.getByLabel('Goal', { exact: true }).fill('follow trends, max drawdown under 25%')
  await page
    .getByRole('dialog')
    .getByRole('button', { name: /^(Generate|Propose|Show)/ })
    .click()
  await page
    .getByRole('dialog')
    .getByText(/confidence/i)
    .first()
    .waitFor()
}

async function openGate(page: Page): Promise<void> {
  await page
    .getByRole('button', { name: /(Pass|Fail|Stale|Incomplete) \d+\/\d+/ })
    .nth(1)
    .click()
  await page.getByRole('dialog').getByText('Next step:').first().waitFor()
}

/** The dialog for the strategy of the guide, with one parameter to choose, where it shows the windows. */
async function planValidation(page: Page): Promise<void> {
  await openRow(page)
  const id = new URL(page.url()).pathname.split('/').at(-1)
  await page.goto(new URL(`/validations?run=${id}`, page.url()).href)
  await page.getByLabel('fast', { exact: false }).first().fill('10:40:10')
  await page.getByText(/trials? will count in the ledger/).scrollIntoViewIfNeeded()
}

async function openPalette(page: Page): Promise<void> {
  await page.keyboard.press('Control+k')
  await page.getByRole('textbox', { name: /^Search pages/ }).waitFor()
}

const FRESH: readonly Picture[] = [
  { name: 'first-start', path: '/', until: (page) => page.getByRole('region', { name: 'Getting started' }).waitFor() },
  { name: 'generate', path: '/strategies?generate=yes', until: typeGoal },
]

const FILLED: readonly Picture[] = [
  { name: 'run-dialog', path: '/backtests?run=new', until: (page) => page.getByText('Slippage (basis points)').waitFor() },
  {
    name: 'run',
    path: '/backtests',
    until: async (page) => {
      await openRow(page)
      await page
        .getByRole('img', { name: /equity/i })
        .first()
        .waitFor()
    },
  },
  {
    name: 'sweep',
    path: '/sweeps',
    until: async (page) => {
      await openRow(page)
      await page.getByRole('heading', { name: /^First by plateau/ }).waitFor()
    },
  },
  { name: 'validation-dialog', path: '/strategies', until: planValidation },
  {
    name: 'validation',
    path: '/validations',
    until: async (page) => {
      await openRow(page)
      await page.getByRole('img', { name: /^Sharpe ratios of/ }).waitFor()
    },
  },
  {
    name: 'gate-board',
    path: '/gates',
    until: (page) =>
      page
        .getByText(/^(Pass|Fail) \d+\/\d+/)
        .first()
        .waitFor(),
  },
  { name: 'gate-checks', path: '/gates', until: openGate },
  {
    name: 'governance',
    path: '/strategies',
    until: async (page) => {
      await openRow(page)
      await page.getByRole('tab', { name: 'Governance' }).click()
      await page.getByText('No version was approved yet.').waitFor()
    },
  },
  {
    name: 'readiness',
    path: '/gates',
    until: async (page) => {
      await page
        .getByRole('row', { name: STRATEGY })
        .getByRole('button', { name: /actions/i })
        .click()
      await page.getByRole('menuitem', { name: 'Product readiness' }).click()
      await page.getByText('Targets of its own').waitFor()
    },
  },
  { name: 'glossary', path: '/glossary?search=sharpe', until: (page) => page.getByRole('term').filter({ hasText: 'DSR' }).waitFor() },
  { name: 'palette', path: '/strategies', until: openPalette },
]

const browser = await launchBrowser()
for (const [address, pictures] of [
  [fresh, FRESH],
  [filled, FILLED],
] as const) {
  if (address === undefined) throw new Error('Two addresses are needed: of a fresh workspace and of a filled one.')
  const context = await browser.newContext({ locale: 'en-US', viewport: { width: 1280, height: 800 }, reducedMotion: 'reduce' })
  const page = await context.newPage()
  page.setDefaultTimeout(PATIENCE_MS)
  await page.goto(address)
  for (const { name, path, until } of pictures) {
    await page.goto(new URL(path, address).href)
    await until(page).catch((error: unknown) => console.error(`${name}: ${error instanceof Error ? error.message : error}`))
    await page.waitForLoadState('networkidle')
    await page.screenshot({ path: join(folder, `guide-${name}.png`) })
  }
  await context.close()
}
await browser.close()
