import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { launchBrowser } from '../setup/browser.ts'
import { goTo, openPage } from './openPage.ts'
import { startApp } from './startApp.ts'

let browser: Browser
beforeAll(async () => {
  browser = await launchBrowser()
})
afterAll(() => browser.close())

/** AURELIUS_SCREENSHOTS names a folder for pictures to look at. */
async function keepPicture(page: Page, name: string): Promise<void> {
  const folder = process.env['AURELIUS_SCREENSHOTS']
  if (folder === undefined) return
  await mkdir(folder, { recursive: true })
  await page.screenshot({ path: join(folder, `${name}.png`), fullPage: true })
}

async function keepGeneratedStrategy(page: Page): Promise<void> {
  await goTo(page, 'Strategies')
  await page.getByRole('button', { name: 'Generate', exact: false }).first().click()
  const dialog = page.getByRole('dialog')
  await dialog.getByRole('textbox', { name: 'Goal' }).fill('Follow the trend of the index, long only')
  await dialog.getByRole('button', { name: 'Generate' }).click()
  await dialog
    .getByRole('checkbox', { name: /^Choose / })
    .first()
    .check()
  await dialog.getByRole('button', { name: 'Keep strategy' }).click()
  await page.waitForURL(/\/strategies\/[0-9a-f-]{36}/)
}

async function startSweep(page: Page): Promise<string> {
  await goTo(page, 'Sweeps')
  await page.getByText('No sweeps yet').waitFor()
  await page.getByRole('button', { name: 'New sweep' }).first().click()
  const dialog = page.getByRole('dialog')
  await dialog.getByRole('combobox', { name: 'Strategy' }).click()
  await page.getByRole('option').first().click()
  await dialog.getByText('174 trials', { exact: true }).waitFor()
  await dialog.getByText(/16 refused by the strategy/).waitFor()
  await dialog.getByRole('button', { name: 'Start sweep' }).click()
  await page.waitForURL(/\/sweeps\/[0-9a-f-]{36}/)
  await page.getByRole('heading', { name: /^First by plateau/ }).waitFor()
  return /sweeps\/([0-9a-f-]{36})/.exec(page.url())![1]!
}

describe.each(['sqlite', 'postgres'] as const)('sweeps (%s)', (dialect) => {
  it('go from a goal over a heatmap to a run', async () => {
    const app = await startApp(dialect)
    try {
      const { page, problems } = await openPage(browser, app.url)
      await keepGeneratedStrategy(page)
      const sweepId = await startSweep(page)
      await page.getByText(/174 trials.*added to the trial ledger/).waitFor()
      await keepPicture(page, `sweep-${dialect}`)

      const map = page.getByRole('button', { name: /Arrows move from cell to cell/ })
      await map.focus()
      await page.getByText('slow 20, fast 5: Sharpe ratio', { exact: false }).waitFor()
      await page.keyboard.press('ArrowRight')
      await page.getByText('slow 30, fast 5: Sharpe ratio', { exact: false }).waitFor()
      await page.getByRole('button', { name: 'View as table' }).click()
      const table = page.getByRole('table', { name: /by slow and fast/ })
      await table.waitFor()
      expect(await table.getByRole('row').count()).toBe(11)
      await page.getByRole('button', { name: 'View as heatmap' }).click()

      await page.getByRole('slider', { name: 'Sharpe ratio from' }).focus()
      await page.keyboard.press('ArrowRight')
      await page.getByText('173 of 174 trials within the brushes', { exact: false }).waitFor()
      await page.getByText('50 of 173', { exact: true }).waitFor()
      await page.getByRole('button', { name: 'Clear brushes' }).click()

      await map.focus()
      await page.keyboard.press('Enter')
      await page.waitForURL(/\/backtests\/[0-9a-f-]{36}/)
      await page.getByText('Completed', { exact: true }).first().waitFor()

      const [row] = JSON.parse(await app.aurelius('sweeps', 'list', '--json'))
      expect(row).toMatchObject({ id: sweepId, status: 'completed', trialCount: 174 })
      const csv = await app.aurelius('sweeps', 'export', sweepId)
      expect(csv.trimEnd().split('\r\n')).toHaveLength(175)
      expect(problems).toEqual([])
    } finally {
      expect(await app.stop()).toBe(0)
    }
  })
})
