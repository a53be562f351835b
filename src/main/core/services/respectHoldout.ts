import { AppError } from '#shared/domain/appError.ts'
import { dateToMs, msToDate } from '#shared/domain/calendarDate.ts'
import type { Dataset } from '#shared/domain/dataset.ts'
import type { Holdout } from '#shared/domain/governance.ts'
import type { RunSpec } from '#shared/domain/runSpec.ts'
import type { Strategy } from '#shared/domain/strategy.ts'
import type { DatabaseHandle } from '../database/database.ts'
import { getDataset } from '../repositories/datasetRepository.ts'
import { holdoutStatus } from '../repositories/holdoutRepository.ts'

const DAY_MS = 86_400_000

interface Reading {
  readonly strategy: Pick<Strategy, 'id' | 'version'>
  readonly dataset: Pick<Dataset, 'id' | 'name' | 'firstTimeMs' | 'lastTimeMs'>
  readonly spec: RunSpec
}

/**
 * The specification as it may be run: one that leaves its end open ends before a locked holdout at the end of the data. The
 * version for which the holdout was opened reads everything. Throws `forbidden` for dates that touch the holdout.
 */
export async function respectHoldout(db: DatabaseHandle, reading: Reading): Promise<RunSpec> {
  const { dataset, spec } = reading
  const holdout = await findTouched(db, reading)
  if (holdout === null) return spec
  const start = spec.start_date ?? msToDate(dataset.firstTimeMs)
  const isAtEnd = holdout.endDate >= msToDate(dataset.lastTimeMs)
  if (spec.end_date == null && isAtEnd && start < holdout.startDate) return { ...spec, end_date: dayBefore(holdout.startDate) }
  throw locked(dataset.name, holdout)
}

/** Of a run that was stored before: what it was made of. */
interface StoredReading {
  readonly strategyId: string
  readonly strategyVersion: number
  readonly datasetId: string
  readonly spec: RunSpec
}

/** What was begun before a holdout was locked does not read it afterwards. Throws `forbidden`. */
export async function refuseLockedSince(
  db: DatabaseHandle,
  { strategyId, strategyVersion, datasetId, spec }: StoredReading,
): Promise<void> {
  const dataset = await getDataset(db, datasetId)
  const holdout = await findTouched(db, { strategy: { id: strategyId, version: strategyVersion }, dataset, spec })
  if (holdout === null) return
  const { startDate, endDate } = holdout
  throw new AppError(
    'forbidden',
    `${startDate} to ${endDate} of "${dataset.name}" was locked as a holdout since this was begun, so it cannot go on. Start it anew: it then ends before the holdout.`,
    { details: { datasetId, startDate, endDate } },
  )
}

/** The locked holdout that would be read; null when there is none, or it was opened for this version. */
async function findTouched(db: DatabaseHandle, { strategy, dataset, spec }: Reading): Promise<Holdout | null> {
  const { holdout, openings } = await holdoutStatus(db, dataset.id, strategy.id)
  if (holdout === null || openings.some(({ strategyVersion }) => strategyVersion === strategy.version)) return null
  const start = spec.start_date ?? msToDate(dataset.firstTimeMs)
  const end = spec.end_date ?? msToDate(dataset.lastTimeMs)
  return start > holdout.endDate || end < holdout.startDate ? null : holdout
}

const dayBefore = (date: string) => msToDate(dateToMs(date) - DAY_MS)

function locked(name: string, { datasetId, startDate, endDate }: Holdout): AppError {
  return new AppError(
    'forbidden',
    `${startDate} to ${endDate} of "${name}" is a locked holdout, which no search may read. End on ${dayBefore(startDate)}, or open it once for a frozen version.`,
    { details: { datasetId, startDate, endDate, field: 'end_date' } },
  )
}
