import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Dialect } from '#shared/domain/connection.ts'
import { launchBrowser } from '../setup/browser.ts'
import { openPage } from './openPage.ts'
import { type StartedApp, startApp } from './startApp.ts'

const SAMPLE = 'node_modules/vega-datasets/data/sp500-2000.csv'

let browser: Browser
beforeAll(async () => {
  browser = await launchBrowser()
})
afterAll(() => browser?.close())

describe.each(['sqlite', 'postgres'] as const satisfies readonly Dialect[])('a walk-forward on %s', (dialect) => {
  let app: StartedApp
  let strategyId: string

  beforeAll(async () => {
    app = await startApp(dialect, {
      prepare: async (aurelius) => {
        await aurelius('datasets', 'import', SAMPLE, '--name', 'Index', '--symbol', 'SPX')
        const saved = await aurelius('strategies', 'generate', '--goal', 'follow long trends', '--max', '1', '--save', '--json')
        strategyId = JSON.parse(saved)[0].id
      },
    })
  })
  afterAll(() => app?.stop())

  it('is laid out, run, read and put under stress in the window', async () => {
    const { page, problems } = await openPage(browser, app.url)
    await page.goto(new URL(`/strategies/${strategyId}?tab=validations`, app.url).href)
    await page.getByRole('button', { name: 'New validation' }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByRole('textbox', { name: 'Fast average' }).fill('10:40:10')
    await dialog.getByText(/16 windows with 4 parameter sets each; 64 trials will count/).waitFor()
    await dialog.getByRole('button', { name: 'Run validation' }).click()

    await page.getByRole('img', { name: /^Sharpe ratios of 16 windows/ }).waitFor()
    const [stored] = JSON.parse(await app.aurelius('validations', 'list', '--json'))
    expect(stored).toMatchObject({ status: 'completed', trialCount: 64, strategyId })
    expect(await page.getByRole('region', { name: 'Windows' }).getByRole('row').count()).toBe(17)

    await page.getByRole('tab', { name: 'Robustness' }).click()
    await page.getByRole('button', { name: 'Run robustness tests' }).click()
    await page.getByRole('heading', { name: 'What it hangs on' }).waitFor()
    expect(await page.getByRole('img', { name: /^Growth of 1 over/ }).count()).toBe(1)
    await page.reload()
    await page.getByRole('heading', { name: 'What it hangs on' }).waitFor()
    expect(problems).toEqual([])
  })

  it('begins with the settings of the newest run, and takes windows one by one', async () => {
    await app.aurelius('backtests', 'run', '--strategy', strategyId, '--commission', '0.0025', '--slippage-bps', '3')
    const { page, problems } = await openPage(browser, app.url)
    await page.goto(new URL(`/strategies/${strategyId}?tab=validations`, app.url).href)
    await page.getByRole('button', { name: 'New validation' }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByText('those of the newest completed run of this strategy on these data').waitFor()
    expect(await dialog.getByRole('textbox', { name: 'Commission per side (%)' }).inputValue()).toBe('0.25')

    await dialog.getByRole('radiogroup', { name: 'How windows move' }).getByText('One by one').click()
    const lines = ['2001-01-01\t2004-12-31\t2005-01-01\t2005-12-31', '2003-06-02..2006-12-29 2007-01-03..2009-12-31']
    await dialog.getByRole('textbox', { name: 'Windows, one a line' }).fill(lines.join('\n'))
    await dialog.getByText(/^2 windows with the strategy’s own parameters; 1 trial will count/).waitFor()
    await dialog.getByRole('button', { name: 'Run validation' }).click()

    await page.getByRole('img', { name: /^Sharpe ratios of 2 windows/ }).waitFor()
    const [newest] = JSON.parse(await app.aurelius('validations', 'list', '--json'))
    const { plan, spec, windows } = JSON.parse(await app.aurelius('validations', 'show', newest.id, '--json'))
    expect(plan).toMatchObject({ mode: 'listed', windows: [{ testEnd: '2005-12-31' }, { testEnd: '2009-12-31' }] })
    expect(spec).toMatchObject({ cost_model: { percentage: 0.0025 }, execution: { slippage_bps: 3 } })
    expect(windows.map(({ testEnd }: { testEnd: string }) => testEnd)).toEqual(['2005-12-30', '2009-12-31'])
    expect(problems).toEqual([])
  })
})
