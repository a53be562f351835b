import type { Page } from 'playwright-core'

const LIMIT_MS = 20_000

/** What shows that an answer is there. */
export interface Answer {
  /** Selector of an element, none other of the page still loading. */
  readonly ready: string
  /** Text that the first of these elements contains. */
  readonly text?: string
  /** Other parts of the page may still be loading. */
  readonly isPartly?: boolean
}

interface PageClock {
  /** Settles when the frame with the answer has been painted: its time by `performance.now()`. */
  painted(answer: Answer): Promise<number>
  lastInputMs: number
  typed: Promise<number>
}

declare global {
  interface Window {
    pageClock: PageClock
  }
}

/** Gives every document of the page a clock of its own, so that no trip to this process is measured. */
export async function installPageClock(page: Page): Promise<void> {
  await page.addInitScript((limit) => {
    const frame = () => new Promise(requestAnimationFrame)
    const isThere = ({ ready, text, isPartly }: Answer) =>
      (text === undefined ? document.querySelector(ready) !== null : document.querySelector(ready)?.textContent?.includes(text) === true) &&
      (isPartly === true || document.querySelector('#page [aria-busy=true], #page .mantine-Skeleton-root') === null)
    const painted = async (answer: Answer) => {
      const startedAt = performance.now()
      while (!isThere(answer)) {
        if (performance.now() - startedAt > limit) throw new Error(`Not shown: ${answer.ready} ${answer.text ?? ''}`)
        await frame()
      }
      await frame()
      await new Promise((settled) => setTimeout(settled))
      return performance.now()
    }
    window.pageClock = { painted, lastInputMs: Number.NaN, typed: Promise.resolve(Number.NaN) }
  }, LIMIT_MS)
}

/** ms from a click on the first element of a selector to the painted answer. */
export function timeClick(page: Page, selector: string, answer: Answer): Promise<number> {
  return page.evaluate(
    async ({ selector, answer }) => {
      const element = document.querySelector<HTMLElement>(selector)
      if (element === null) throw new Error(`There is no ${selector}`)
      const startedAt = performance.now()
      element.click()
      return (await window.pageClock.painted(answer)) - startedAt
    },
    { selector, answer },
  )
}

/** ms from the last key of a text to the painted answer. */
export async function timeTyping(page: Page, typing: { field: string; text: string }, answer: Answer): Promise<number> {
  await page.locator(typing.field).fill('')
  await page.locator(typing.field).focus()
  await page.evaluate(
    ({ field, answer }) => {
      const clock = window.pageClock
      document.querySelector(field)?.addEventListener('input', () => {
        clock.lastInputMs = performance.now()
      })
      clock.typed = clock.painted(answer)
    },
    { field: typing.field, answer },
  )
  await page.keyboard.type(typing.text)
  return page.evaluate(async () => (await window.pageClock.typed) - window.pageClock.lastInputMs)
}
