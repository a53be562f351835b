import type { Parameters, StrategyDescriptor } from '#shared/domain/strategyType.ts'
import { emptySeries } from '../indicators/emptySeries.ts'
import { roc } from '../indicators/roc.ts'
import { SeriesCache } from '../indicators/seriesCache.ts'
import { requireInstruments } from '../panel/panel.ts'
import { crossSectionalMean, panelReturns } from '../panel/panelReturns.ts'
import { emptyWeights, rankSides, type SideExposures, type Sides, writeSides } from '../panel/weights.ts'
import { periodStarts } from './calendarPeriods.ts'
import { grossParameter, quantileParameter, rebalanceParameter } from './panelParameters.ts'
import { numberOf } from './parameterValue.ts'
import type { PanelFamily, PanelStrategyInput } from './strategyFamily.ts'

const descriptor: StrategyDescriptor = {
  type: 'market_neutral',
  title: 'Market-neutral momentum',
  summary: 'Long the winners, short the losers, weighed so that the market as a whole does not matter.',
  rule: "At the first bar of every period rank the instruments by their return over the lookback; hold the top quantile long and the bottom quantile short, the sides sized so that their betas to the panel's mean return cancel.",
  universe: 'panel',
  parameters: [
    {
      kind: 'integer',
      name: 'lookback',
      label: 'Lookback',
      help: 'Bars of the return that ranks, and of the betas.',
      unit: 'bars',
      min: 2,
      max: 2000,
      step: 1,
      default: 126,
      sweep: { from: 42, to: 252, step: 42 },
    },
    quantileParameter,
    rebalanceParameter,
    grossParameter,
  ],
}

function decide({ panel, parameters, periodsPerYear, shared = new SeriesCache() }: PanelStrategyInput): Float64Array[] {
  requireInstruments(panel, descriptor.type)
  const lookback = numberOf(parameters, 'lookback')
  const rebalance = numberOf(parameters, 'rebalance')
  const momentum = shared.get(`momentum ${lookback}`, () => panel.instruments.map(({ close }) => roc(close, lookback)))
  const weights = emptyWeights(panel)
  const isRebalance = periodStarts(panel.time, { bars: rebalance, periodsPerYear })
  const betaColumns = shared.get(`betas ${lookback} ${rebalance} ${periodsPerYear}`, () => {
    const returns = shared.get('returns', () => panelReturns(panel))
    const [market] = shared.get('market', () => [crossSectionalMean(returns)]) as readonly [Float64Array]
    return betasAt(isRebalance, { lookback, returns, market })
  })
  for (let bar = lookback; bar < panel.time.length; bar++) {
    if (!isRebalance(bar)) continue
    const betas = betaColumns.map((column) => column[bar]!)
    // Without a beta (a bar is missing in the window) an instrument cannot be weighed, so it is not ranked.
    const scores = momentum.map((column, k) => (Number.isNaN(betas[k]!) ? Number.NaN : column[bar]!))
    const sides = rankSides(scores, numberOf(parameters, 'quantile'))
    writeSides(weights, bar, { sides, exposures: neutralExposures(sides, betas, numberOf(parameters, 'gross')) })
  }
  return weights
}

/** Betas to the mean return over the lookback, at the bars that are rebalances. */
function betasAt(
  isRebalance: (bar: number) => boolean,
  { lookback, returns, market }: { lookback: number; returns: readonly Float64Array[]; market: Float64Array },
): Float64Array[] {
  const betas = returns.map(({ length }) => emptySeries(length))
  for (let bar = lookback; bar < market.length; bar++) {
    if (!isRebalance(bar)) continue
    for (const [k, column] of returns.entries()) betas[k]![bar] = betaOf(column, market, { from: bar - lookback + 1, to: bar })
  }
  return betas
}

/**
 * Exposures whose betas cancel, together `gross`: long * betaLong = short * betaShort. When a side's mean beta is not
 * above 0 no such split exists, and the sides are equal in money.
 */
function neutralExposures({ longs, shorts }: Sides, betas: readonly number[], gross: number): SideExposures {
  const meanBeta = (side: readonly number[]) => side.reduce((total, k) => total + betas[k]!, 0) / side.length
  const [long, short] = [meanBeta(longs), meanBeta(shorts)]
  if (!(long > 0 && short > 0)) return { long: gross / 2, short: gross / 2 }
  return { long: (gross * short) / (long + short), short: (gross * long) / (long + short) }
}

/** Slope of an ordinary least squares of `values` on `market` over a window; NaN when a value is missing or the market is flat. */
function betaOf(values: Float64Array, market: Float64Array, { from, to }: { from: number; to: number }): number {
  const count = to - from + 1
  let [meanValue, meanMarket] = [0, 0]
  for (let i = from; i <= to; i++) {
    meanValue += values[i]! / count
    meanMarket += market[i]! / count
  }
  let [together, squares] = [0, 0]
  for (let i = from; i <= to; i++) {
    together += (values[i]! - meanValue) * (market[i]! - meanMarket)
    squares += (market[i]! - meanMarket) ** 2
  }
  return squares > 0 ? together / squares : Number.NaN
}

/** The bar at which the return over the lookback exists. */
function firstDecisionBar(parameters: Parameters): number {
  return numberOf(parameters, 'lookback')
}

export const marketNeutral: PanelFamily = { kind: 'panel', descriptor, decide, firstDecisionBar, findConflict: () => null }
