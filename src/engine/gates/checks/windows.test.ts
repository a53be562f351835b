import { expect, it } from 'vitest'
import { knownGoodCrv } from '../controls/knownGoodCrv.ts'
import type { WindowEvidence } from '../evidence/windowEvidence.ts'
import { DEFAULT_POLICY } from '../policy.ts'
import { checkConcentration, checkProfitableWindows, checkTradeCount } from './windows.ts'

const { crv: policy } = DEFAULT_POLICY
const good = knownGoodCrv().windows.value!
const altered = (change: Partial<WindowEvidence>) => ({ value: { ...good, ...change }, missing: null })
const evenProfits = Array.from({ length: 100 }, () => 10)

// A check with two demands shows the one that is missed: no FAIL stands beside a margin on the good side.
it.each([
  {
    name: 'C14, a fortune of five trades over even windows',
    check: checkConcentration(altered({ largestShare: 0.2, profits: [900, 800, 700, 600, 500, ...evenProfits] }), policy),
    shown: { value: 3500 / 4500, bound: policy.maxTopTradesShare },
  },
  {
    name: 'C14, a fortune of one window',
    check: checkConcentration(altered({ largestShare: 0.9, profits: evenProfits }), policy),
    shown: { value: 0.9, bound: policy.maxWindowShare },
  },
  {
    name: 'C14, trades that lose together over windows that grow',
    check: checkConcentration(altered({ largestShare: 0.2, profits: [10, -20] }), policy),
    shown: { value: null, bound: policy.maxTopTradesShare },
  },
  {
    name: 'C4, trades enough in all, few in one window',
    check: checkTradeCount(altered({ trades: [200, 200, 3] }), policy),
    shown: { value: 3, bound: policy.minTradesPerFold },
  },
  {
    name: 'C4, too few trades in all',
    check: checkTradeCount(altered({ trades: [20, 31] }), policy),
    shown: { value: 51, bound: policy.minTrades },
  },
  {
    name: 'C13, good windows but few of them',
    check: checkProfitableWindows(altered({ count: 3, profitable: 3 }), policy),
    shown: { value: 3, bound: policy.minWindows },
  },
  {
    name: 'C13, windows enough, few of them good',
    check: checkProfitableWindows(altered({ count: 10, profitable: 2 }), policy),
    shown: { value: 0.2, bound: policy.minProfitableWindows },
  },
  {
    name: 'C13, many short windows that earn and a long one that loses',
    check: checkProfitableWindows(altered({ count: 10, profitable: 9, profitableBarShare: 0.3 }), policy),
    shown: { value: 0.3, bound: policy.minProfitableWindows },
  },
])('$name', ({ check, shown }) => {
  expect(check).toMatchObject({ state: 'FAIL', value: shown.value, threshold: { bound: shown.bound } })
  if (shown.value === null) expect(check.margin).toBeNull()
  else expect(check.margin).toBeLessThan(0)
})

it('C13 passes windows of any length when they earn by number and by bars', () => {
  const check = checkProfitableWindows(altered({ count: 10, profitable: 8, profitableBarShare: 0.9 }), policy)
  expect(check).toMatchObject({ state: 'PASS', value: 0.8, summary: '8 of 10 windows earned, and 90% of the tested bars lie in them.' })
})

it('C4 names the thin windows as the pages do, from 1', () => {
  const { evidence } = checkTradeCount(altered({ count: 3, trades: [200, 2, 200] }), policy)
  expect(evidence).toEqual([{ label: 'Window 2', value: '2 trades' }])
})
