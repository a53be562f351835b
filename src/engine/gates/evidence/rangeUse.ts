import { dateToMs } from '#shared/domain/calendarDate.ts'
import type { RunLedger } from '#shared/domain/ledger.ts'
import type { RunSpec } from '#shared/domain/runSpec.ts'

const DAY_MS = 86_400_000

export interface RangeUse {
  /** Bars of the data between the requested dates, both days included. */
  readonly requestedBars: number
  /** Those of them that the run recorded. */
  readonly usedBars: number
  /** Bars the run recorded that are not bars of the data between those dates. */
  readonly strayBars: number
  /** First and last instant recorded, epoch ms UTC; null for an empty ledger. */
  readonly firstUsedMs: number | null
  readonly lastUsedMs: number | null
}

/** How much of the requested dates a run really used. `instants`: every instant of the data, epoch ms. */
export function measureRangeUse(ledger: RunLedger, instants: Float64Array, spec: Pick<RunSpec, 'start_date' | 'end_date'>): RangeUse {
  const from = spec.start_date === null ? Number.NEGATIVE_INFINITY : dateToMs(spec.start_date)
  const until = spec.end_date === null ? Number.POSITIVE_INFINITY : dateToMs(spec.end_date) + DAY_MS
  const requested = new Set(instants.filter((time) => time >= from && time < until))
  const { time } = ledger.positions
  const used = new Set(time.filter((instant) => requested.has(instant)))
  return {
    requestedBars: requested.size,
    usedBars: used.size,
    strayBars: time.length - used.size,
    firstUsedMs: time[0] ?? null,
    lastUsedMs: time[time.length - 1] ?? null,
  }
}
