import type { Parameters } from '#shared/domain/strategyType.ts'
import { LedgerBuffers } from '../../simulator/ledgerBuffers.ts'
import { type Decisions, simulate } from '../../simulator/simulate.ts'
import { strategyFamily } from '../../strategies/registry.ts'
import type { StrategyFamily } from '../../strategies/strategyFamily.ts'
import { SeriesCache } from '../decisions/seriesCache.ts'
import { decideBreakout, decideReversion, decideTrend, type SharedDecision } from '../decisions/sharedCodes.ts'
import { decideMomentum } from '../decisions/sharedExposure.ts'
import { findWishes } from '../decisions/sharedWishes.ts'
import { targetTerms } from '../fold/foldTerms.ts'
import { TargetFold } from '../fold/targetFold.ts'
import { trialParameters } from '../planSweep.ts'
import type { Folding, TrialContext } from './trialContext.ts'

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
  readonly #family: StrategyFamily
  readonly #cache = new SeriesCache()
  /** Bars at which indicators pass levels. */
  readonly #events = new SeriesCache<Int32Array>()
  readonly #buffers = new LedgerBuffers()
  readonly #codes: Int8Array
  readonly #exposure: Float64Array
  /** null where target runs need a ledger. */
  readonly #targets: TargetFold | null

  constructor(context: TrialContext) {
    const { bars, plan } = context
    this.#context = context
    this.#family = strategyFamily(plan.spec.strategy.type)
    this.#targets = this.#family.kind === 'target' ? openTargetFold(context) : null
    this.#codes = new Int8Array(this.#family.kind === 'signal' ? bars.close.length : 0)
    this.#exposure = new Float64Array(this.#family.kind === 'target' ? bars.close.length : 0)
  }

  run(trials: readonly number[]): void {
    for (const trial of trials) {
      this.runOne(trial)
      this.#context.control.checkpoint(1)
    }
  }

  runOne(trial: number): void {
    const { bars, window, plan, folding, recorder } = this.#context
    const parameters = trialParameters(plan, trial)
    if (folding !== null && this.#fold(parameters, folding) && recorder.recordFold(trial, folding.fold)) return
    const decisions = this.#decide(parameters)
    const targets = this.#targets
    if (targets !== null && 'exposure' in decisions) {
      const isFolded = targets.run(decisions.exposure.subarray(window.firstBar, window.lastBar + 1))
      if (isFolded && recorder.recordFold(trial, targets)) return
    }
    recorder.recordLedger(trial, simulate({ bars, window, decisions, spec: plan.spec, buffers: this.#buffers }))
  }

  /** False where only a ledger will do. */
  #fold(parameters: Parameters, { fold, positions }: Folding): boolean {
    const { bars, plan } = this.#context
    if (this.#family.kind !== 'signal') return false
    const input = { bars, cache: this.#cache, events: this.#events, firstBar: this.#family.firstDecisionBar(parameters) }
    const wishes = findWishes(plan.spec.strategy.type, parameters, input)
    if (wishes !== null) return fold.run(positions.ofWishes(wishes))
    const decisions = this.#decide(parameters)
    return 'codes' in decisions && fold.run(positions.ofCodes(decisions.codes))
  }

  #decide(parameters: Parameters): Decisions {
    const { bars, plan } = this.#context
    const { type } = plan.spec.strategy
    const family = this.#family
    const periodsPerYear = plan.spec.periods_per_year
    const shared = { bars, cache: this.#cache, firstBar: family.firstDecisionBar(parameters) }
    const decideCodes = SHARED_DECISIONS[type]
    if (decideCodes !== undefined) {
      decideCodes(parameters, { ...shared, codes: this.#codes })
      return { codes: this.#codes }
    }
    if (type === 'ts_momentum') {
      decideMomentum(parameters, { ...shared, periodsPerYear, exposure: this.#exposure })
      return { exposure: this.#exposure }
    }
    const input = { bars, parameters, periodsPerYear }
    return family.kind === 'signal' ? { codes: family.decide(input) } : { exposure: family.decide(input) }
  }
}

function openTargetFold({ bars, window, plan }: TrialContext): TargetFold | null {
  const terms = targetTerms(plan.spec)
  const cut = (column: Float64Array) => column.subarray(window.firstBar, window.lastBar + 1)
  return terms && new TargetFold({ open: cut(bars.open), close: cut(bars.close) }, terms)
}
