import type { Parameters, StrategyDescriptor } from '#shared/domain/strategyType.ts'
import { emptySeries } from '../indicators/emptySeries.ts'
import { roc } from '../indicators/roc.ts'
import { rollingQuantile } from '../indicators/rollingQuantile.ts'
import { rollingStd } from '../indicators/rollingStd.ts'
import { numberOf } from './parameterValue.ts'
import type { StrategyInput, TargetFamily } from './strategyFamily.ts'
import { VOLATILITY_LOOKBACK, VOLATILITY_TARGET } from './volatilityParameters.ts'

const descriptor: StrategyDescriptor = {
  type: 'volatility_trading',
  title: 'Volatility trading',
  summary: 'Long while the market is calm, sized to a volatility target; in cash while it is not.',
  rule: 'Long target volatility / realised volatility, as a multiple of equity, while realised volatility is below its own rolling percentile; else flat.',
  universe: 'single',
  parameters: [
    VOLATILITY_LOOKBACK,
    {
      kind: 'number',
      name: 'percentile',
      label: 'Percentile',
      help: 'Share of past volatilities the present one must lie below (0.5 = below the median).',
      unit: 'fraction',
      min: 0,
      max: 1,
      step: 0.05,
      default: 0.5,
      sweep: { from: 0.3, to: 0.9, step: 0.1 },
    },
    {
      kind: 'integer',
      name: 'percentile_lookback',
      label: 'Percentile lookback',
      help: 'Volatilities the percentile is taken of, the present one included.',
      unit: 'bars',
      min: 2,
      max: 5000,
      step: 1,
      default: 252,
      sweep: { from: 63, to: 504, step: 63 },
    },
    VOLATILITY_TARGET,
  ],
}

/** Target exposure as a multiple of equity; no volatility means no position, never an infinite one. */
function decide({ bars, parameters, periodsPerYear }: StrategyInput): Float64Array {
  const volatility = rollingStd(roc(bars.close, 1), numberOf(parameters, 'vol_lookback'))
  const ceiling = rollingQuantile(volatility, numberOf(parameters, 'percentile_lookback'), numberOf(parameters, 'percentile'))
  const barTarget = numberOf(parameters, 'vol_target') / Math.sqrt(periodsPerYear)
  const exposure = emptySeries(bars.close.length)
  for (let i = firstDecisionBar(parameters); i < exposure.length; i++) {
    const now = volatility[i]!
    exposure[i] = now > 0 && now < ceiling[i]! ? barTarget / now : 0
  }
  return exposure
}

/** The very bar at which the percentile exists: a target needs no bar to compare with. */
function firstDecisionBar(parameters: Parameters): number {
  return numberOf(parameters, 'vol_lookback') + numberOf(parameters, 'percentile_lookback') - 1
}

export const volatilityTrading: TargetFamily = { kind: 'target', descriptor, decide, firstDecisionBar, findConflict: () => null }
