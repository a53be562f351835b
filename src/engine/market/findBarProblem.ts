import { PRICE_COLUMNS } from './csvHeader.ts'

export interface BarValues {
  readonly open: number
  readonly high: number
  readonly low: number
  readonly close: number
  /** NaN: not known. */
  readonly volume: number
}

export type BarFault = 'not_positive' | 'ohlc' | 'volume'

export interface BarProblem {
  readonly column: string
  readonly problem: string
  readonly fault: BarFault
}

/** The first thing that cannot be true of one bar; null when it holds together. Prices must already be finite. */
export function findBarProblem(bar: BarValues): BarProblem | null {
  for (const column of PRICE_COLUMNS) {
    if (!(bar[column] > 0)) return { column, problem: `${bar[column]} is not above 0`, fault: 'not_positive' }
  }
  const top = Math.max(bar.open, bar.close, bar.low)
  if (bar.high < top) return { column: 'high', problem: `${bar.high} is below the bar's own open, close or low (${top})`, fault: 'ohlc' }
  const bottom = Math.min(bar.open, bar.close)
  if (bar.low > bottom) return { column: 'low', problem: `${bar.low} is above the bar's own open or close (${bottom})`, fault: 'ohlc' }
  if (bar.volume < 0) return { column: 'volume', problem: `${bar.volume} is negative`, fault: 'volume' }
  return null
}
