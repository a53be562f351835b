import type { Bars } from '#shared/domain/dataset.ts'
import type { RunSpec } from '#shared/domain/runSpec.ts'
import { isChosen, numberOf } from '../strategies/parameterValue.ts'
import { strategyFamily } from '../strategies/registry.ts'
import { BarStream, type FoldedRun } from './barStream.ts'
import { findRunWindow } from './findRunWindow.ts'
import { foldTerms } from './foldTerms.ts'

/**
 * The sums of a run that is all in or in cash in one pass over its bars, without ledger and equity curve; null for any
 * other, or where the account is ruined. Order and arithmetic are those of the simulator and of runSums.ts: tests hold
 * them equal to the last bit.
 * @throws AppError `data_out_of_range` (dates), `invalid_input` (strategy).
 */
export function foldRun(bars: Bars, spec: RunSpec): FoldedRun | null {
  return prepareFold(spec)(bars)
}

/** The same for one specification over many instruments: what depends on it alone is read once. */
export function prepareFold(spec: RunSpec): (bars: Bars) => FoldedRun | null {
  const terms = foldTerms(spec)
  const family = strategyFamily(spec.strategy.type)
  if (terms === null || family.kind !== 'signal') return () => null
  const { parameters } = spec.strategy
  const widths = isAverageCross(spec) ? { fast: numberOf(parameters, 'fast'), slow: numberOf(parameters, 'slow') } : null
  return (bars) => {
    const { firstBar, lastBar } = findRunWindow(bars.time, spec)
    const range = { first: firstBar, end: lastBar + 1 }
    stream ??= new BarStream()
    stream.setTerms(terms)
    if (widths !== null) return stream.runCross({ bars, range }, widths)
    return stream.runCodes({ bars, range }, family.decide({ bars, parameters, periodsPerYear: spec.periods_per_year }))
  }
}

/** The cross of simple averages, long or flat, is found by a kernel of its own: without a code for every bar. */
function isAverageCross({ strategy: { type, parameters } }: RunSpec): boolean {
  return type === 'trend_following' && isChosen(parameters, 'average', 'sma') && isChosen(parameters, 'direction', 'long_only')
}

/** One for every thread, opened on first use. */
let stream: BarStream | null = null
