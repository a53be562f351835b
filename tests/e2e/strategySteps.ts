import type { Page } from 'playwright-core'
import { goTo } from './openPage.ts'

/** From the goal in words to a kept candidate; answers the name of the strategy, whose page is then open. */
export async function generateStrategy(page: Page, goal: string, candidateName = /^Choose /): Promise<string> {
  await goTo(page, 'Strategies')
  await page.getByRole('button', { name: 'Generate', exact: false }).first().click()
  const dialog = page.getByRole('dialog')
  await dialog.getByRole('textbox', { name: 'Goal' }).fill(goal)
  await dialog.getByRole('button', { name: 'Generate' }).click()
  const candidate = dialog.getByRole('checkbox', { name: candidateName }).first()
  const name = (await candidate.getAttribute('aria-label'))!.replace('Choose ', '')
  await candidate.check()
  await dialog.getByRole('button', { name: 'Keep strategy' }).click()
  await page.waitForURL(/\/strategies\/[0-9a-f-]{36}/)
  await page.getByRole('heading', { level: 1, name }).waitFor()
  return name
}

/** With the settings of the dialog as `fill` leaves them; answers the id of the run, whose page is then open. */
export async function runBacktest(page: Page, fill: (page: Page) => Promise<void> = async () => {}): Promise<string> {
  await page.getByRole('button', { name: 'Run backtest' }).click()
  await fill(page)
  await page.getByRole('dialog').getByRole('button', { name: 'Run backtest' }).click()
  await page.waitForURL(/\/backtests\/[0-9a-f-]{36}/)
  await page.getByText('Completed', { exact: true }).first().waitFor()
  return /backtests\/([0-9a-f-]{36})/.exec(page.url())![1]!
}

/** The page of a strategy, from the list; on one of its tabs when that is named. */
export async function openStrategy(page: Page, name: string, tab?: string): Promise<void> {
  await goTo(page, 'Strategies')
  await page.getByRole('row').filter({ hasText: name }).getByRole('link', { name }).click()
  await page.getByRole('heading', { level: 1, name }).waitFor()
  if (tab !== undefined) await page.getByRole('tab', { name: tab }).click()
}

export async function closeDrawer(page: Page): Promise<void> {
  await page.keyboard.press('Escape')
  await page.getByRole('dialog').waitFor({ state: 'detached' })
}
