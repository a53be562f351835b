import type { Client } from '#shared/contract/contract.ts'
import { waitForRun, waitForValidation } from './openTestApplication.ts'
import { SOUND_PLAN, SOUND_SPEC, swingingBars } from './soundStrategy.ts'
import { makeStrategyDraft } from './strategies.ts'

/** The swinging market as a CSV. */
export function swingingCsv(): string {
  const { time, open, high, low, close, volume } = swingingBars()
  const rows = Array.from(time, (instant, bar) =>
    [new Date(instant).toISOString().slice(0, 10), open[bar], high[bar], low[bar], close[bar], volume[bar]].join(','),
  )
  return ['date,open,high,low,close,volume', ...rows].join('\n')
}

const { strategy: SOUND_STRATEGY, ...SOUND_SETTINGS } = SOUND_SPEC

/** Through the application: the data with a locked holdout, the sound strategy, its run and its walk-forward. */
export async function storeSoundStrategy(client: Client) {
  const dataset = await client.datasets.importCsv({ name: 'Swing', symbol: 'SWING', survivorship: 'single_index', text: swingingCsv() })
  await client.holdouts.lock({ datasetId: dataset.id, startDate: '2018-07-02', reason: 'The last look.' })
  const strategy = await client.strategies.create(makeStrategyDraft({ name: 'Swing back', ...SOUND_STRATEGY, author: 'Ada' }))
  const order = { strategyId: strategy.id, datasetId: dataset.id, settings: SOUND_SETTINGS }
  const run = await waitForRun(client, (await client.backtests.run(order)).id)
  const validation = await waitForValidation(client, (await client.validations.run({ ...order, plan: SOUND_PLAN })).id)
  return { strategy, order, run, validation }
}

export const SOUND_READINESS = {
  tier: 2,
  riskLimits: { position: 0.3, gross: 1, dailyLoss: 0.02, drawdownStop: 0.15 },
  monitoring: 'Fills and slippage every morning.',
  decayTrigger: 'A rolling Sharpe ratio below 0 over 120 days.',
  runbook: 'Flatten, stop the feed, call the owner.',
  rollback: 'first' as const,
}
