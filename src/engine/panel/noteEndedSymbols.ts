import { msToDate } from '#shared/domain/calendarDate.ts'
import type { Panel } from '#shared/domain/dataset.ts'
import type { RunLedger } from '#shared/domain/ledger.ts'
import { holdingsOf } from '../simulator/holdingsOf.ts'
import type { PanelWindow } from './panelLedger.ts'

interface EndedRun {
  readonly panel: Panel
  readonly window: PanelWindow
  readonly ledger: RunLedger
}

/**
 * Says which positions still stand at a close of symbols whose data have ended: nobody knows what became of them, and the
 * figures of the run count them as if they could be sold at that close. null when there is none.
 *
 * Data have ended when a symbol has been silent, at the last bar of the run, for more bars than ever before: a symbol that
 * is quoted once a week is not taken to have ended on the second day.
 */
export function noteEndedSymbols({ panel, window, ledger }: EndedRun): string | null {
  const open = new Set(holdingsOf(ledger.fills).flatMap(({ symbol, closedRow }) => (closedRow === null ? [symbol] : [])))
  const ended = panel.instruments.flatMap(({ symbol, close }, k) => {
    const last = open.has(k) ? endOf(close.subarray(0, window.lastBar + 1)) : null
    return last === null ? [] : [`${symbol} (${msToDate(panel.time[last]!)})`]
  })
  if (ended.length === 0) return null
  const what =
    ended.length === 1 ? '1 position of a symbol whose data ended stays' : `${ended.length} positions of symbols whose data ended stay`
  return `${what} open at the last known close: ${ended.join(', ')}. execution.delist_after settles them after so many bars without one.`
}

/** The last bar that is known, when the silence after it is longer than any before; null when data go on. */
function endOf(close: Float64Array): number | null {
  let [last, longest] = [-1, 0]
  for (let bar = 0; bar < close.length; bar++) {
    if (Number.isNaN(close[bar])) continue
    if (last !== -1) longest = Math.max(longest, bar - last - 1)
    last = bar
  }
  return close.length - 1 - last > longest ? last : null
}
