import { expect, it } from 'vitest'
import { generateCandidates } from './generateCandidates.ts'

const thresholdsOf = (goal: string) => {
  const [first] = generateCandidates({ goal, riskPreference: 'moderate', maxStrategies: 1 })
  return first!.thresholds.map(({ metric, comparison, bound }) => [metric, comparison, bound])
}

it.each<[string, (string | number)[][]]>([
  [
    'Momentum with max drawdown under 15%, Sharpe above 1',
    [
      ['sharpe_ratio', 'at_least', 1],
      ['max_drawdown', 'at_least', -0.15],
    ],
  ],
  ['trend following, a Sharpe ratio of at least 0.8', [['sharpe_ratio', 'at_least', 0.8]]],
  ['follow trends, at most 12.5% drawdown', [['max_drawdown', 'at_least', -0.125]]],
  [
    'breakouts returning 8% annual return with a win rate over 55 %',
    [
      ['cagr', 'at_least', 0.08],
      ['win_rate', 'at_least', 0.55],
    ],
  ],
  ['mean reversion, profit factor > 1.5', [['profit_factor', 'at_least', 1.5]]],
  ['trend with volatility below 10%', [['annual_volatility', 'at_most', 0.1]]],
  ['momentum with a 12% volatility target over 6 months', []],
  ['follow long trends with a stop loss of 5%', []],
])('%s', (goal, thresholds) => expect(thresholdsOf(goal)).toEqual(thresholds))

it('are said in words, in the rationale and in what is stored with the strategy', () => {
  const goal = 'momentum, drawdown under 15%, sharpe above 1'
  const [candidate] = generateCandidates({ goal, riskPreference: 'moderate', maxStrategies: 1 })
  const words = 'Sharpe ratio at least 1, max drawdown no deeper than 15%'
  expect(candidate!.rationale).toContain(words)
  expect(candidate!.draft.intendedUse).toContain(`Meant to reach: ${words}.`)
})
