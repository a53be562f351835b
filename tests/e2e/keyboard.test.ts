import type { Browser, Locator, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { launchBrowser } from '../setup/browser.ts'
import { openPage } from './openPage.ts'
import { type StartedApp, startApp } from './startApp.ts'

const MOST_STOPS = 60

let browser: Browser
let app: StartedApp
beforeAll(async () => {
  browser = await launchBrowser()
  app = await startApp('sqlite')
})
afterAll(async () => {
  await app?.stop()
  await browser?.close()
})

const isFocused = (target: Locator) => target.evaluate((element) => element === document.activeElement)

/** Tab after Tab, as somebody without a mouse goes there; fails when it takes too many. */
async function tabTo(page: Page, target: Locator): Promise<void> {
  await target.waitFor()
  for (let stops = 0; stops < MOST_STOPS; stops++) {
    if (await isFocused(target)) return
    await page.keyboard.press('Tab')
  }
  throw new Error(`${target} was not reached within ${MOST_STOPS} stops of the Tab key`)
}

async function generateStrategy(page: Page): Promise<void> {
  await page.keyboard.press('Control+k')
  await page.getByRole('textbox', { name: /^Search pages/ }).waitFor()
  await page.keyboard.type('Generate strategies')
  await page.keyboard.press('Enter')
  const dialog = page.getByRole('dialog', { name: 'Generate strategies from a goal' })
  await expect.poll(() => isFocused(dialog.getByRole('textbox', { name: 'Goal' }))).toBe(true)
  await page.keyboard.type('Follow the trend of the index, long only')
  await tabTo(page, dialog.getByRole('button', { name: 'Generate' }))
  await page.keyboard.press('Enter')
  await tabTo(page, dialog.getByRole('checkbox', { name: /^Choose / }).first())
  await page.keyboard.press('Space')
  await tabTo(page, dialog.getByRole('button', { name: 'Keep strategy' }))
  await page.keyboard.press('Enter')
  await page.waitForURL(/\/strategies\/[0-9a-f-]{36}/)
}

async function runBacktest(page: Page): Promise<void> {
  await page.getByText('Hypothesis').waitFor()
  await page.keyboard.press('r')
  const dialog = page.getByRole('dialog', { name: 'Run backtest' })
  await expect.poll(() => isFocused(dialog.getByRole('combobox', { name: 'Strategy' }))).toBe(true)
  await tabTo(page, dialog.getByRole('button', { name: 'Run backtest' }))
  await page.keyboard.press('Enter')
  await page.waitForURL(/\/backtests\/[0-9a-f-]{36}/)
  await page.getByText('Completed', { exact: true }).first().waitFor()
}

async function judge(page: Page): Promise<void> {
  await tabTo(page, page.getByRole('button', { name: 'Run gates' }))
  await page.keyboard.press('Enter')
  await page.getByRole('menuitem', { name: 'Dev, then CRV' }).waitFor()
  await page.keyboard.press('ArrowDown')
  await expect.poll(() => isFocused(page.getByRole('menuitem', { name: 'Dev, then CRV' }))).toBe(true)
  await page.keyboard.press('Enter')
  await page.getByText(/CRV gate: (passed|failed|incomplete)/).waitFor()
}

it('leads from a goal to the checks of a gate without a mouse, and gives the keyboard back where it was', async () => {
  const { page, problems } = await openPage(browser, app.url, { reducedMotion: 'reduce' })
  await page.getByRole('heading', { name: 'Overview', level: 1 }).waitFor()
  await generateStrategy(page)
  await runBacktest(page)
  await judge(page)

  await page.keyboard.press('6')
  const verdict = page.getByRole('button', { name: /Show the checks of the Dev gate/i }).first()
  await tabTo(page, verdict)
  await page.keyboard.press('Enter')
  const drawer = page.getByRole('dialog', { name: /^Dev gate:/i })
  await drawer.getByText('D1', { exact: true }).waitFor()
  expect(page.url()).toContain('gate=dev')
  expect(await drawer.evaluate((element) => element.contains(document.activeElement))).toBe(true)
  await page.keyboard.press('Escape')
  await drawer.waitFor({ state: 'detached' })
  await expect.poll(() => isFocused(verdict)).toBe(true)
  expect(page.url()).not.toContain('gate=dev')
  expect(problems).toEqual([])
})
