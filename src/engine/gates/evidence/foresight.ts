import type { RunLedger } from '#shared/domain/ledger.ts'
import { firstDivergence, type LedgerDivergence } from './ledgerDivergence.ts'

/** A bar after which other data changed an earlier row of the ledger. */
interface Foresight {
  /** Last bar whose data stayed as they were. */
  readonly lastBar: number
  readonly divergence: LedgerDivergence
}

/** Whether a run used what it could not know yet. */
export interface ForesightEvidence {
  readonly places: number
  readonly violations: readonly Foresight[]
}

export interface ForesightPlan {
  /** Instants of the data, epoch ms UTC. */
  readonly time: Float64Array
  readonly places: number
  readonly seed: number
  /** Runs the strategy over data that are the same up to and including a bar, and others (or none) after it. */
  readonly runWithout: (lastBar: number, place: number) => RunLedger
}

/**
 * Repeats the run with the future after bar t taken away or changed, for `places` values of t spread over the run:
 * whatever happened up to t must not change, or the strategy has looked past t.
 */
export function testForesight(stored: RunLedger, plan: ForesightPlan): ForesightEvidence {
  const violations: Foresight[] = []
  placesOf(stored, plan).forEach((lastBar, place) => {
    const until = plan.time[lastBar]!
    const divergence = firstDivergence(upTo(stored, until), upTo(plan.runWithout(lastBar, place), until))
    if (divergence !== null) violations.push({ lastBar, divergence })
  })
  return { places: plan.places, violations }
}

/** Seeded points of a golden-ratio sequence, which leaves no part of the run unvisited (Weyl 1916). */
function placesOf(stored: RunLedger, { time, places, seed }: ForesightPlan): number[] {
  const used = stored.positions.time
  const firstBar = Math.max(time.indexOf(used[0] ?? Number.NaN), 0)
  const goldenRatio = (Math.sqrt(5) - 1) / 2
  return Array.from({ length: places }, (_, k) => firstBar + Math.floor((((seed + k + 1) * goldenRatio) % 1) * used.length))
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
