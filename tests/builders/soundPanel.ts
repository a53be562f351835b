import { xoshiro128 } from '#engine/random.ts'
import { completeRunSpec } from '#engine/simulator/completeRunSpec.ts'
import type { Client } from '#shared/contract/contract.ts'
import type { RunSpec } from '#shared/domain/runSpec.ts'
import type { EqualWindowsPlan } from '#shared/domain/validationPlan.ts'
import { SOUND_PLAN, SOUND_SPEC } from './soundStrategy.ts'
import { makeStrategyDraft } from './strategies.ts'

const DAY_MS = 86_400_000
/** 2000-01-03, a Monday. */
const FIRST_DAY_MS = 946_857_600_000
const SYMBOLS = 10
const BARS = 2600

/**
 * Ten years of weekdays of ten instruments without a market: each pays its carry day by day beside a noise of 1%, and
 * its carry comes back to nothing with a half-life of two months. Carry pays, and pays less the older the ranking.
 */
export function carryCsv(): string {
  const random = xoshiro128(11)
  const rows = ['date,symbol,open,high,low,close,volume,carry']
  const [price, carry] = [new Float64Array(SYMBOLS).fill(100), new Float64Array(SYMBOLS)]
  for (let bar = 0; bar < BARS; bar++) {
    const day = FIRST_DAY_MS + (Math.floor(bar / 5) * 7 + (bar % 5)) * DAY_MS
    for (let k = 0; k < SYMBOLS; k++) {
      const open = price[k]!
      const close = open * Math.exp(carry[k]! / 252 + 0.01 * random.nextNormal())
      carry[k] = 0.985 * carry[k]! + 0.035 * random.nextNormal()
      const [high, low] = [Math.max(open, close) * 1.001, Math.min(open, close) * 0.999]
      rows.push([new Date(day).toISOString().slice(0, 10), `PAYS${k}`, open, high, low, close, 1e6, carry[k]].join(','))
      price[k] = close
    }
  }
  return rows.join('\n')
}

export const PANEL_SPEC: RunSpec = completeRunSpec({
  ...SOUND_SPEC,
  initial_cash: 1_000_000,
  strategy: { type: 'carry', parameters: { rebalance: 10, quantile: 0.3 } },
  cost_model: { type: 'percentage', percentage: 0.0001, minimum_commission: 0 },
  execution: { ...SOUND_SPEC.execution, slippage_bps: 1, sizing: { type: 'all_in' } },
})

export const PANEL_PLAN: EqualWindowsPlan = {
  ...SOUND_PLAN,
  trainLength: 600,
  testLength: 280,
  purgeBars: 170,
  axes: [
    { name: 'rebalance', values: [10, 40, 120, 250] },
    { name: 'quantile', values: [0.1, 0.2, 0.3] },
  ],
}

/** Through the application: the panel with a locked holdout, and a carry strategy for it. */
export async function storeSoundPanel(client: Client) {
  const dataset = await client.datasets.importCsv({ name: 'Payers', survivorship: 'point_in_time', text: carryCsv() })
  await client.holdouts.lock({ datasetId: dataset.id, startDate: '2009-07-01', reason: 'The last look.' })
  const { strategy: wanted, ...settings } = PANEL_SPEC
  const strategy = await client.strategies.create(makeStrategyDraft({ name: 'Paid to hold', ...wanted, author: 'Ada' }))
  return { dataset, strategy, order: { strategyId: strategy.id, datasetId: dataset.id, settings } }
}
