import type { Browser, BrowserContextOptions, Page } from 'playwright-core'

export interface WatchedPage {
  readonly page: Page
  /** Everything that went wrong on it: uncaught errors and error lines of the console. */
  readonly problems: readonly string[]
}

/** A fresh window of 1280x800 at an address. */
export async function openPage(browser: Browser, url: string, options: BrowserContextOptions = {}): Promise<WatchedPage> {
  const context = await browser.newContext({ locale: 'en-US', viewport: { width: 1280, height: 800 }, ...options })
  const watched = watchPage(await context.newPage())
  await watched.page.goto(url)
  return watched
}

export function watchPage(page: Page): WatchedPage {
  const problems: string[] = []
  page.on('pageerror', (error) => problems.push(error.message))
  page.on('console', (message) => message.type() === 'error' && problems.push(message.text()))
  return { page, problems }
}

/** A page by its link in the navigation; the page that was left is gone when it answers. */
export async function goTo(page: Page, section: string): Promise<void> {
  await page.getByRole('link', { name: section, exact: true }).click()
  await page.getByRole('heading', { level: 1, name: section, exact: true }).waitFor()
}
