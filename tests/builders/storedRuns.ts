import type { DatabaseHandle } from '#core/database/database.ts'
import { createBacktest, type NewBacktest } from '#core/repositories/backtestRepository.ts'
import { encodeBars } from '#core/repositories/datasetChunks.ts'
import { createDataset } from '#core/repositories/datasetRepository.ts'
import { startRun } from '#core/repositories/runState.ts'
import { createStrategy } from '#core/repositories/strategyRepository.ts'
import { makeBars, makeDataset } from './datasets.ts'
import { NEW_YEAR_2024_MS } from './ids.ts'
import { makeNewBacktest } from './runs.ts'
import { makeStrategy } from './strategies.ts'

export interface RunParents {
  readonly strategyId: string
  readonly datasetId: string
}

/** Stores a strategy and a dataset of 20 bars for runs to belong to. */
export async function storeRunParents(db: DatabaseHandle): Promise<RunParents> {
  const [strategy, bars] = [makeStrategy(), makeBars(20)]
  const dataset = makeDataset(bars)
  await createStrategy(db, strategy)
  await createDataset(db, dataset, encodeBars(bars))
  return { strategyId: strategy.id, datasetId: dataset.id }
}

/** Stores a pending run and answers its id. */
export async function storeBacktest(db: DatabaseHandle, parents: RunParents, changes: Partial<NewBacktest> = {}): Promise<string> {
  const backtest = makeNewBacktest(parents, changes)
  await createBacktest(db, backtest)
  return backtest.id
}

/** Stores a run that `worker-1` holds until 2024-01-01T00:00:30Z, and answers its id. */
export async function storeRunningBacktest(db: DatabaseHandle, parents: RunParents): Promise<string> {
  const id = await storeBacktest(db, parents)
  await startRun(db, 'backtests', { id, owner: 'worker-1', nowMs: NEW_YEAR_2024_MS + 1000, leaseMs: 30_000 })
  return id
}
