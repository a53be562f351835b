import type { Page } from 'playwright-core'

const SCROLL_MS = 6_000
const SLOW_FRAME_MS = 50

export interface ScrollFigures {
  readonly rows: number
  readonly frames: number
  readonly framesOver50Ms: number
  readonly longestFrameMs: number
  /** Frames after which rows were missing from the view. */
  readonly blankFrames: number
}

/** Scrolls the table of trades from its first to its last row, a step every frame, and counts what took too long. */
export async function scrollTrades(page: Page, url: string, runId: string): Promise<ScrollFigures> {
  await page.goto(new URL(`/backtests/${runId}?tab=trades`, url).href)
  await page.evaluate(() => window.pageClock.painted({ ready: '[role=region][aria-label=Trades] tbody td[data-align]' }))
  // Excursions of every trade arrive later and draw the table again.
  await page.waitForLoadState('networkidle')
  return page.evaluate(
    async ({ duration, slow }) => {
      const table = document.querySelector<HTMLElement>('[role=region][aria-label=Trades]')!
      const distance = table.scrollHeight - table.clientHeight
      const intervals: number[] = []
      let blankFrames = 0
      const frame = () => new Promise<number>(requestAnimationFrame)
      const startedAt = await frame()
      for (let last = startedAt; last - startedAt < duration; ) {
        table.scrollTop = (distance * (last - startedAt)) / duration
        const now = await frame()
        intervals.push(now - last)
        const { top, height } = table.getBoundingClientRect()
        if (document.elementFromPoint(200, top + height / 2)?.closest('tr[aria-rowindex]') === null) blankFrames += 1
        last = now
      }
      return {
        rows: Number(table.querySelector('table')?.getAttribute('aria-rowcount')) - 1,
        frames: intervals.length,
        framesOver50Ms: intervals.filter((interval) => interval > slow).length,
        longestFrameMs: Math.round(Math.max(...intervals)),
        blankFrames,
      }
    },
    { duration: SCROLL_MS, slow: SLOW_FRAME_MS },
  )
}
