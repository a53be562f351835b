import { parentPort, workerData } from 'node:worker_threads'
import { hashBars } from '#engine/market/hashBars.ts'
import { parseRunSpec } from '#engine/simulator/parseRunSpec.ts'
import { runBacktest } from '#engine/simulator/runBacktest.ts'
import { makeWalk } from '../builders/makeBars.ts'

/** The ledger hashes of a few fixed runs, as one line: run here, in another process and in worker threads. */
export function ledgerHashes(): string {
  const bars = makeWalk(Array.from({ length: 3000 }, (_, i) => Math.sin(i * 1.7) / 40 + Math.cos(i / 31) / 90))
  const strategies = [
    { type: 'trend_following', parameters: { direction: 'long_short' } },
    { type: 'mean_reversion', parameters: { signal: 'zscore', direction: 'long_short' } },
    { type: 'breakout' },
    { type: 'ts_momentum' },
  ]
  const cost_model = { type: 'percentage', percentage: 0.001, minimum_commission: 1 }
  const hashes = strategies.map((strategy) => {
    const { spec } = parseRunSpec({ strategy, cost_model, execution: { slippage_bps: 3, borrow_rate: 0.02 } })
    return runBacktest({ bars, symbol: 'TEST', spec, dataHash: hashBars(bars) }).identity.ledger_hash
  })
  return hashes.join(' ')
}

if (workerData === 'ledgerHashes') parentPort?.postMessage(ledgerHashes())
else if (process.argv[1] === import.meta.filename) process.stdout.write(ledgerHashes())
