import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser, Locator, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { parseDatabaseUrl } from '#core/database/databaseUrl.ts'
import { swingingCsv } from '../builders/soundWorkspace.ts'
import { launchBrowser } from '../setup/browser.ts'
import { colleagueOf, openAgain } from '../storage/dialects.ts'
import { keepPicture } from './keepPicture.ts'
import { goTo, openPage } from './openPage.ts'
import { type StartedApp, startApp } from './startApp.ts'
import { closeDrawer, generateStrategy, openStrategy, runBacktest } from './strategySteps.ts'

let browser: Browser
let folder: string
beforeAll(async () => {
  browser = await launchBrowser()
  folder = await mkdtemp(join(tmpdir(), 'aurelius-verdict-'))
})
afterAll(async () => {
  await browser.close()
  await rm(folder, { recursive: true, force: true })
})

const DIALECTS = ['sqlite', 'postgres'] as const
const GATE_NAMES = { dev: 'Dev gate', crv: 'CRV gate', product: 'Product gate' } as const

/** Runs a gate from its drawer on the board and answers the drawer with the new verdict. */
async function runGate(page: Page, name: string, gate: keyof typeof GATE_NAMES): Promise<Locator> {
  await goTo(page, 'Gates')
  await page.getByRole('button', { name: new RegExp(`Show the checks of the ${GATE_NAMES[gate]} of`) }).click()
  const drawer = page.getByRole('dialog', { name: `${GATE_NAMES[gate]}: ${name}` })
  await drawer.getByRole('button', { name: /^Run (gate|again)$/ }).click()
  await page
    .getByRole('alert')
    .getByText(new RegExp(`^${GATE_NAMES[gate]}: `))
    .last()
    .waitFor()
  await drawer.getByRole('list', { name: 'Checks' }).waitFor()
  return drawer
}

const check = (drawer: Locator, id: string): Locator =>
  drawer.getByRole('listitem').filter({ has: drawer.page().getByText(id, { exact: true }) })

interface Walk {
  readonly fields: Readonly<Record<string, string>>
  /** What the preview says once it has laid the windows out. */
  readonly preview: RegExp
  readonly settings?: (dialog: Locator) => Promise<void>
}

async function walkForward(page: Page, { fields, preview, settings = async () => {} }: Walk): Promise<void> {
  await page.getByRole('button', { name: 'New validation' }).click()
  const dialog = page.getByRole('dialog')
  for (const [label, value] of Object.entries(fields)) await dialog.getByRole('textbox', { name: label, exact: true }).fill(value)
  await settings(dialog)
  await dialog.getByText(preview).waitFor()
  await dialog.getByRole('button', { name: 'Run validation' }).click()
  await page.getByRole('img', { name: /^Sharpe ratios of/ }).waitFor()
}

/** What people settle before real money: limits, watch, way back, and the next date. */
async function settleReadiness(page: Page, name: string): Promise<void> {
  await openStrategy(page, name, 'Governance')
  await page.getByRole('link', { name: 'Open product readiness' }).click()
  const drawer = page.getByRole('dialog', { name: `Product readiness: ${name}` })
  const limits = { 'Largest position': '30', 'Largest sum of positions': '100', 'Loss of a day': '2', 'Drawdown stop': '15' }
  for (const [label, percent] of Object.entries(limits)) await drawer.getByRole('textbox', { name: `${label}, % of equity` }).fill(percent)
  await drawer.getByRole('textbox', { name: 'Monitoring' }).fill('Fills and slippage every morning.')
  await drawer.getByRole('textbox', { name: 'Decay trigger' }).fill('A rolling Sharpe ratio below 0 over 120 days.')
  await drawer.getByRole('textbox', { name: 'Runbook' }).fill('Flatten, stop the feed, call the owner.')
  await drawer.getByRole('textbox', { name: 'Rollback target' }).fill('first')
  await drawer.getByLabel('Re-validation date').fill(inHalfAYear())
  await drawer.getByRole('button', { name: 'Save readiness' }).click()
  await page.getByText('Saved. Run the product gate again').waitFor()
  await closeDrawer(page)
}

const inHalfAYear = () => new Date(Date.now() + 180 * 86_400_000).toISOString().slice(0, 10)

/** One objection, raised and answered, on the open strategy's page. */
async function review(page: Page): Promise<void> {
  const panel = page.getByRole('region', { name: 'Review' })
  await panel.getByRole('textbox', { name: 'Note' }).fill('Costs look low.')
  await panel.getByRole('checkbox', { name: 'Objection' }).check()
  await panel.getByRole('button', { name: 'Add' }).click()
  await panel.getByText('Open objection').waitFor()
  await panel.getByRole('textbox', { name: 'Answer' }).fill('Doubled: still positive, see C20.')
  await panel.getByRole('button', { name: 'Resolve' }).click()
  await panel.getByText('Resolved objection').waitFor()
}

