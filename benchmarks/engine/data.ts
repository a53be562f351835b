import { readFileSync } from 'node:fs'
import { type SharedInstruments, shareInstruments } from '#core/jobs/sharedInstruments.ts'
import { parseBarsCsv } from '#engine/market/parseBarsCsv.ts'
import { parsePanelCsv } from '#engine/market/parsePanelCsv.ts'
import { sliceBars } from '#engine/market/sliceBars.ts'
import { xoshiro128 } from '#engine/random.ts'
import type { Bars } from '#shared/domain/dataset.ts'

const W1_BARS = 2100
const W2_BARS = 1_000_000
const W4_SYMBOLS = 500
const W4_BARS = 2520
const DAY_MS = 86_400_000

const SP500 = new URL('../../node_modules/vega-datasets/data/sp500-2000.csv', import.meta.url)

/** Bars of a CSV file; without one, the last 2,100 days of the S&P 500 index. */
export function w1Bars(path: string | undefined): Bars {
  if (path !== undefined) return readBars(path)
  const bars = readBars(SP500)
  return sliceBars(bars, bars.time.length - W1_BARS, bars.time.length)
}

/** Bars of a CSV file; without one, a walk of a million bars from a fixed seed. */
export function w2Bars(path: string | undefined): Bars {
  return path === undefined ? randomWalk({ seed: 2, bars: W2_BARS, stepMs: 60_000, volatility: 0.0005 }) : readBars(path)
}

/** Instruments of a CSV file with a symbol column; without one, 500 walks of ten years of days from fixed seeds. */
export function w4Instruments(path: string | undefined): SharedInstruments {
  if (path === undefined) {
    const walk = (seed: number) => randomWalk({ seed: 1000 + seed, bars: W4_BARS, stepMs: DAY_MS, volatility: 0.015 })
    return shareInstruments(new Array<number>(W4_SYMBOLS).fill(W4_BARS), walk)
  }
  const { time, instruments } = parsePanelCsv(readFileSync(path, 'utf8'))
  return shareInstruments(
    instruments.map(({ close }) => close.length),
    (index) => ({ ...instruments[index]!, time }),
  )
}

const readBars = (path: string | URL): Bars => parseBarsCsv(readFileSync(path, 'utf8')).bars

interface Walk {
  readonly seed: number
  readonly bars: number
  readonly stepMs: number
  /** Standard deviation of a bar's return. */
  readonly volatility: number
}

function randomWalk({ seed, bars, stepMs, volatility }: Walk): Bars {
  const random = xoshiro128(seed)
  const column = () => new Float64Array(bars)
  const [time, open, high, low, close, volume] = [column(), column(), column(), column(), column(), column().fill(1000)]
  let price = 100
  for (let i = 0; i < bars; i++) {
    time[i] = i * stepMs
    open[i] = price * (1 + random.nextNormal() * volatility * 0.2)
    price *= 1 + random.nextNormal() * volatility
    close[i] = price
    high[i] = Math.max(open[i]!, price) * (1 + random.next() * volatility)
    low[i] = Math.min(open[i]!, price) * (1 - random.next() * volatility)
  }
  return { time, open, high, low, close, volume } as Bars
}
