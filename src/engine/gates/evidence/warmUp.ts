import { AppError } from '#shared/domain/appError.ts'
import { msToDate } from '#shared/domain/calendarDate.ts'
import type { MarketData } from '#shared/domain/dataset.ts'
import type { RunLedger } from '#shared/domain/ledger.ts'
import type { RunSpec } from '#shared/domain/runSpec.ts'
import { calendarOf } from '../../market/marketData.ts'
import { withoutFirstBars } from './cutData.ts'

/** The same stretch traded after a longer and a shorter warm-up. */
export interface WarmUpEvidence {
  /** Bars before the stretch, with all data and without their first part. */
  readonly longerBars: number
  readonly shorterBars: number
  /** Fills in the stretch after the longer warm-up. */
  readonly fills: number
  /** Largest relative difference of units between corresponding fills; Infinity when fills do not correspond. */
  readonly largestDifference: number
  /** The first fill that differs, in words; null when none does. */
  readonly first: string | null
}

export interface WarmUpPlan {
  readonly data: MarketData
  readonly spec: RunSpec
  readonly run: (data: MarketData, spec: RunSpec) => RunLedger
}

/** A moving average that remembers its whole past forgets the part left out after this many times its own length. */
const FORGETTING = 3
/** Fewer bars after the warm-up say nothing. */
const FEWEST_BARS = 10

/**
 * Trades the later part of the data twice, warmed up on all bars before it and without the first tenth of them: a
 * strategy whose orders depend on where the data happen to begin gives two answers.
 * @throws AppError `invalid_input` when the data are too short to tell, or nothing is ever traded.
 */
export function compareWarmUps({ data, spec, run }: WarmUpPlan): WarmUpEvidence {
  const time = calendarOf(data)
  const left = Math.max(1, Math.floor(time.length / 10))
  const free = run(data, { ...spec, start_date: null, end_date: null })
  const from = startOfStretch(free, { time, left })
  const stretch = { ...spec, start_date: msToDate(time[from]!), end_date: null }
  const longer = run(data, stretch)
  const shorter = run(withoutFirstBars(data, left), stretch)
  return { longerBars: from, shorterBars: from - left, fills: longer.fills.time.length, ...compareFills(longer, shorter) }
}

function startOfStretch({ fills }: RunLedger, { time, left }: { time: Float64Array; left: number }): number {
  const firstDecision = fills.decisionBar[0]
  if (firstDecision === undefined) throw new AppError('invalid_input', 'the strategy never trades')
  const from = Math.max(Math.floor(time.length / 2), left + FORGETTING * (firstDecision + 1))
  if (time.length - from >= FEWEST_BARS) return from
  throw new AppError('invalid_input', `${time.length} bars are too few for a strategy that first decides at bar ${firstDecision}`)
}

function compareFills(longer: RunLedger, shorter: RunLedger): Pick<WarmUpEvidence, 'largestDifference' | 'first'> {
  const [ours, theirs] = [longer.fills, shorter.fills]
  let largestDifference = 0
  let first: string | null = null
  for (let row = 0; row < Math.max(ours.time.length, theirs.time.length); row++) {
    const sameTime = ours.time[row] === theirs.time[row]
    const difference = sameTime ? relative(ours.units[row]!, theirs.units[row]!) : Number.POSITIVE_INFINITY
    if (difference > 0) first ??= `fill ${row}: ${describe(ours, row)} after the longer warm-up, ${describe(theirs, row)} after the shorter`
    largestDifference = Math.max(largestDifference, difference)
    if (!sameTime) break
  }
  return { largestDifference, first }
}

const relative = (a: number, b: number) => Math.abs(a - b) / Math.max(1, Math.abs(a), Math.abs(b))

function describe({ time, units }: RunLedger['fills'], row: number): string {
  return time[row] === undefined ? 'nothing' : `${units[row]} units on ${msToDate(time[row])}`
}
