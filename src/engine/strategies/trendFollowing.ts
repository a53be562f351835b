import type { Parameters, StrategyDescriptor } from '#shared/domain/strategyType.ts'
import { ema } from '../indicators/ema.ts'
import { directionParameter } from './direction.ts'
import { isChosen, numberOf } from './parameterValue.ts'
import { FLAT, LONG, SHORT } from './signalCode.ts'
import { smaCrossCodes } from './smaCross.ts'
import type { SignalFamily, StrategyInput } from './strategyFamily.ts'

const descriptor: StrategyDescriptor = {
  type: 'trend_following',
  title: 'Trend following',
  summary: 'Rides trends with two moving averages of the close.',
  rule: 'Buy when the fast average crosses above the slow one; leave (or reverse) on the mirror cross. A touch is not a cross.',
  universe: 'single',
  parameters: [
    {
      kind: 'integer',
      name: 'fast',
      label: 'Fast average',
      help: 'Bars in the fast average; less than the slow one.',
      unit: 'bars',
      min: 1,
      max: 1000,
      step: 1,
      default: 10,
      sweep: { from: 5, to: 50, step: 5 },
    },
    {
      kind: 'integer',
      name: 'slow',
      label: 'Slow average',
      help: 'Bars in the slow average.',
      unit: 'bars',
      min: 2,
      max: 2000,
      step: 1,
      default: 20,
      sweep: { from: 20, to: 200, step: 10 },
    },
    {
      kind: 'choice',
      name: 'average',
      label: 'Kind of average',
      help: 'Simple weighs all bars alike; exponential weighs recent bars more.',
      unit: '',
      choices: [
        { value: 'sma', label: 'Simple (SMA)' },
        { value: 'ema', label: 'Exponential (EMA)' },
      ],
      default: 'sma',
    },
    directionParameter('long_only'),
  ],
}

function decide({ bars, parameters }: StrategyInput): Int8Array {
  const fast = numberOf(parameters, 'fast')
  const slow = numberOf(parameters, 'slow')
  const exitCode = isChosen(parameters, 'direction', 'long_short') ? SHORT : FLAT
  if (isChosen(parameters, 'average', 'sma')) return smaCrossCodes(bars.close, { fast, slow, exitCode })
  return crossCodes(ema(bars.close, fast), ema(bars.close, slow), exitCode)
}

/** NaN, while a line does not exist yet, compares false: no cross. Equality on either bar is a touch, not a cross. */
function crossCodes(fast: Float64Array, slow: Float64Array, exitCode: number): Int8Array {
  const codes = new Int8Array(fast.length)
  for (let i = 1; i < codes.length; i++) {
    if (fast[i - 1]! < slow[i - 1]! && fast[i]! > slow[i]!) codes[i] = LONG
    else if (fast[i - 1]! > slow[i - 1]! && fast[i]! < slow[i]!) codes[i] = exitCode
  }
  return codes
}

/** One bar after the slow average exists: a cross compares with the bar before. */
function firstDecisionBar(parameters: Parameters): number {
  return numberOf(parameters, 'slow')
}

export const trendFollowing: SignalFamily = {
  kind: 'signal',
  descriptor,
  decide,
  firstDecisionBar,
  findConflict: (parameters) =>
    numberOf(parameters, 'fast') < numberOf(parameters, 'slow')
      ? null
      : { name: 'fast', problem: `must be less than slow (${numberOf(parameters, 'slow')})` },
}
