import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { launchBrowser } from '../setup/browser.ts'
import { goTo, openPage } from './openPage.ts'
import { serverUrl, startApp } from './startApp.ts'

let browser: Browser
beforeAll(async () => {
  browser = await launchBrowser()
})
afterAll(() => browser.close())

it('moves to a PostgreSQL server: paste, test, refuse, agree, switch', async () => {
  const app = await startApp('sqlite')
  try {
    const { page } = await openPage(browser, app.url)
    await goTo(page, 'Settings')
    await page.getByLabel('Paste a connection URL').fill(serverUrl())
    await page.getByRole('button', { name: 'Fill in' }).click()

    await page.getByLabel('Password', { exact: true }).fill('wrong')
    await page.getByRole('button', { name: 'Test connection' }).click()
    const stages = page.getByRole('status', { name: 'Connection test' })
    await stages.getByText('The connection does not work yet.').waitFor()
    expect(await stages.getByRole('listitem').filter({ hasText: 'Log in' }).innerText()).toMatch(/Fail/)

    await page.getByLabel('Password', { exact: true }).fill(new URL(serverUrl()).password)
    await page.getByRole('button', { name: 'Test connection' }).click()
    await stages.getByText(/The connection works/).waitFor()

    await page.getByRole('button', { name: 'Switch to this database' }).click()
    const consent = page.getByRole('dialog')
    await consent.getByText('0001_initial').waitFor()
    await consent.getByRole('button', { name: 'Migrate and switch' }).click()
    await page.getByText(/^Now using 127\.0\.0\.1/).waitFor()

    await goTo(page, 'Data')
    await page
      .getByRole('button', { name: /sample/i })
      .first()
      .click()
    await page.getByText('SPX', { exact: true }).waitFor()
  } finally {
    await app.stop()
  }
})
