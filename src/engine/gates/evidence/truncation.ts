import type { Bars } from '#shared/domain/dataset.ts'
import type { RunLedger } from '#shared/domain/ledger.ts'
import { sliceBars } from '../../market/sliceBars.ts'
import { firstDivergence, type LedgerDivergence } from './ledgerDivergence.ts'

/** A cut of the data after which an earlier row of the ledger came out different. */
interface TruncationViolation {
  /** Last bar the shortened data held. */
  readonly lastBar: number
  readonly divergence: LedgerDivergence
}

export interface TruncationEvidence {
  readonly cuts: number
  readonly violations: readonly TruncationViolation[]
}

export interface TruncationPlan {
  readonly bars: Bars
  readonly cuts: number
  readonly seed: number
  /** Runs the strategy over bars that end early. */
  readonly run: (bars: Bars) => RunLedger
}

/**
 * Repeats the run on data that end at bar t, for `cuts` values of t spread over the run: whatever happened up to t must
 * not change, or the strategy has looked past t.
 */
export function testTruncation(stored: RunLedger, { bars, cuts, seed, run }: TruncationPlan): TruncationEvidence {
  const violations: TruncationViolation[] = []
  for (const lastBar of cutPoints(stored, { bars, cuts, seed })) {
    const shortened = run(sliceBars(bars, 0, lastBar + 1))
    const until = bars.time[lastBar]!
    const divergence = firstDivergence(upTo(stored, until), upTo(shortened, until))
    if (divergence !== null) violations.push({ lastBar, divergence })
  }
  return { cuts, violations }
}

/** Seeded points of a golden-ratio sequence, which leaves no part of the run unvisited (Weyl 1916). */
function cutPoints(stored: RunLedger, { bars, cuts, seed }: Pick<TruncationPlan, 'bars' | 'cuts' | 'seed'>): number[] {
  const { time } = stored.positions
  const firstBar = Math.max(bars.time.indexOf(time[0] ?? Number.NaN), 0)
  const goldenRatio = (Math.sqrt(5) - 1) / 2
  return Array.from({ length: cuts }, (_, k) => firstBar + Math.floor((((seed + k + 1) * goldenRatio) % 1) * time.length))
}

/** The part of a ledger that lies at or before an instant; counts of the whole run are left out. */
function upTo({ fills, trades, positions }: RunLedger, until: number): RunLedger {
  return {
    fills: keepRows(fills, (row) => fills.time[row]! <= until),
    trades: keepRows(trades, (row) => trades.exitTime[row]! <= until),
    positions: keepRows(positions, (row) => positions.time[row]! <= until),
    ambiguousBars: 0,
    droppedOrders: 0,
    openTrades: 0,
    ruined: false,
  }
}

function keepRows<Group extends { readonly [Name in keyof Group]: Float64Array }>(group: Group, keeps: (row: number) => boolean): Group {
  const columns = Object.entries<Float64Array>(group).map(([name, column]) => [name, column.filter((_, row) => keeps(row))])
  return Object.fromEntries(columns) as Group
}
