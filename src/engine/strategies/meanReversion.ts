import type { Parameters, StrategyDescriptor } from '#shared/domain/strategyType.ts'
import { rsi } from '../indicators/rsi.ts'
import { zScore } from '../indicators/zScore.ts'
import { directionParameter } from './direction.ts'
import { isChosen, numberOf } from './parameterValue.ts'
import { EXIT_LONG, EXIT_SHORT, FLAT, HOLD, LONG, SHORT } from './signalCode.ts'
import type { ParameterConflict, SignalFamily, StrategyInput } from './strategyFamily.ts'

const whenRsi = { appliesWhen: { signal: 'rsi' } }
const whenZScore = { appliesWhen: { signal: 'zscore' } }

const descriptor: StrategyDescriptor = {
  type: 'mean_reversion',
  title: 'Mean reversion',
  summary: 'Buys weakness and sells strength, measured by RSI or by the distance from the mean.',
  rule: 'Buy while the signal is below its lower level; leave (or, with a short side, reverse) while it is above its upper level. Levels, not crosses.',
  universe: 'single',
  parameters: [
    {
      kind: 'choice',
      name: 'signal',
      label: 'Signal',
      help: 'What is called cheap or dear.',
      unit: '',
      choices: [
        { value: 'rsi', label: 'Relative strength (RSI)' },
        { value: 'zscore', label: 'Distance from the mean (z-score)' },
      ],
      default: 'rsi',
    },
    {
      kind: 'integer',
      name: 'period',
      label: 'RSI period',
      help: 'Bars in the RSI averages (Wilder).',
      unit: 'bars',
      min: 2,
      max: 500,
      step: 1,
      default: 14,
      sweep: { from: 2, to: 20, step: 2 },
      ...whenRsi,
    },
    {
      kind: 'number',
      name: 'oversold',
      label: 'Oversold',
      help: 'Enter long while RSI is below this.',
      unit: 'RSI',
      min: 0,
      max: 100,
      step: 1,
      default: 30,
      sweep: { from: 15, to: 40, step: 5 },
      ...whenRsi,
    },
    {
      kind: 'number',
      name: 'overbought',
      label: 'Overbought',
      help: 'Leave while RSI is above this.',
      unit: 'RSI',
      min: 0,
      max: 100,
      step: 1,
      default: 70,
      sweep: { from: 60, to: 85, step: 5 },
      ...whenRsi,
    },
    {
      kind: 'integer',
      name: 'lookback',
      label: 'Lookback',
      help: 'Bars in the mean and deviation of the close.',
      unit: 'bars',
      min: 2,
      max: 2000,
      step: 1,
      default: 20,
      sweep: { from: 10, to: 60, step: 10 },
      ...whenZScore,
    },
    {
      kind: 'number',
      name: 'entry_z',
      label: 'Entry z',
      help: 'Enter long below minus this many deviations.',
      unit: 'deviations',
      min: 0.1,
      max: 10,
      step: 0.1,
      default: 2,
      sweep: { from: 1, to: 3, step: 0.5 },
      ...whenZScore,
    },
    {
      kind: 'number',
      name: 'exit_z',
      label: 'Exit z',
      help: 'Leave a long above minus this many deviations; 0 waits for the mean.',
      unit: 'deviations',
      min: 0,
      max: 10,
      step: 0.1,
      default: 0.5,
      sweep: { from: 0, to: 1, step: 0.25 },
      ...whenZScore,
    },
    directionParameter('long_only'),
  ],
}

function decide(input: StrategyInput): Int8Array {
  return usesRsi(input.parameters) ? decideByRsi(input) : decideByZScore(input)
}

function decideByRsi({ bars, parameters }: StrategyInput): Int8Array {
  const strength = rsi(bars.close, numberOf(parameters, 'period'))
  const oversold = numberOf(parameters, 'oversold')
  const overbought = numberOf(parameters, 'overbought')
  const exit = tradesShort(parameters) ? SHORT : FLAT
  const codes = new Int8Array(bars.close.length)
  for (let i = firstDecisionBar(parameters); i < codes.length; i++) {
    if (strength[i]! < oversold) codes[i] = LONG
    else if (strength[i]! > overbought) codes[i] = exit
  }
  return codes
}

function decideByZScore({ bars, parameters }: StrategyInput): Int8Array {
  const distance = zScore(bars.close, numberOf(parameters, 'lookback'))
  const levels = { entry: numberOf(parameters, 'entry_z'), exit: numberOf(parameters, 'exit_z'), tradesShort: tradesShort(parameters) }
  const codes = new Int8Array(bars.close.length)
  for (let i = firstDecisionBar(parameters); i < codes.length; i++) codes[i] = zScoreCode(distance[i]!, levels)
  return codes
}

/** NaN (a flat window) compares false everywhere and holds. */
function zScoreCode(z: number, { entry, exit, tradesShort }: { entry: number; exit: number; tradesShort: boolean }): number {
  if (z < -entry) return LONG
  if (z > entry) return tradesShort ? SHORT : FLAT
  const leavesLong = z > -exit
  const leavesShort = z < exit
  if (leavesLong && leavesShort) return FLAT
  if (leavesLong) return EXIT_LONG
  return leavesShort ? EXIT_SHORT : HOLD
}

/** One bar after the indicator exists: RSI at `period`, the z-score at `lookback - 1`. */
function firstDecisionBar(parameters: Parameters): number {
  return usesRsi(parameters) ? numberOf(parameters, 'period') + 1 : numberOf(parameters, 'lookback')
}

function findConflict(parameters: Parameters): ParameterConflict | null {
  const [low, high] = usesRsi(parameters) ? ['oversold', 'overbought'] : ['exit_z', 'entry_z']
  const bound = numberOf(parameters, high)
  return numberOf(parameters, low) < bound ? null : { name: low, problem: `must be less than ${high} (${bound})` }
}

const usesRsi = (parameters: Parameters) => isChosen(parameters, 'signal', 'rsi')
const tradesShort = (parameters: Parameters) => isChosen(parameters, 'direction', 'long_short')

export const meanReversion: SignalFamily = { kind: 'signal', descriptor, decide, firstDecisionBar, findConflict }
