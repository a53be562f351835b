import { AppError } from '#shared/domain/appError.ts'
import type { Panel, PanelInstrument } from '#shared/domain/dataset.ts'
import type { ParameterDescriptor, Parameters, StrategyDescriptor } from '#shared/domain/strategyType.ts'
import { SeriesCache } from '../indicators/seriesCache.ts'
import { requireInstruments } from '../panel/panel.ts'
import { rollingHedge } from '../panel/rollingHedge.ts'
import { emptyWeights } from '../panel/weights.ts'
import { numberOf } from './parameterValue.ts'
import type { PanelFamily, PanelStrategyInput, ParameterConflict } from './strategyFamily.ts'

const symbolParameter = (name: string, label: string, help: string): ParameterDescriptor => ({
  kind: 'text',
  name,
  label,
  help,
  unit: '',
  maxLength: 64,
  default: '',
})

const descriptor: StrategyDescriptor = {
  type: 'pairs_trading',
  title: 'Pairs trading',
  summary: 'Sells the dear one of two related instruments and buys the cheap one until they meet again.',
  rule: 'Fit log price A on log price B over the lookback. When the last residual is entry_z deviations above zero, sell A and buy hedge-ratio times as much of B (the mirror below); leave within exit_z, or beyond stop_z and then wait until it is back within entry_z. Both legs together are one times equity.',
  universe: 'panel',
  parameters: [
    symbolParameter('symbol_a', 'Symbol A', 'First instrument; empty takes the first symbol of the panel.'),
    symbolParameter('symbol_b', 'Symbol B', 'Second instrument; empty takes the first symbol that is not A.'),
    {
      kind: 'integer',
      name: 'lookback',
      label: 'Lookback',
      help: 'Bars of the fit, where both instruments have one.',
      unit: 'bars',
      min: 3,
      max: 2000,
      step: 1,
      default: 60,
      sweep: { from: 20, to: 120, step: 20 },
    },
    {
      kind: 'number',
      name: 'entry_z',
      label: 'Entry',
      help: 'Enter when the residual is beyond this.',
      unit: 'deviations',
      min: 0.1,
      max: 10,
      step: 0.1,
      default: 2,
      sweep: { from: 1, to: 3, step: 0.5 },
    },
    {
      kind: 'number',
      name: 'exit_z',
      label: 'Exit',
      help: 'Leave once the residual is back within this; less than entry_z.',
      unit: 'deviations',
      min: 0,
      max: 10,
      step: 0.1,
      default: 0.5,
      sweep: { from: 0, to: 1, step: 0.25 },
    },
    {
      kind: 'number',
      name: 'stop_z',
      label: 'Stop',
      help: 'Leave with a loss beyond this; more than entry_z.',
      unit: 'deviations',
      min: 0.1,
      max: 100,
      step: 0.1,
      default: 4,
      sweep: { from: 3, to: 6, step: 1 },
    },
  ],
}

/** -1 sells the spread (short A, long B), 1 buys it. */
type Side = 1 | -1 | 0

/** What the pair does next; `isBarred` after a stop, until the residual is back within the entry level. */
interface PairState {
  readonly side: Side
  readonly isBarred: boolean
}

function decide({ panel, parameters, shared = new SeriesCache() }: PanelStrategyInput): Float64Array[] {
  requireInstruments(panel, descriptor.type)
  const [a, b] = findPair(panel, parameters)
  const lookback = numberOf(parameters, 'lookback')
  const [hedgeRatio, zScore] = shared.get(`hedge ${a} ${b} ${lookback}`, () => {
    const hedge = rollingHedge(panel.instruments[a]!.close, panel.instruments[b]!.close, lookback)
    return [hedge.hedgeRatio, hedge.zScore]
  }) as readonly [Float64Array, Float64Array]
  const weights = emptyWeights(panel)
  let state: PairState = { side: 0, isBarred: false }
  for (let bar = 0; bar < panel.time.length; bar++) {
    if (Number.isNaN(zScore[bar])) continue
    const next = nextPairState(state, zScore[bar]!, parameters)
    if (next.side !== state.side) {
      const beta = hedgeRatio[bar]!
      weights[a]![bar] = next.side === 0 ? 0 : next.side / (1 + Math.abs(beta))
      weights[b]![bar] = next.side === 0 ? 0 : (-next.side * beta) / (1 + Math.abs(beta))
    }
    state = next
  }
  return weights
}

/** What a z-score makes of a position; NaN never comes here. */
export function nextPairState({ side, isBarred }: PairState, z: number, parameters: Parameters): PairState {
  const entry = numberOf(parameters, 'entry_z')
  const stop = numberOf(parameters, 'stop_z')
  // How far the residual lies on the side that hurts the position.
  const distance = side === 0 ? Math.abs(z) : -side * z
  if (side !== 0) {
    if (distance > stop) return { side: 0, isBarred: true }
    return { side: distance <= numberOf(parameters, 'exit_z') ? 0 : side, isBarred: false }
  }
  if (distance < entry) return { side: 0, isBarred: false }
  const mayEnter = !isBarred && distance > entry && distance <= stop
  return mayEnter ? { side: z > 0 ? -1 : 1, isBarred: false } : { side: 0, isBarred }
}

/** Indices of the two instruments. */
function findPair({ instruments }: Panel, parameters: Parameters): [number, number] {
  const a = indexOf(instruments, parameters, 'symbol_a') ?? 0
  const b = indexOf(instruments, parameters, 'symbol_b') ?? (a === 0 ? 1 : 0)
  if (a !== b) return [a, b]
  throw symbolError('symbol_b', `is ${instruments[b]!.symbol}, and so is symbol_a; a pair takes two`)
}

function indexOf(instruments: readonly PanelInstrument[], parameters: Parameters, name: string): number | null {
  const wanted = String(parameters[name])
  if (wanted === '') return null
  const at = instruments.findIndex(({ symbol }) => symbol === wanted)
  if (at === -1) throw symbolError(name, `${wanted} is not in the data; they hold ${instruments.map(({ symbol }) => symbol).join(', ')}`)
  return at
}

function symbolError(name: string, problem: string): AppError {
  const field = `strategy.parameters.${name}`
  return new AppError('invalid_input', `${field}: ${problem}`, { details: { field } })
}

function findConflict(parameters: Parameters): ParameterConflict | null {
  const entry = numberOf(parameters, 'entry_z')
  if (numberOf(parameters, 'exit_z') >= entry) return { name: 'exit_z', problem: `must be less than entry_z (${entry})` }
  if (numberOf(parameters, 'stop_z') <= entry) return { name: 'stop_z', problem: `must be more than entry_z (${entry})` }
  const [a, b] = [parameters['symbol_a'], parameters['symbol_b']]
  return a !== '' && a === b ? { name: 'symbol_b', problem: 'must differ from symbol_a' } : null
}

export const pairsTrading: PanelFamily = {
  kind: 'panel',
  descriptor,
  decide,
  firstDecisionBar: (parameters) => numberOf(parameters, 'lookback') - 1,
  findConflict,
}
