import { dateToMs } from '#shared/domain/calendarDate.ts'
import type { PipelineRequest } from '#shared/domain/pipeline.ts'
import type { Strategy } from '#shared/domain/strategy.ts'
import type { DatabaseHandle } from '../../database/database.ts'
import { completeRunSpec } from '../../jobs/engineCatalogue.ts'
import { loadTaskData } from '../../jobs/loadRunInput.ts'
import { calendarOfShared } from '../../jobs/taskData.ts'
import { getDataset } from '../../repositories/datasetRepository.ts'
import { respectHoldout } from '../respectHoldout.ts'
import { findPeriod } from '../runPeriod.ts'

const DAY_MS = 86_400_000

interface Subject {
  readonly strategy: Strategy
  readonly datasetId: string
  readonly request: PipelineRequest
}

/** Bars that a run of the strategy may use: within the dates, before a locked holdout. Throws `data_out_of_range`, `forbidden`. */
export async function countBars(db: DatabaseHandle, { strategy, datasetId, request }: Subject): Promise<number> {
  const dataset = await getDataset(db, datasetId)
  const { type, parameters } = strategy
  const spec = completeRunSpec({ ...request.settings, strategy: { type, parameters } })
  const { startDate, endDate } = findPeriod(await respectHoldout(db, { strategy, dataset, spec }), dataset)
  const time = calendarOfShared(await loadTaskData(db, dataset))
  return time.filter((instant) => instant >= dateToMs(startDate) && instant < dateToMs(endDate) + DAY_MS).length
}
