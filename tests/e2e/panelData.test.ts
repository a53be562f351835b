import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parquetWriteBuffer } from 'hyparquet-writer'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { launchBrowser } from '../setup/browser.ts'
import { goTo, openPage } from './openPage.ts'
import { startApp } from './startApp.ts'

const DAY_MS = 86_400_000
const DAYS = 200

let browser: Browser
let folder: string
beforeAll(async () => {
  browser = await launchBrowser()
  folder = await mkdtemp(join(tmpdir(), 'aurelius-panel-'))
})
afterAll(async () => {
  await browser.close()
  await rm(folder, { recursive: true, force: true })
})

/** Daily prices of two instruments that move together and drift apart and back. */
function prices(): { day: number; symbol: string; price: number }[] {
  return Array.from({ length: DAYS }, (_, day) => {
    const level = 100 + 10 * Math.sin(day / 40)
    // Rare, sharp departures: a plain wave never lies two deviations away from its mean.
    const spread = 2 * Math.sin(day / 5) ** 21
    return [
      { day, symbol: 'AAA', price: level + spread },
      { day, symbol: 'BBB', price: level - spread },
    ]
  }).flat()
}

const dateOf = (day: number) => new Date(Date.UTC(2020, 0, 1) + day * DAY_MS)

async function writeFiles(): Promise<{ csv: string; parquet: string }> {
  const rows = prices().map(
    ({ day, symbol, price }) =>
      `${dateOf(day).toISOString().slice(0, 10).split('-').reverse().join('/')};${symbol};${[price, price + 1, price - 1, price].map((value) => value.toFixed(4).replace('.', ',')).join(';')}`,
  )
  const csv = join(folder, 'two-shares.csv')
  await writeFile(csv, ['Date;Ticker;Open;High;Low;Close', ...rows].join('\n'))
  const ours = prices().filter(({ symbol }) => symbol === 'AAA')
  const column = (name: string, shift: number) => ({ name, data: ours.map(({ price }) => price + shift) })
  const time = { name: 'time', data: ours.map(({ day }) => dateOf(day)), type: 'TIMESTAMP' as const }
  const parquet = join(folder, 'one-share.parquet')
  await writeFile(
    parquet,
    new Uint8Array(parquetWriteBuffer({ columnData: [time, column('open', 0), column('high', 1), column('low', -1), column('close', 0)] })),
  )
  return { csv, parquet }
}

async function openImport(page: Page, file: string) {
  await page.getByRole('button', { name: 'Import data' }).click()
  const dialog = page.getByRole('dialog', { name: 'Import data' })
  await dialog.getByLabel('CSV or Parquet file').setInputFiles(file)
  return dialog
}

async function shoot(page: Page, name: string): Promise<void> {
  const target = process.env['AURELIUS_SCREENSHOTS']
  if (target) await page.screenshot({ path: join(target, `${name}.png`) })
}

it('a Parquet file and a panel CSV come in, and pairs trading runs on the panel', async () => {
  const { csv, parquet } = await writeFiles()
  const app = await startApp('sqlite', {
    prepare: (aurelius) => aurelius('strategies', 'generate', '--goal', 'pairs trading', '--max', '1', '--save'),
  })
  try {
    const { page, problems } = await openPage(browser, app.url)
    await goTo(page, 'Data')

    const bars = await openImport(page, parquet)
    await bars.getByText('200 bars can be imported').waitFor()
    await bars.getByRole('textbox', { name: 'Symbol' }).fill('AAA')
    await bars.getByRole('button', { name: 'Import 200 bars' }).click()
    await page.getByRole('row', { name: /one-share/ }).waitFor()

    const panel = await openImport(page, csv)
    await panel.getByText(/can have the day or the month first/).waitFor()
    await shoot(page, 'import-question')
    await panel.getByRole('combobox', { name: 'Dates and times' }).click()
    await page.getByRole('option', { name: /Day first/ }).click()
    await panel.getByRole('combobox', { name: 'Decimals' }).click()
    await page.getByRole('option', { name: /Comma/ }).click()
    await panel.getByText('400 bars can be imported as a panel of 2 symbols').waitFor()
    await shoot(page, 'import-panel')
    await panel.getByRole('button', { name: 'Import 400 bars' }).click()
    await page.getByRole('row', { name: /two-shares.*Panel/ }).waitFor()

    await goTo(page, 'Strategies')
    await page.getByRole('row', { name: /Pairs trading/ }).click()
    await page.getByRole('button', { name: 'Run backtest' }).click()
    const dialog = page.getByRole('dialog', { name: 'Run backtest' })
    await expect.poll(() => dialog.getByRole('combobox', { name: 'Dataset' }).inputValue()).toContain('panel of 2 symbols')
    await dialog.getByRole('button', { name: 'Run backtest' }).click()
    await page.waitForURL(/\/backtests\/[0-9a-f-]{36}/)
    await page.getByText('Completed', { exact: true }).first().waitFor()
    const trades = page.getByRole('region', { name: 'Trades' })
    await trades.scrollIntoViewIfNeeded()
    await shoot(page, 'panel-trades')
    await trades.getByText('AAA', { exact: true }).first().waitFor()
    await page.getByRole('tab', { name: 'Price and trades' }).click()
    await page.getByRole('combobox', { name: 'Instrument' }).waitFor()
    await shoot(page, 'panel-price')
    expect(problems).toEqual([])
  } finally {
    expect(await app.stop()).toBe(0)
  }
})
