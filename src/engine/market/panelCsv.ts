import { msToDate } from '#shared/domain/calendarDate.ts'
import type { Panel } from '#shared/domain/dataset.ts'

const DAY_MS = 86_400_000

/**
 * A panel as CSV text in pieces, one row per bar of a symbol, by time and then by symbol: what parsePanelCsv reads back.
 * Days are written as dates, other instants in ISO 8601; a missing value is an empty cell.
 */
export function* panelCsv({ time, instruments }: Panel): Generator<string> {
  yield 'date,symbol,open,high,low,close,volume,carry\n'
  const cell = (value: number | undefined) => (value === undefined || Number.isNaN(value) ? '' : String(value))
  for (const [bar, instant] of time.entries()) {
    const date = instant % DAY_MS === 0 ? msToDate(instant) : new Date(instant).toISOString()
    for (const { symbol, open, high, low, close, volume, carry } of instruments) {
      if (Number.isNaN(close[bar])) continue
      const values = [open[bar], high[bar], low[bar], close[bar], volume[bar], carry?.[bar]].map(cell)
      yield `${date},${symbol},${values.join(',')}\n`
    }
  }
}
