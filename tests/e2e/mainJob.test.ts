import { readFile } from 'node:fs/promises'
import type { Browser, Download, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { launchBrowser } from '../setup/browser.ts'
import { goTo, openPage } from './openPage.ts'
import { startApp } from './startApp.ts'
import { generateStrategy, runBacktest } from './strategySteps.ts'

let browser: Browser
beforeAll(async () => {
  browser = await launchBrowser()
})
afterAll(() => browser.close())

/** Colours found on the chart's canvases: a blank chart has one at most. */
async function countChartColours(page: Page): Promise<number> {
  const chart = page.getByRole('img', { name: /equity/i }).first()
  await chart.waitFor()
  return chart.evaluate((element) => {
    const colours = new Set<number>()
    for (const canvas of element.querySelectorAll('canvas')) {
      const { data } = canvas.getContext('2d')!.getImageData(0, 0, canvas.width, canvas.height)
      for (const pixel of new Uint32Array(data.buffer)) colours.add(pixel)
    }
    return colours.size
  })
}

async function exportAs(page: Page, item: string): Promise<Download> {
  await page.getByRole('button', { name: 'Export', exact: true }).click()
  const downloading = page.waitForEvent('download')
  await page.getByRole('menuitem', { name: item, exact: true }).click()
  return downloading
}

describe.each(['sqlite', 'postgres'] as const)('from a goal to verdicts and a file (%s)', (dialect) => {
  it('generates, runs, draws, judges and exports the same bytes as the command line', async () => {
    const app = await startApp(dialect)
    try {
      const { page, problems } = await openPage(browser, app.url)
      await page.getByRole('heading', { name: 'Overview', level: 1 }).waitFor()
      expect(page.url()).not.toContain('token')

      const name = await generateStrategy(page, 'Follow the trend of the index, long only')
      const backtestId = await runBacktest(page)
      expect(await countChartColours(page)).toBeGreaterThan(3)

      const download = await exportAs(page, 'Trades')
      const bytes = await readFile(await download.path())
      expect(bytes.toString()).toMatch(/^symbol,side,units,entry_time/)
      expect(bytes.toString()).toBe(await app.aurelius('backtests', 'export', backtestId, '--trades'))

      const sheet = await readFile(await (await exportAs(page, 'Tear sheet (HTML)')).path())
      expect(sheet.toString()).toMatch(/^<!doctype html>[\s\S]*<svg [\s\S]*<\/html>\s*$/)
      const whole = await exportAs(page, 'Everything (ZIP)')
      expect(whole.suggestedFilename()).toBe(`run-${backtestId}.zip`)

      await page.getByRole('button', { name: 'Run gates' }).click()
      await page.getByRole('menuitem', { name: 'Dev, then CRV' }).click()
      await page.getByText(/CRV gate: (passed|failed|incomplete)/).waitFor()
      await goTo(page, 'Gates')
      const row = page.getByRole('row').filter({ hasText: name })
      await row.getByText(/^Pass \d+\/\d+/).waitFor()
      await row.getByText(/^(Fail|Incomplete) \d+\/\d+/).waitFor()

      const runs = JSON.parse(await app.aurelius('backtests', 'list', '--json')) as { id: string; status: string }[]
      expect(runs).toMatchObject([{ id: backtestId, status: 'completed' }])
      expect(problems).toEqual([])
    } finally {
      expect(await app.stop()).toBe(0)
    }
  })
})
