import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { launchBrowser } from '../setup/browser.ts'
import { keepPicture } from './keepPicture.ts'
import { openPage } from './openPage.ts'
import { startApp } from './startApp.ts'

let browser: Browser
beforeAll(async () => {
  browser = await launchBrowser()
})
afterAll(() => browser.close())

/** Seconds on a machine of its own; a busy one needs its time. */
const WHOLE_PIPELINE = { timeout: 90_000 }

const stage = (page: Page, name: string) => page.getByRole('table', { name: 'Stages' }).getByRole('row', { name: new RegExp(`^${name} `) })
const status = (page: Page, name: string) => page.getByRole('banner').or(page.locator('main')).getByText(name, { exact: true }).first()

async function startPipeline(page: Page, goal: string): Promise<void> {
  await page.getByRole('navigation', { name: 'Sections' }).getByRole('link', { name: 'Pipelines', exact: true }).click()
  await page.getByRole('heading', { level: 1, name: 'Pipelines' }).waitFor()
  await page.getByRole('button', { name: 'Run the whole pipeline' }).first().click()
  const dialog = page.getByRole('dialog')
  await dialog.getByRole('textbox', { name: 'Goal' }).fill(goal)
  await dialog.getByRole('button', { name: 'Run pipeline' }).click()
  await page.waitForURL(/\/pipelines\/[0-9a-f-]{36}/)
}

describe.each(['sqlite', 'postgres'] as const)('pipelines (%s)', (dialect) => {
  it('go from a goal to the verdict, are cancelled, and go on after a restart', async () => {
    const app = await startApp(dialect)
    try {
      const { page, problems } = await openPage(browser, app.url)
      await startPipeline(page, 'Follow the trend of the index, long only')
      await stage(page, 'CRV gate').getByText('Completed').waitFor(WHOLE_PIPELINE)
      for (const name of ['Strategy', 'Backtest', 'Sweep', 'Walk-forward', 'Dev gate'])
        await stage(page, name).getByText('Completed').waitFor()
      await stage(page, 'Dev gate').getByText('passed').waitFor()
      await stage(page, 'CRV gate')
        .getByText(/^failed: C/)
        .waitFor()
      await keepPicture(page, `pipeline-done-${dialect}`)

      await startPipeline(page, 'Mean reversion of the index')
      await stage(page, 'Backtest').getByText('Completed').waitFor()
      await page.getByRole('button', { name: 'Cancel pipeline' }).click()
      await status(page, 'Cancelled').waitFor()
      expect(await stage(page, 'CRV gate').innerText()).not.toMatch(/Completed/)
      await keepPicture(page, `pipeline-cancelled-${dialect}`)

      await startPipeline(page, 'Break out of the range of the index')
      await stage(page, 'Backtest').getByText('Completed').waitFor()
      const made = await stage(page, 'Backtest').getByRole('link').getAttribute('href')
      const address = new URL(page.url())
      const next = await app.restart()
      const again = await openPage(browser, next)
      await again.page.goto(new URL(address.pathname, next).href)
      await status(again.page, 'Interrupted').waitFor()
      await keepPicture(again.page, `pipeline-interrupted-${dialect}`)
      await again.page.getByRole('button', { name: 'Resume pipeline' }).click()
      await stage(again.page, 'CRV gate').getByText('Completed').waitFor(WHOLE_PIPELINE)
      expect(await stage(again.page, 'Backtest').getByRole('link').getAttribute('href')).toBe(made)

      const pipelines = JSON.parse(await app.aurelius('pipeline', 'list', '--json')) as { status: string }[]
      expect(pipelines.map((pipeline) => pipeline.status)).toEqual(['completed', 'cancelled', 'completed'])
      expect(problems.filter((problem) => !/WebSocket/.test(problem))).toEqual([])
      expect(again.problems).toEqual([])
    } finally {
      expect(await app.stop()).toBe(0)
    }
  })
})
