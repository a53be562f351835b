import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import type { Page } from 'playwright-core'
import { ROOT } from './builtApp.ts'
import { timeClick } from './pageClock.ts'

const PAGES = ['Strategies', 'Backtests', 'Sweeps', 'Compare', 'Validations', 'Gates', 'Data', 'Activity', 'Settings']

export interface ScriptSizes {
  /** Everything the Overview loads, in bytes of gzip. */
  readonly initialGzipBytes: number
  /** What each page loads beyond that, all pages visited in this order. */
  readonly pages: Readonly<Record<string, number>>
}

/** JavaScript by what a window really loads. */
export async function measureScripts(page: Page, url: string): Promise<ScriptSizes> {
  await page.goto(new URL('/', url).href)
  await page.evaluate(() => window.pageClock.painted({ ready: '#page h1', text: 'Overview' }))
  await page.waitForLoadState('networkidle')
  const seen = new Set<string>()
  const loadedNow = async () => {
    const paths = await page.evaluate(() => performance.getEntriesByType('resource').map(({ name }) => new URL(name).pathname))
    const fresh = paths.filter((path) => path.endsWith('.js') && !seen.has(path))
    for (const path of fresh) seen.add(path)
    const sizes = await Promise.all([...new Set(fresh)].map(gzipBytes))
    return sizes.reduce((total, size) => total + size, 0)
  }
  const initialGzipBytes = await loadedNow()
  const pages: Record<string, number> = {}
  for (const title of PAGES) {
    await timeClick(page, `nav a[href="/${title.toLowerCase()}"]`, { ready: '#page h1', text: title })
    pages[title] = await loadedNow()
  }
  return { initialGzipBytes, pages }
}

async function gzipBytes(path: string): Promise<number> {
  return gzipSync(await readFile(join(ROOT, 'out/renderer', path)), { level: 9 }).length
}
