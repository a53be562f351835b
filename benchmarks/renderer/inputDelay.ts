import type { Page } from 'playwright-core'
import { describeSamples, type Timing } from '../database/samples.ts'
import { timeTyping } from './pageClock.ts'
import type { WindowWorkspace } from './windowWorkspace.ts'

const PRESSES = 60
const BETWEEN_MS = 100
const SEARCHES = 5

export interface InputFigures {
  readonly trials: number
  /** Share of the sweep that was done when the last key had been answered; below 1 it ran all the time. */
  readonly progressAtEnd: number
  /** From a key or click to its handler. */
  readonly delay: Timing & { readonly longestMs: number }
  readonly longTasks: number
  readonly longestTaskMs: number
  readonly search: Timing
}

interface Api {
  readonly url: string
}

/** Types, moves and clicks while the host computes a sweep of 10,000 trials over minutes; the sweep is deleted afterwards. */
export async function measureInputDelay(page: Page, { url }: Api, workspace: WindowWorkspace): Promise<InputFigures> {
  const ask = (method: string, path: string, body?: object) => askHost(url, { method, path, ...(body === undefined ? {} : { body }) })
  await page.goto(new URL('/strategies', url).href)
  await page.evaluate(() => window.pageClock.painted({ ready: '#page tbody a' }))
  await page.evaluate(watchInput)
  const sweep = await ask('POST', '/sweeps/run', sweepOf(workspace))
  try {
    await untilRunning(() => ask('GET', `/sweeps/${sweep.id}`))
    const field = 'input[aria-label="Search strategies"]'
    const search: number[] = []
    await page.locator(field).focus()
    for (let press = 0; press < PRESSES; press += 1) {
      await page.keyboard.press(press % 2 === 0 ? '7' : 'Backspace')
      await page.waitForTimeout(BETWEEN_MS)
    }
    for (let each = 0; each < SEARCHES; each += 1) {
      const name = `#${2_345 + 211 * each}`
      search.push(await timeTyping(page, { field, text: name }, { ready: '#page tbody tr:first-child', text: name }))
    }
    const { status, progress } = await ask('GET', `/sweeps/${sweep.id}`)
    const { delays, longTasks } = await page.evaluate(() => window.inputLog)
    return {
      trials: sweep.trialCount,
      progressAtEnd: status === 'running' ? progress : 1,
      delay: { ...describeSamples(delays), longestMs: Math.round(Math.max(...delays)) },
      longTasks: longTasks.length,
      longestTaskMs: Math.round(Math.max(0, ...longTasks)),
      search: describeSamples(search),
    }
  } finally {
    await ask('POST', `/sweeps/${sweep.id}/cancel`).catch(() => undefined)
    await ask('DELETE', `/sweeps/${sweep.id}`).catch(() => undefined)
  }
}

function sweepOf({ minuteStrategyId, minuteDatasetId }: WindowWorkspace) {
  const values = (from: number) => Array.from({ length: 100 }, (_, step) => from + step)
  const axes = [
    { name: 'fast', values: values(2) },
    { name: 'slow', values: values(102) },
  ]
  return { strategyId: minuteStrategyId, datasetId: minuteDatasetId, axes }
}

interface SweepAnswer {
  readonly id: string
  readonly status: string
  readonly progress: number
  readonly trialCount: number
}

/** The REST API of the host, with the token of its address. */
async function askHost(url: string, request: { method: string; path: string; body?: object }): Promise<SweepAnswer> {
  const { origin, searchParams } = new URL(url)
  const response = await fetch(`${origin}/api/v2${request.path}`, {
    method: request.method,
    headers: { authorization: `Bearer ${searchParams.get('token')}`, 'content-type': 'application/json' },
    ...(request.body === undefined ? {} : { body: JSON.stringify(request.body) }),
  })
  if (!response.ok) throw new Error(`${request.method} ${request.path}: ${await response.text()}`)
  return (await response.json()) as SweepAnswer
}

async function untilRunning(look: () => Promise<SweepAnswer>): Promise<void> {
  for (let attempt = 0; attempt < 100; attempt += 1) {
    if ((await look()).status === 'running') return
    await new Promise((settled) => setTimeout(settled, 50))
  }
  throw new Error('The sweep did not begin')
}

declare global {
  interface Window {
    inputLog: { delays: number[]; longTasks: number[] }
  }
}

/** In the page: how late each key and press reaches its first handler, and tasks over 50 ms. */
function watchInput(): void {
  const log: Window['inputLog'] = { delays: [], longTasks: [] }
  window.inputLog = log
  const note = ({ timeStamp }: Event) => void log.delays.push(performance.now() - timeStamp)
  for (const type of ['keydown', 'pointerdown']) window.addEventListener(type, note, { capture: true })
  new PerformanceObserver((list) => {
    for (const { duration } of list.getEntries()) log.longTasks.push(duration)
  }).observe({ type: 'longtask' })
}
