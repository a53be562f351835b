import type { Decisions } from '../../simulator/simulate.ts'
import { HOLD } from '../../strategies/signalCode.ts'

/** Every decision comes `bars` later, as if data or orders took that long; a stop keeps to its (later) entry. */
export function delayDecisions(decisions: Decisions, bars: number): Decisions {
  if ('codes' in decisions) return { codes: shift(decisions.codes, new Int8Array(decisions.codes.length).fill(HOLD), bars) }
  return { exposure: shift(decisions.exposure, new Float64Array(decisions.exposure.length).fill(Number.NaN), bars) }
}

/** The same for a book: one column of weights per instrument. */
export function delayWeights(weights: readonly Float64Array[], bars: number): Float64Array[] {
  return weights.map((column) => shift(column, new Float64Array(column.length).fill(Number.NaN), bars))
}

function shift<Column extends Int8Array | Float64Array>(from: Column, into: Column, bars: number): Column {
  into.set(from.subarray(0, Math.max(0, from.length - bars)), Math.min(bars, into.length))
  return into
}
