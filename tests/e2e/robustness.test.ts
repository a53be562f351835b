import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Dialect } from '#shared/domain/connection.ts'
import { launchBrowser } from '../setup/browser.ts'
import { keepPicture } from './keepPicture.ts'
import { openPage } from './openPage.ts'
import { type StartedApp, startApp } from './startApp.ts'

const SAMPLE = 'node_modules/vega-datasets/data/sp500-2000.csv'

let browser: Browser
beforeAll(async () => {
  browser = await launchBrowser()
})
afterAll(() => browser?.close())

describe.each(['sqlite', 'postgres'] as const satisfies readonly Dialect[])('robustness tests on %s', (dialect) => {
  let app: StartedApp
  let runId: string

  beforeAll(async () => {
    app = await startApp(dialect, {
      prepare: async (aurelius) => {
        await aurelius('datasets', 'import', SAMPLE, '--name', 'Index', '--symbol', 'SPX')
        const saved = await aurelius('strategies', 'generate', '--goal', 'follow long trends', '--max', '1', '--save', '--json')
        runId = JSON.parse(await aurelius('backtests', 'run', '--strategy', JSON.parse(saved)[0].id, '--json')).id
      },
    })
  })
  afterAll(() => app?.stop())

  it('that the application left when it stopped are offered again, and resumed to their end', async () => {
    const tab = `/backtests/${runId}?tab=robustness`
    const before = await openPage(browser, app.url)
    await before.page.goto(new URL(tab, app.url).href)
    await before.page.getByRole('textbox', { name: 'Paths' }).fill('20000')
    await before.page.getByRole('button', { name: 'Run robustness tests' }).click()
    await before.page.getByRole('button', { name: 'Cancel tests' }).waitFor()
    const url = await app.restart()
    await before.page.context().close()

    const { page, problems } = await openPage(browser, url)
    await page.goto(new URL(tab, url).href)
    await page.getByText(/stopped in the middle of these tests .* 20,000 paths, seed 42;/).scrollIntoViewIfNeeded()
    await keepPicture(page, `robustness-interrupted-${dialect}`)
    await page.getByRole('button', { name: 'Resume tests' }).click()
    await page.getByRole('heading', { name: 'What it hangs on' }).waitFor()
    expect(await page.getByText(/stopped in the middle/).count()).toBe(0)
    expect(problems).toEqual([])
  })
})
