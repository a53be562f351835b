import type { Parameters } from '#shared/domain/strategyType.ts'
import { SeriesCache } from '../../indicators/seriesCache.ts'
import { RUNS_AT_ONCE } from '../../kernels/kernel.ts'
import type { FoldedRun } from '../../simulator/barStream.ts'
import { targetTerms } from '../../simulator/foldTerms.ts'
import { LedgerBuffers } from '../../simulator/ledgerBuffers.ts'
import { type Decisions, simulate } from '../../simulator/simulate.ts'
import { strategyFamily } from '../../strategies/registry.ts'
import type { StrategyFamily } from '../../strategies/strategyFamily.ts'
import { decideBreakout, decideReversion, decideTrend, type SharedDecision } from '../decisions/sharedCodes.ts'
import { type ExposureFactors, momentumFactors } from '../decisions/sharedExposure.ts'
import { findWishes } from '../decisions/sharedWishes.ts'
import { placeRange } from '../fold/rangeColumns.ts'
import { multiply, TargetFold } from '../fold/targetFold.ts'
import type { TurnFold } from '../fold/turnFold.ts'
import { trialParameters } from '../planSweep.ts'
import type { TrialContext } from './trialContext.ts'

/** Families whose trials share indicators. */
const SHARED_DECISIONS: Readonly<Record<string, SharedDecision>> = {
  trend_following: decideTrend,
  mean_reversion: decideReversion,
  breakout: decideBreakout,
}

/**
 * Runs trials of any family one by one: decisions from shared indicators where the family has them, else its own; then
 * folded where that is possible, else simulated. One set of memory serves all trials.
 */
export class SimulatedTrials {
  readonly #context: TrialContext
  /** null where signal runs need a ledger. */
  readonly #turns: TurnFold | null
  readonly #family: StrategyFamily
  readonly #cache = new SeriesCache()
  /** Bars at which indicators pass levels. */
  readonly #events = new SeriesCache<Int32Array>()
  readonly #buffers = new LedgerBuffers()
  readonly #codes: Int8Array
  /** null where target runs need a ledger. */
  readonly #targets: TargetFold | null

  constructor(context: TrialContext, turns: TurnFold | null) {
    const { bars, plan } = context
    this.#context = context
    this.#turns = turns
    this.#family = strategyFamily(plan.spec.strategy.type)
    this.#targets = this.#family.kind === 'target' ? openTargetFold(context) : null
    this.#codes = new Int8Array(this.#family.kind === 'signal' ? bars.close.length : 0)
  }

  run(trials: readonly number[]): void {
    if (this.#targets !== null) this.#runTogether(this.#targets, trials)
    else
      for (const trial of trials) {
        this.runOne(trial)
        this.#context.control.checkpoint(1)
      }
  }

  runOne(trial: number): void {
    const { plan, recorder } = this.#context
    const parameters = trialParameters(plan, trial)
    if (this.#turns !== null && this.#fold(parameters, this.#turns) && recorder.recordFold(trial, this.#turns)) return
    this.#simulate(trial, this.#decide(parameters))
  }

  /** RUNS_AT_ONCE at a time; the last may share their run with exposures that nobody asks about. */
  #runTogether(targets: TargetFold, trials: readonly number[]): void {
    const { plan, control } = this.#context
    for (let k = 0; k < trials.length; k += RUNS_AT_ONCE) {
      const group = trials.slice(k, k + RUNS_AT_ONCE)
      for (const [at, trial] of group.entries()) this.#ask(targets, at, trialParameters(plan, trial))
      const runs = targets.run()
      for (const [at, trial] of group.entries()) this.#recordTarget(trial, runs[at]!)
      control.checkpoint(group.length)
    }
  }

  #ask(targets: TargetFold, run: number, parameters: Parameters): void {
    const factors = this.#factors(parameters)
    if (factors !== null) targets.askProduct(run, factors)
    else targets.ask(run, this.#decideExposure(parameters))
  }

  #recordTarget(trial: number, run: FoldedRun | null): void {
    const { plan, recorder } = this.#context
    if (run !== null && recorder.recordFold(trial, run)) return
    this.#simulate(trial, { exposure: this.#decideExposure(trialParameters(plan, trial)) })
  }

  #simulate(trial: number, decisions: Decisions): void {
    const { bars, window, plan, recorder } = this.#context
    recorder.recordLedger(trial, simulate({ bars, window, decisions, spec: plan.spec, buffers: this.#buffers }))
  }

  /** False where only a ledger will do. */
  #fold(parameters: Parameters, fold: TurnFold): boolean {
    const { bars, plan } = this.#context
    const input = { bars, cache: this.#cache, events: this.#events, firstBar: this.#family.firstDecisionBar(parameters) }
    const wishes = findWishes(plan.spec.strategy.type, parameters, input)
    if (wishes !== null) return fold.runWishes(wishes)
    const decisions = this.#decide(parameters)
    return 'codes' in decisions && fold.runCodes(decisions.codes)
  }

  #decide(parameters: Parameters): Decisions {
    const { bars, plan } = this.#context
    const { type } = plan.spec.strategy
    const family = this.#family
    if (family.kind === 'target') return { exposure: this.#decideExposure(parameters) }
    const decideCodes = SHARED_DECISIONS[type]
    if (decideCodes === undefined) return { codes: family.decide({ bars, parameters, periodsPerYear: plan.spec.periods_per_year }) }
    decideCodes(parameters, { bars, cache: this.#cache, firstBar: family.firstDecisionBar(parameters), codes: this.#codes })
    return { codes: this.#codes }
  }

  #decideExposure(parameters: Parameters): Float64Array {
    const { bars, plan } = this.#context
    const factors = this.#factors(parameters)
    if (factors !== null) return multiply(factors.sides, factors.sizes)
    if (this.#family.kind !== 'target') throw new Error(`${plan.spec.strategy.type} has no exposures`)
    return this.#family.decide({ bars, parameters, periodsPerYear: plan.spec.periods_per_year })
  }

  /** null for families whose exposures are no product of shared series. */
  #factors(parameters: Parameters): ExposureFactors | null {
    const { bars, plan } = this.#context
    if (plan.spec.strategy.type !== 'ts_momentum') return null
    return momentumFactors(parameters, { bars, cache: this.#cache, periodsPerYear: plan.spec.periods_per_year })
  }
}

function openTargetFold({ bars, window, plan, kernel }: TrialContext): TargetFold | null {
  const limits = targetTerms(plan.spec)
  if (limits === null) return null
  const range = { first: window.firstBar, end: window.lastBar + 1 }
  kernel.setTerms(limits.terms)
  placeRange(kernel, bars, range)
  return new TargetFold(kernel, range, limits)
}
