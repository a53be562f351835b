import type { RepeatableBacktest } from '#shared/domain/backtest.ts'
import type { Dataset } from '#shared/domain/dataset.ts'
import type { DatabaseHandle } from '../database/database.ts'
import { getDataset, loadBars } from '../repositories/datasetRepository.ts'
import type { BacktestInput } from './engineTasks.ts'
import { shareBars } from './sharedBars.ts'

export interface LoadedRun {
  /** What a worker thread needs to compute the run. */
  readonly input: BacktestInput
  readonly dataset: Dataset
}

/** Everything a stored run was made from, its bars in memory that threads share. Throws `not_found`. */
export async function loadRunInput(db: DatabaseHandle, { datasetId, spec, dataHash }: RepeatableBacktest): Promise<LoadedRun> {
  const dataset = await getDataset(db, datasetId)
  const bars = shareBars(await loadBars(db, datasetId))
  return { input: { bars, symbol: dataset.symbol, spec, dataHash }, dataset }
}
