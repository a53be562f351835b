import type { Parameters, StrategyDescriptor } from '#shared/domain/strategyType.ts'
import { emptySeries } from '../indicators/emptySeries.ts'
import { roc } from '../indicators/roc.ts'
import { rollingStd } from '../indicators/rollingStd.ts'
import { isChosen, numberOf } from './parameterValue.ts'
import type { StrategyInput, TargetFamily } from './strategyFamily.ts'
import { VOLATILITY_LOOKBACK, VOLATILITY_TARGET } from './volatilityParameters.ts'

const descriptor: StrategyDescriptor = {
  type: 'ts_momentum',
  title: 'Time-series momentum',
  summary: 'Long what has risen, short what has fallen, sized to a volatility target.',
  rule: 'The sign of the return over the lookback, beyond a threshold, times target volatility / realised volatility, as a multiple of equity.',
  universe: 'single',
  parameters: [
    {
      kind: 'integer',
      name: 'lookback',
      label: 'Lookback',
      help: 'Closes in the momentum window; the return spans lookback - 1 bars.',
      unit: 'bars',
      min: 2,
      max: 2000,
      step: 1,
      default: 20,
      sweep: { from: 20, to: 260, step: 20 },
    },
    VOLATILITY_TARGET,
    VOLATILITY_LOOKBACK,
    {
      kind: 'number',
      name: 'threshold',
      label: 'Threshold',
      help: 'Momentum between minus and plus this is no signal.',
      unit: 'fraction',
      min: 0,
      max: 1,
      step: 0.005,
      default: 0.01,
      sweep: { from: 0, to: 0.05, step: 0.01 },
    },
    {
      kind: 'boolean',
      name: 'annualize_vol',
      label: 'Annual target',
      help: 'Off compares the target with the volatility of one bar, as an older engine did: far more leverage.',
      unit: '',
      default: true,
    },
  ],
}

/** Target exposure as a multiple of equity; no volatility means no position, never an infinite one. */
function decide({ bars, parameters, periodsPerYear }: StrategyInput): Float64Array {
  const momentum = roc(bars.close, numberOf(parameters, 'lookback') - 1)
  const volatility = rollingStd(roc(bars.close, 1), numberOf(parameters, 'vol_lookback'))
  const threshold = numberOf(parameters, 'threshold')
  const periods = isChosen(parameters, 'annualize_vol', true) ? periodsPerYear : 1
  const barTarget = numberOf(parameters, 'vol_target') / Math.sqrt(periods)
  const exposure = emptySeries(bars.close.length)
  for (let i = firstDecisionBar(parameters); i < exposure.length; i++) {
    const side = momentum[i]! > threshold ? 1 : momentum[i]! < -threshold ? -1 : 0
    exposure[i] = side === 0 || volatility[i] === 0 ? 0 : (side * barTarget) / volatility[i]!
  }
  return exposure
}

/** The very bar at which both inputs exist: a target needs no bar to compare with. */
function firstDecisionBar(parameters: Parameters): number {
  return Math.max(numberOf(parameters, 'lookback') - 1, numberOf(parameters, 'vol_lookback'))
}

export const tsMomentum: TargetFamily = { kind: 'target', descriptor, decide, firstDecisionBar, findConflict: () => null }
