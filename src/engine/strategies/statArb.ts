import type { Panel } from '#shared/domain/dataset.ts'
import type { Parameters, StrategyDescriptor } from '#shared/domain/strategyType.ts'
import { overKnown } from '../indicators/overKnown.ts'
import { SeriesCache } from '../indicators/seriesCache.ts'
import { zScore } from '../indicators/zScore.ts'
import { requireInstruments } from '../panel/panel.ts'
import { panelReturns } from '../panel/panelReturns.ts'
import { residualsOfFactors, residualsOfMean } from '../panel/residualReturns.ts'
import { emptyWeights, type Sides, writeSides } from '../panel/weights.ts'
import { grossParameter } from './panelParameters.ts'
import { numberOf } from './parameterValue.ts'
import type { PanelFamily, PanelStrategyInput, ParameterConflict, SharedColumns } from './strategyFamily.ts'

const descriptor: StrategyDescriptor = {
  type: 'stat_arb',
  title: 'Statistical arbitrage',
  summary: 'Bets that what an instrument has earned beyond the others comes back.',
  rule: 'Take from each return what the others explain (their mean, or the first principal components), add up the rest, and measure the sum by its z-score over the lookback. Sell what is above entry_z, buy what is below -entry_z, leave within exit_z; both sides equal in money, and no book while one side is empty.',
  universe: 'panel',
  parameters: [
    {
      kind: 'integer',
      name: 'lookback',
      label: 'Lookback',
      help: 'Bars of the z-score, and of the factors.',
      unit: 'bars',
      min: 3,
      max: 1000,
      step: 1,
      default: 60,
      sweep: { from: 20, to: 120, step: 20 },
    },
    {
      kind: 'integer',
      name: 'factors',
      label: 'Factors',
      help: 'Principal components taken out of the returns; 0 takes out their mean.',
      unit: 'factors',
      min: 0,
      max: 20,
      step: 1,
      default: 0,
      sweep: { from: 0, to: 3, step: 1 },
    },
    {
      kind: 'number',
      name: 'entry_z',
      label: 'Entry',
      help: 'Enter when the summed residual is beyond this.',
      unit: 'deviations',
      min: 0.1,
      max: 10,
      step: 0.1,
      default: 1.5,
      sweep: { from: 1, to: 3, step: 0.5 },
    },
    {
      kind: 'number',
      name: 'exit_z',
      label: 'Exit',
      help: 'Leave once it is back within this; less than entry_z.',
      unit: 'deviations',
      min: 0,
      max: 10,
      step: 0.1,
      default: 0.5,
      sweep: { from: 0, to: 1, step: 0.25 },
    },
    grossParameter,
  ],
}

function decide({ panel, parameters, shared = new SeriesCache() }: PanelStrategyInput): Float64Array[] {
  requireInstruments(panel, descriptor.type)
  const scores = residualScores(panel, parameters, shared)
  const half = numberOf(parameters, 'gross') / 2
  const weights = emptyWeights(panel)
  let held: readonly number[] = scores.map(() => 0)
  for (let bar = firstDecisionBar(parameters); bar < panel.time.length; bar++) {
    const wanted = held.map((side, k) => nextSide(side, scores[k]![bar]!, parameters))
    if (wanted.some((side, k) => side !== held[k])) {
      writeSides(weights, bar, { sides: sidesOf(wanted), exposures: { long: half, short: half } })
    }
    held = wanted
  }
  return weights
}

/** Z-score of each instrument's summed residuals; NaN until a lookback of them is known, and again after a gap. */
function residualScores(panel: Panel, parameters: Parameters, shared: SharedColumns): readonly Float64Array[] {
  const lookback = numberOf(parameters, 'lookback')
  const factors = numberOf(parameters, 'factors')
  const returns = () => shared.get('returns', () => panelReturns(panel))
  const residuals = () =>
    factors === 0
      ? shared.get('residuals of the mean', () => residualsOfMean(returns()))
      : residualsOfFactors(returns(), { lookback, factors })
  return shared.get(`scores ${lookback} ${factors}`, () =>
    residuals().map((column) => overKnown(column, (stretch) => zScore(runningSum(stretch), lookback))),
  )
}

function runningSum(values: Float64Array): Float64Array {
  let total = 0
  return values.map((value) => {
    total += value
    return total
  })
}

/** Contrarian: -1 above the entry level, 1 below it, 0 once back within the exit level or no longer known. */
function nextSide(side: number, z: number, parameters: Parameters): number {
  if (Number.isNaN(z)) return 0
  const entry = numberOf(parameters, 'entry_z')
  if (z > entry) return -1
  if (z < -entry) return 1
  return side !== 0 && -side * z <= numberOf(parameters, 'exit_z') ? 0 : side
}

function sidesOf(wanted: readonly number[]): Sides {
  const where = (side: number) => [...wanted.keys()].filter((k) => wanted[k] === side)
  return { longs: where(1), shorts: where(-1) }
}

/** A return needs two closes; factors need a lookback of returns before the first residual. */
function firstDecisionBar(parameters: Parameters): number {
  const lookback = numberOf(parameters, 'lookback')
  return numberOf(parameters, 'factors') === 0 ? lookback : 2 * lookback - 1
}

function findConflict(parameters: Parameters): ParameterConflict | null {
  const entry = numberOf(parameters, 'entry_z')
  return numberOf(parameters, 'exit_z') < entry ? null : { name: 'exit_z', problem: `must be less than entry_z (${entry})` }
}

export const statArb: PanelFamily = { kind: 'panel', descriptor, decide, firstDecisionBar, findConflict }
