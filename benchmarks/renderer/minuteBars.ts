import { once } from 'node:events'
import { createWriteStream } from 'node:fs'
import { finished } from 'node:stream/promises'

const ROWS_AT_ONCE = 10_000

/** Writes minute bars of a seeded random walk as CSV. */
export async function writeMinuteBars(path: string, bars: number): Promise<void> {
  const out = createWriteStream(path)
  out.write('time,open,high,low,close,volume\n')
  const nextRow = minuteWalk()
  for (let from = 0; from < bars; from += ROWS_AT_ONCE) {
    const rows = Array.from({ length: Math.min(ROWS_AT_ONCE, bars - from) }, (_, row) => nextRow(from + row))
    if (!out.write(rows.join(''))) await once(out, 'drain')
  }
  out.end()
  await finished(out)
}

function minuteWalk(): (bar: number) => string {
  let state = 7
  let price = 100
  return (bar) => {
    state = (state * 1_664_525 + 1_013_904_223) % 2 ** 32
    const open = price
    price = Math.max(1, price * (1 + (state / 2 ** 32 - 0.5) * 0.002))
    const [low, high] = [Math.min(open, price) * 0.9997, Math.max(open, price) * 1.0003]
    const time = new Date(Date.UTC(2020, 0, 1) + bar * 60_000).toISOString()
    return `${time},${[open, high, low, price].map((value) => value.toFixed(3)).join(',')},10\n`
  }
}
