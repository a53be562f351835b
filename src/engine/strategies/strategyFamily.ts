import type { Bars, Panel } from '#shared/domain/dataset.ts'
import type { ParameterDescriptor, Parameters, StrategyDescriptor } from '#shared/domain/strategyType.ts'
import type { SeriesCache } from '../indicators/seriesCache.ts'

/** What a single-instrument strategy may look at. `parameters` are complete and valid (see resolveParameters). */
export interface StrategyInput {
  readonly bars: Bars
  readonly parameters: Parameters
  /** Bars a year, to turn an annual volatility into one of a bar. */
  readonly periodsPerYear: number
}

/** A rule between parameters that a bound on one of them cannot express. */
export interface ParameterConflict {
  readonly name: string
  readonly problem: string
}

interface FamilyBase {
  readonly descriptor: StrategyDescriptor
  /** The first conflict between parameters that are each within bounds; null when they agree. */
  readonly findConflict: (parameters: Parameters) => ParameterConflict | null
  /** Index of the first bar whose close the strategy may decide on; every bar before is warm-up. */
  readonly firstDecisionBar: (parameters: Parameters) => number
  /** What a parameter is whose name the user has chosen (`params.fast`); null when no user may choose that name. */
  readonly userParameter?: (name: string) => ParameterDescriptor | null
}

/** Says what position it wishes: one signal code per bar (signalCode.ts), HOLD before the first decision bar. */
export interface SignalFamily extends FamilyBase {
  readonly kind: 'signal'
  readonly decide: (input: StrategyInput) => Int8Array
}

/**
 * Says how large a position it wishes: one signed multiple of equity per bar (1.5 = long one and a half times the
 * equity), NaN before the first decision bar.
 */
export interface TargetFamily extends FamilyBase {
  readonly kind: 'target'
  readonly decide: (input: StrategyInput) => Float64Array
}

/**
 * Decisions at bar i use data up to and including bar i and nothing later. `decide` is pure: the simulator gives the
 * decisions their prices, so a family written once serves runs, sweeps and walk-forward alike.
 */
export type StrategyFamily = SignalFamily | TargetFamily

/** Columns that other decisions over the same panel have computed already, by what they depend on. */
export type SharedColumns = SeriesCache<readonly Float64Array[]>

/** What a strategy over several instruments may look at. */
export interface PanelStrategyInput {
  readonly panel: Panel
  readonly parameters: Parameters
  /** Bars a year, by which periods of the calendar are counted. */
  readonly periodsPerYear: number
  /** Only of this panel; a decision of its own has its own. */
  readonly shared?: SharedColumns | undefined
}

/**
 * Says what it wishes to hold of each instrument: one column per instrument of the panel, a signed multiple of equity at
 * the bars where it wants to trade, NaN where it lets the position be.
 * @throws AppError `invalid_input` or `data_invalid` when the panel lacks what the family needs.
 */
export interface PanelFamily extends FamilyBase {
  readonly kind: 'panel'
  readonly decide: (input: PanelStrategyInput) => Float64Array[]
}
