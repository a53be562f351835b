import type { RepeatableBacktest } from '#shared/domain/backtest.ts'
import type { Dataset } from '#shared/domain/dataset.ts'
import type { DatabaseHandle } from '../database/database.ts'
import { readBars, readPanelSeries } from '../repositories/datasetChunks.ts'
import { getDataset } from '../repositories/datasetRepository.ts'
import type { BacktestInput } from './engineTasks.ts'
import { shareBars } from './sharedBars.ts'
import { sharePanel } from './sharedPanel.ts'
import type { TaskData } from './taskData.ts'

export interface LoadedRun {
  /** What a worker thread needs to compute the run. */
  readonly input: BacktestInput
  readonly dataset: Dataset
}

/** Everything a stored run was made from, its data in memory that threads share. Throws `not_found`. */
export async function loadRunInput(db: DatabaseHandle, { datasetId, spec, dataHash }: RepeatableBacktest): Promise<LoadedRun> {
  const dataset = await getDataset(db, datasetId)
  return { input: { ...(await loadTaskData(db, dataset)), spec, dataHash }, dataset }
}

/** Bars or panel of a dataset in memory that threads share. Throws `database_corrupt`. */
export async function loadTaskData(db: DatabaseHandle, dataset: Dataset): Promise<TaskData> {
  if (dataset.kind === 'panel') return { sharedPanel: sharePanel(await readPanelSeries(db, dataset)) }
  return { bars: shareBars(await readBars(db, dataset)), symbol: dataset.symbol }
}