describe.each(DIALECTS)('the sample, from a goal to the verdict of the product gate (%s)', (dialect) => {
  it('is refused with its reasons in words, for an index that a trend rule does not beat', async () => {
    const app = await startApp(dialect)
    try {
      const { page, problems } = await openPage(browser, app.url)
      const name = await generateStrategy(page, 'Follow the trend of the index, long only')
      await runBacktest(page)
      const unproven = await runGate(page, name, 'product')
      expect(await unproven.innerText()).toMatch(/Not ready for production\. Evidence is missing: P1/)
      await closeDrawer(page)

      await openStrategy(page, name, 'Validations')
      await walkForward(page, { fields: { 'Fast average': '10:40:10' }, preview: /16 windows with 4 parameter sets each/ })
      const dev = await runGate(page, name, 'dev')
      await dev.getByText(/^Pass \d+\/\d+/).waitFor()
      await closeDrawer(page)
      const crv = await runGate(page, name, 'crv')
      await crv.getByText(/^Fail \d+\/\d+/).waitFor()
      for (const [id, words] of Object.entries({ C12: /needs at least 0\.8/, C7: /needs at least/ })) {
        expect(await check(crv, id).innerText()).toMatch(/Fail/)
        expect(await check(crv, id).innerText()).toMatch(words)
      }
      await keepPicture(page, `verdict-crv-${dialect}`)
      await closeDrawer(page)

      await settleReadiness(page, name)
      await openStrategy(page, name, 'Governance')
      await review(page)
      await page.getByRole('button', { name: 'Approve version 1' }).click()
      await page.getByText(/does not hold the role "approver"/).waitFor()
      await keepPicture(page, `verdict-refused-${dialect}`)

      const product = await runGate(page, name, 'product')
      await product.getByText(/^Fail \d+\/\d+/).waitFor()
      await product.getByText('Not ready for production', { exact: true }).waitFor()
      await product.getByText(/^Not ready for production\. Failed: P1\. Next: /).waitFor()
      await keepPicture(page, `verdict-sample-${dialect}`)
      expect(problems).toEqual([])
    } finally {
      expect(await app.stop()).toBe(0)
    }
  })
})

const RECOMMENDATIONS = {
  sqlite: /^Every check passed, but the result is unapproved: paper-trade it/,
  postgres: /^Ready for production: go live within the risk limits set/,
} as const

/** The costs and the position size that the swinging market is traded with. */
async function fillSoundSettings(dialog: Locator): Promise<void> {
  await dialog.getByRole('textbox', { name: 'Commission per side (%)' }).fill('0.02')
  await dialog.getByRole('textbox', { name: 'Slippage (basis points)' }).fill('1')
  await dialog.getByRole('combobox', { name: 'Position size' }).click()
  await dialog.page().getByRole('option', { name: 'Share of equity' }).click()
  await dialog.getByRole('textbox', { name: 'Share of equity (%)' }).fill('30')
}

