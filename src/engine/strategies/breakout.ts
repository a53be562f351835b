import type { Parameters, StrategyDescriptor } from '#shared/domain/strategyType.ts'
import { donchian } from '../indicators/donchian.ts'
import { directionParameter } from './direction.ts'
import { isChosen, numberOf } from './parameterValue.ts'
import { EXIT_LONG, EXIT_SHORT, LONG, SHORT } from './signalCode.ts'
import type { SignalFamily, StrategyInput } from './strategyFamily.ts'

const descriptor: StrategyDescriptor = {
  type: 'breakout',
  title: 'Breakout',
  summary: 'Follows closes beyond the Donchian channel of the bars before.',
  rule: 'Buy above the highest high of the entry channel, sell short below its lowest low; leave at the other side of the exit channel.',
  universe: 'single',
  parameters: [
    {
      kind: 'integer',
      name: 'entry',
      label: 'Entry channel',
      help: 'Previous bars whose high (low) must be broken to enter.',
      unit: 'bars',
      min: 1,
      max: 2000,
      step: 1,
      default: 20,
      sweep: { from: 10, to: 100, step: 10 },
    },
    {
      kind: 'integer',
      name: 'exit',
      label: 'Exit channel',
      help: 'Previous bars whose low (high) ends a long (short).',
      unit: 'bars',
      min: 1,
      max: 2000,
      step: 1,
      default: 10,
      sweep: { from: 5, to: 50, step: 5 },
    },
    directionParameter('long_short'),
  ],
}

function decide({ bars, parameters }: StrategyInput): Int8Array {
  const { high, low, close } = bars
  const entry = donchian(high, low, numberOf(parameters, 'entry'))
  const exit = donchian(high, low, numberOf(parameters, 'exit'))
  const tradesShort = isChosen(parameters, 'direction', 'long_short')
  const codes = new Int8Array(close.length)
  for (let i = firstDecisionBar(parameters); i < codes.length; i++) {
    // Both channels hold bar i - 1, so at most one side of either can be broken: the order of these lines is free.
    if (close[i]! > entry.upper[i]!) codes[i] = LONG
    else if (tradesShort && close[i]! < entry.lower[i]!) codes[i] = SHORT
    else if (close[i]! < exit.lower[i]!) codes[i] = EXIT_LONG
    else if (close[i]! > exit.upper[i]!) codes[i] = EXIT_SHORT
  }
  return codes
}

/** One bar after both channels exist, at index max(entry, exit). */
function firstDecisionBar(parameters: Parameters): number {
  return Math.max(numberOf(parameters, 'entry'), numberOf(parameters, 'exit')) + 1
}

export const breakout: SignalFamily = { kind: 'signal', descriptor, decide, firstDecisionBar, findConflict: () => null }
