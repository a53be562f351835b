import { AppError } from '#shared/domain/appError.ts'
import type { StrategyDescriptor } from '#shared/domain/strategyType.ts'
import { requireInstruments } from '../panel/panel.ts'
import { emptyWeights, rankSides, writeSides } from '../panel/weights.ts'
import { periodStarts } from './calendarPeriods.ts'
import { grossParameter, quantileParameter, rebalanceParameter } from './panelParameters.ts'
import { numberOf } from './parameterValue.ts'
import type { PanelFamily, PanelStrategyInput } from './strategyFamily.ts'

const descriptor: StrategyDescriptor = {
  type: 'carry',
  title: 'Carry',
  summary: 'Long the instruments that pay most for being held, short those that pay least.',
  rule: 'At the first bar of every period rank the instruments by their carry column; hold the top quantile long and the bottom quantile short in equal parts, half of the gross exposure on each side.',
  universe: 'panel',
  parameters: [quantileParameter, rebalanceParameter, grossParameter],
}

function decide({ panel, parameters, periodsPerYear }: PanelStrategyInput): Float64Array[] {
  requireInstruments(panel, descriptor.type)
  const carries = panel.instruments.map(({ carry }) => carry)
  if (carries.every((column) => column === null)) {
    throw new AppError(
      'data_invalid',
      'carry needs a column named carry (annual carry as a fraction, such as 0.03), and the data have none; add it beside the prices',
      { details: { column: 'carry' } },
    )
  }
  const half = numberOf(parameters, 'gross') / 2
  const weights = emptyWeights(panel)
  const isRebalance = periodStarts(panel.time, { bars: numberOf(parameters, 'rebalance'), periodsPerYear })
  for (let bar = 0; bar < panel.time.length; bar++) {
    if (!isRebalance(bar)) continue
    // What has no bar cannot be traded, whatever its carry.
    const scores = panel.instruments.map(({ close }, k) => (Number.isNaN(close[bar]) ? Number.NaN : (carries[k]?.[bar] ?? Number.NaN)))
    writeSides(weights, bar, { sides: rankSides(scores, numberOf(parameters, 'quantile')), exposures: { long: half, short: half } })
  }
  return weights
}

export const carry: PanelFamily = { kind: 'panel', descriptor, decide, firstDecisionBar: () => 0, findConflict: () => null }