/** Rules for the market at hand, as the next version of the candidate. */
async function editParameters(page: Page, values: Readonly<Record<string, string>>): Promise<void> {
  await page.getByRole('button', { name: 'Edit', exact: true }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByRole('textbox', { name: 'Owner' }).fill('Ada')
  for (const [label, value] of Object.entries(values)) await dialog.getByRole('textbox', { name: label, exact: true }).fill(value)
  await dialog.getByRole('button', { name: 'Save as version 2' }).click()
  await dialog.waitFor({ state: 'detached' })
}

/** Keeps the end of the data from every search, before the first one. */
async function lockHoldout(page: Page): Promise<void> {
  await goTo(page, 'Data')
  await page.getByRole('row', { name: /Swing/ }).click()
  const drawer = page.getByRole('dialog', { name: 'Swing' })
  await drawer.getByRole('button', { name: 'Lock a holdout' }).click()
  await drawer.getByLabel('First locked day').fill('2018-07-02')
  await drawer.getByRole('textbox', { name: 'Reason' }).fill('The last look.')
  await drawer.getByRole('button', { name: 'Lock these days' }).click()
  const question = page.getByRole('dialog', { name: 'Lock 2018-07-02 to 2019-03-01 for good?' })
  await question.getByRole('button', { name: 'Lock for good' }).click()
  await question.waitFor({ state: 'detached' })
  await drawer.getByText('Nobody has looked yet.').waitFor()
  await keepPicture(page, 'holdout-locked')
  await closeDrawer(page)
}

async function openHoldout(page: Page, name: string): Promise<void> {
  await goTo(page, 'Data')
  await page.getByRole('row', { name: /Swing/ }).click()
  const drawer = page.getByRole('dialog', { name: 'Swing' })
  await drawer.getByRole('button', { name: 'Open for a strategy' }).click()
  await drawer.getByRole('combobox', { name: 'Strategy' }).click()
  await page.getByRole('option', { name }).click()
  await drawer.getByRole('textbox', { name: 'Reason' }).fill('Frozen.')
  await drawer.getByRole('button', { name: 'Open the holdout' }).click()
  await page
    .getByRole('dialog', { name: `Open the holdout for version 2 of ${name}?` })
    .getByRole('button', { name: 'Open it once' })
    .click()
}

/** A look is taken once, and the second one is refused in words. */
async function lookTwice(page: Page, name: string): Promise<void> {
  await openHoldout(page, name)
  await page.getByRole('dialog', { name: /^Open the holdout/ }).waitFor({ state: 'detached' })
  await page
    .getByRole('table', { name: 'Who has looked' })
    .getByRole('row', { name: /mean reversion, version 2 Frozen/ })
    .waitFor()
  await closeDrawer(page)
  await openHoldout(page, name)
  await page.getByText(/A family of rules looks once/).waitFor()
  await keepPicture(page, 'holdout-refused')
}

/** The window of somebody with a login of their own on the same server. */
async function openColleaguesWindow(database: string): Promise<{ app: StartedApp; login: string }> {
  const own = await openAgain(parseDatabaseUrl(database).connection)
  const { connection } = await colleagueOf(own)
  const url = new URL(database)
  const login = connection.dialect === 'postgres' ? connection.user : ''
  Object.assign(url, { username: login, password: 'colleague' })
  return { app: await startApp('postgres', { database: url.href }), login }
}

/** The author names a colleague, and the colleague approves in a window of their own. */
async function haveItApproved(page: Page, name: string, database: string): Promise<void> {
  const { app, login } = await openColleaguesWindow(database)
  try {
    await openStrategy(page, name, 'Governance')
    await page.getByRole('textbox', { name: 'Login of a colleague' }).fill(login)
    await page.getByRole('button', { name: 'Let them approve' }).click()
    await page.getByText(`May approve: ${login}.`).waitFor()
    const { page: theirs, problems } = await openPage(browser, app.url)
    await openStrategy(theirs, name, 'Governance')
    await theirs.getByRole('textbox', { name: 'Note on the approval' }).fill('Read it all.')
    await theirs.getByRole('button', { name: 'Approve version 2' }).click()
    await theirs.getByText(new RegExp(`^Version 2 by ${login} on .*: Read it all\\.`)).waitFor()
    await keepPicture(theirs, 'sound-approved')
    expect(problems).toEqual([])
  } finally {
    expect(await app.stop()).toBe(0)
  }
}

describe.each(DIALECTS)('a sound strategy, from a goal to the verdict of the product gate (%s)', (dialect) => {
  it('passes; it is ready for production where somebody else approved it, and unapproved on a file of one person', async () => {
    const file = join(folder, `swing-${dialect}.csv`)
    await writeFile(file, swingingCsv())
    const importSwing = ['datasets', 'import', file, '--name', 'Swing', '--symbol', 'SWING', '--survivorship', 'single_index']
    const app = await startApp(dialect, { prepare: (aurelius) => aurelius(...importSwing) })
    try {
      const { page, problems } = await openPage(browser, app.url)
      await lockHoldout(page)
      const name = await generateStrategy(page, 'Mean reversion by z-score, long and short', /z-score\(20\)/)
      await editParameters(page, { 'Lookback (bars)': '12', 'Entry z (deviations)': '1', 'Exit z (deviations)': '0' })
      await runBacktest(page, () => fillSoundSettings(page.getByRole('dialog')))
      await openStrategy(page, name, 'Validations')
      await walkForward(page, {
        fields: {
          'Training (bars)': '1000',
          'Test (bars)': '500',
          'Purge (bars)': '80',
          Lookback: '8,12,40,100',
          'Entry z': '0.5,1,2.5',
        },
        preview: /7 windows with 12 parameter sets each/,
        settings: fillSoundSettings,
      })
      for (const gate of ['dev', 'crv'] as const) {
        const drawer = await runGate(page, name, gate)
        await keepPicture(page, `sound-${gate}-${dialect}`)
        await drawer.getByText(/^Pass \d+\/\d+/).waitFor()
        await closeDrawer(page)
      }
      await settleReadiness(page, name)
      await openStrategy(page, name, 'Governance')
      await review(page)
      if (dialect === 'postgres') {
        const waiting = await runGate(page, name, 'product')
        await waiting.getByText(/^Not ready for production\. .*: P3\. Next: /).waitFor()
        await closeDrawer(page)
        await haveItApproved(page, name, app.database)
      }
      const product = await runGate(page, name, 'product')
      await product.getByText(/^Pass \d+\/\d+/).waitFor()
      await keepPicture(page, `sound-product-${dialect}`)
      await product.getByText(RECOMMENDATIONS[dialect]).waitFor()
      await product.getByText(dialect === 'sqlite' ? 'Not ready for production' : 'Ready for production', { exact: true }).waitFor()
      await closeDrawer(page)
      await lookTwice(page, name)
      expect(problems).toEqual([])
    } finally {
      expect(await app.stop()).toBe(0)
    }
  })
})
