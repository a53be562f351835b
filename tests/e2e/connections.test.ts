import { mkdir } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { launchBrowser } from '../setup/browser.ts'
import { goTo, openPage } from './openPage.ts'
import { type StartedApp, serverUrl, startApp } from './startApp.ts'

const PICTURES = process.env['AURELIUS_SCREENSHOTS'] ?? join(import.meta.dirname, '../../test-results/screenshots')

let browser: Browser
beforeAll(async () => {
  await mkdir(PICTURES, { recursive: true })
  browser = await launchBrowser()
})
afterAll(() => browser.close())

interface Saved {
  readonly name: string
  readonly label: string
  readonly address: string
}

async function openSettings(page: Page, section: 'Connections' | 'Backup and restore'): Promise<void> {
  await goTo(page, 'Settings')
  await page.getByRole('tab', { name: section }).click()
}

/** Pastes an address, saves it, and makes sure that its test, where it stands in the list, comes out well. */
async function saveAndTest(page: Page, { name, label, address }: Saved): Promise<void> {
  await openSettings(page, 'Connections')
  await page.getByLabel('Paste a connection URL').fill(address)
  await page.getByRole('button', { name: 'Fill in' }).click()
  await page.waitForFunction(() => document.querySelector<HTMLInputElement>('input[placeholder^="postgres://"]')?.value === '')
  await page.getByRole('button', { name: 'Save connection' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByRole('textbox', { name: 'Name' }).fill(name)
  await dialog.getByRole('combobox', { name: 'Label' }).fill(label)
  await dialog.getByRole('combobox', { name: 'Colour' }).click()
  await page.getByRole('option', { name: 'Red' }).click()
  await dialog.getByRole('button', { name: 'Save' }).click()
  const item = page.getByRole('listitem', { name })
  await item.waitFor()
  await page.getByRole('button', { name: `More for ${name}` }).click()
  await page.getByRole('menuitem', { name: 'Test' }).click()
  await item.getByText(/The connection works/).waitFor()
}

async function switchTo(page: Page, name: string): Promise<void> {
  await page.getByRole('button', { name: `Switch to ${name}` }).click()
  const consent = page.getByRole('dialog').getByRole('button', { name: 'Migrate and switch' })
  const done = page.getByRole('contentinfo').getByText(name)
  await consent.or(done).first().waitFor()
  if (await consent.isVisible()) await consent.click()
  await done.waitFor()
}

async function importSample(page: Page): Promise<void> {
  await goTo(page, 'Data')
  await page
    .getByRole('button', { name: /sample/i })
    .first()
    .click()
  await page.getByText('SPX', { exact: true }).first().waitFor()
}

async function backUpAndVerify(page: Page, fileName: string): Promise<void> {
  await openSettings(page, 'Backup and restore')
  await page.getByRole('button', { name: 'Back up now' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByRole('textbox', { name: 'File name' }).fill(fileName)
  await dialog.getByRole('button', { name: 'Back up', exact: true }).click()
  await page.getByText(new RegExp(`^Backed up: .* to ${fileName}`)).waitFor()
  await page.getByRole('button', { name: `Verify ${fileName}` }).click()
  await page.getByText(`The backup is whole: ${fileName}`).waitFor()
}

/** Into a new file, or into a saved connection; then works with what was restored. */
async function restoreAndSwitch(page: Page, fileName: string, into: string | null): Promise<void> {
  await page.getByRole('button', { name: `Restore ${fileName}` }).click()
  const dialog = page.getByRole('dialog')
  if (into !== null) {
    await dialog.getByRole('combobox', { name: 'Into' }).click()
    await page.getByRole('option', { name: new RegExp(into) }).click()
  }
  await dialog.getByRole('button', { name: 'Restore', exact: true }).click()
  await page.getByText(new RegExp(`^Restored: ${fileName}`)).waitFor()
  await page.screenshot({ path: join(PICTURES, `restored-${into === null ? 'file' : 'server'}.png`) })
  await page.getByRole('button', { name: /^Switch to/ }).click()
  await page.getByText(/^Now using/).waitFor()
  await goTo(page, 'Data')
  await page.getByText('SPX', { exact: true }).first().waitFor()
}

const addressesOf = (app: StartedApp, dialect: 'sqlite' | 'postgres') =>
  dialect === 'sqlite'
    ? { work: join(dirname(app.database), 'work.sqlite'), spare: null }
    : { work: serverUrl(), spare: { name: 'Spare', label: 'test', address: serverUrl() } }

describe.each(['sqlite', 'postgres'] as const)('a saved connection (%s)', (dialect) => {
  it('is tested and switched to; its data are backed up, verified, restored and used', async () => {
    const app = await startApp(dialect)
    try {
      const { page, problems } = await openPage(browser, app.url)
      const { work, spare } = addressesOf(app, dialect)
      await saveAndTest(page, { name: 'Desk', label: 'production', address: work })
      if (spare !== null) await saveAndTest(page, spare)
      await switchTo(page, 'Desk')
      expect(await page.getByRole('contentinfo').innerText()).toMatch(/Desk\s*production/)
      await importSample(page)

      await backUpAndVerify(page, 'friday.sqlite')
      await page.reload()
      await page.getByText('The backup is whole: friday.sqlite').waitFor()
      await restoreAndSwitch(page, 'friday.sqlite', spare?.name ?? null)
      expect(problems).toEqual([])
    } finally {
      await app.stop()
    }
  })
})
