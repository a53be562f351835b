import { useMemo, useState } from 'react'
import { fromRunSettings } from '../runDialog/fromRunSettings.ts'
import { INITIAL_RUN_FORM, type RunForm } from '../runDialog/runForm.ts'
import { type FittingDatasets, useFittingDatasets } from '../runDialog/useFittingDatasets.ts'
import { type NewestRun, useNewestRun } from './useNewestRun.ts'

export interface ValidationSettings extends Pick<FittingDatasets, 'datasets' | 'range' | 'missing'> {
  readonly newest: NewestRun
  /** What the settings begin with: those of the newest run, or the usual ones. */
  readonly base: RunForm
  /** With what the person changed. */
  readonly form: RunForm
  readonly change: (changes: Partial<RunForm>) => void
  /** Takes every change of the settings back. */
  readonly restore: () => void
}

/** Strategy, data and settings of a new validation. */
export function useSettings(strategyId: string | null): ValidationSettings {
  const [typed, setTyped] = useState<Partial<RunForm>>({ strategyId })
  const chosen = { strategyId: typed.strategyId ?? null, datasetId: typed.datasetId ?? null }
  const { datasets, dataset, range, missing } = useFittingDatasets(chosen)
  const subject = { strategyId: chosen.strategyId, datasetId: dataset?.id ?? null }
  const newest = useNewestRun(subject)
  const spec = newest.run?.spec
  const settings = useMemo(() => (spec === undefined ? INITIAL_RUN_FORM : fromRunSettings(spec)), [spec])
  const base = { ...settings, ...subject }
  return {
    datasets,
    range,
    missing,
    newest,
    base,
    form: { ...base, ...typed, ...subject },
    change: (changes) => setTyped(mergeTyped({ ...typed, ...subject }, changes)),
    restore: () => setTyped(subject),
  }
}

/** Dates, and a size that only the other run had, go with the strategy and dataset they were chosen for. */
function mergeTyped(typed: Partial<RunForm>, changes: Partial<RunForm>): Partial<RunForm> {
  const merged = { ...typed, ...changes }
  if (changes.strategyId === undefined && changes.datasetId === undefined) return merged
  const { startDate: _start, endDate: _end, sizingType, ...others } = merged
  return sizingType === undefined || sizingType === 'kept' ? others : { ...others, sizingType }
}
