import { join } from 'node:path'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { launchBrowser } from '../setup/browser.ts'
import { goTo, openPage } from './openPage.ts'
import { type StartedApp, startApp } from './startApp.ts'

const SP500_FILE = join(import.meta.dirname, '../../node_modules/vega-datasets/data/sp500-2000.csv')

let browser: Browser
beforeAll(async () => {
  browser = await launchBrowser()
})
afterAll(() => browser.close())

/** Two runs of one strategy that differ in nothing but what they pay. */
async function storeTwoRuns(aurelius: StartedApp['aurelius']): Promise<void> {
  await aurelius('datasets', 'import', SP500_FILE, '--symbol', 'SPX')
  const [strategy] = JSON.parse(await aurelius('strategies', 'generate', '--goal', 'follow long trends', '--max', '1', '--save', '--json'))
  for (const commission of ['0', '0.001']) await aurelius('backtests', 'run', '--strategy', strategy.id, '--commission', commission)
}

describe.each(['sqlite', 'postgres'] as const)('comparing runs (%s)', (dialect) => {
  it('goes from two ticks to what differs, and a reload shows the same', async () => {
    const app = await startApp(dialect, { prepare: storeTwoRuns })
    try {
      const { page, problems } = await openPage(browser, app.url)
      await goTo(page, 'Backtests')
      const boxes = page.getByRole('checkbox', { name: /^Select / })
      await boxes.first().check()
      await boxes.nth(1).check()
      await page.getByRole('button', { name: 'Compare 2' }).click()

      const table = page.getByRole('table', { name: 'Settings and metrics of the runs' })
      await table.getByRole('row', { name: /^cost model\.percentage/ }).waitFor()
      expect(await table.getByRole('row', { name: /^initial cash/ }).count()).toBe(0)
      await page.getByRole('button', { name: 'Use B as the baseline' }).click()
      await page.getByRole('img', { name: /^Growth of 2 runs/ }).waitFor()
      await page.reload()
      await page.getByRole('button', { name: 'B is the baseline' }).waitFor()

      await page.getByRole('button', { name: 'Export CSV' }).click()
      const downloading = page.waitForEvent('download')
      await page.getByRole('menuitem', { name: 'Raw with manifest (ZIP)' }).click()
      expect((await downloading).suggestedFilename()).toBe('comparison.zip')
      expect(problems).toEqual([])
    } finally {
      expect(await app.stop()).toBe(0)
    }
  })
})
