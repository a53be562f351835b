import { expect, it } from 'vitest'
import { targetsOfGoal } from './productReadiness.ts'

const none = { minSharpe: null, maxDrawdown: null, minTotalReturn: null, minTrades: null }

it('a goal that names numbers holds the gates to the strictest of them', () => {
  expect(
    targetsOfGoal([
      { metric: 'sharpe_ratio', comparison: 'at_least', bound: 1 },
      { metric: 'sharpe_ratio', comparison: 'at_least', bound: 1.5 },
      { metric: 'max_drawdown', comparison: 'at_least', bound: -0.15 },
    ]),
  ).toEqual({ ...none, minSharpe: 1.5, maxDrawdown: 0.15 })
  expect(targetsOfGoal([{ metric: 'max_drawdown', comparison: 'at_least', bound: -3 }])).toEqual({ ...none, maxDrawdown: 1 })
})

it('what no gate looks at, or what would loosen one, makes no target', () => {
  expect(targetsOfGoal([])).toBeNull()
  expect(targetsOfGoal([{ metric: 'win_rate', comparison: 'at_least', bound: 0.6 }])).toBeNull()
  expect(targetsOfGoal([{ metric: 'sharpe_ratio', comparison: 'at_most', bound: 1 }])).toBeNull()
  expect(targetsOfGoal([{ metric: 'max_drawdown', comparison: 'at_least', bound: 0 }])).toBeNull()
})
