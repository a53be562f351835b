import type { ParameterDescriptor } from '#shared/domain/strategyType.ts'

/** How long volatility is measured, for every family that sizes itself by it. */
export const VOLATILITY_LOOKBACK: ParameterDescriptor = {
  kind: 'integer',
  name: 'vol_lookback',
  label: 'Volatility lookback',
  help: 'Returns in the realised volatility.',
  unit: 'bars',
  min: 2,
  max: 2000,
  step: 1,
  default: 20,
  sweep: { from: 10, to: 60, step: 10 },
}

/** What volatility the position aims at. */
export const VOLATILITY_TARGET: ParameterDescriptor = {
  kind: 'number',
  name: 'vol_target',
  label: 'Volatility target',
  help: 'Volatility the position aims at, a year (0.15 = 15%).',
  unit: 'fraction',
  min: 0.0001,
  max: 5,
  step: 0.01,
  default: 0.15,
  sweep: { from: 0.05, to: 0.25, step: 0.05 },
}
