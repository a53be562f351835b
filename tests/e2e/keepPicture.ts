import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { Page } from 'playwright-core'

/** A picture for a person to look at, when AURELIUS_SCREENSHOTS names a folder for them. */
export async function keepPicture(page: Page, name: string): Promise<void> {
  const folder = process.env['AURELIUS_SCREENSHOTS']
  if (folder === undefined) return
  await mkdir(folder, { recursive: true })
  await page.screenshot({ path: join(folder, `${name}.png`) })
}
