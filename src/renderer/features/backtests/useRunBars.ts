import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import type { Backtest } from '#shared/domain/backtest.ts'
import type { Bars } from '#shared/domain/dataset.ts'
import { useApi } from '../../api/ApiProvider.tsx'
import { alignBars } from '../../charts/alignBars.ts'

export type RunBars =
  | { readonly state: 'loading' }
  | { readonly state: 'known'; readonly bars: Bars }
  | { readonly state: 'unknown'; readonly reason: string }

/** Whether a run traded several instruments: then no one series of bars is its price. */
export const isPanelRun = ({ instruments }: Pick<Backtest, 'instruments'>) => instruments.length > 1

/** The bars a run saw, with open, high and low; `time` is that of its positions (epoch ms). */
export function useRunBars(run: Pick<Backtest, 'datasetId' | 'instruments'>, time: Float64Array): RunBars {
  const { datasetId } = run
  const isPanel = isPanelRun(run)
  const api = useApi()
  const query = useQuery(
    api.datasets.bars.queryOptions({
      input: { id: datasetId ?? '' },
      enabled: datasetId !== null && !isPanel,
      staleTime: Number.POSITIVE_INFINITY,
    }),
  )
  return useMemo((): RunBars => {
    if (datasetId === null) return { state: 'unknown', reason: 'the bars of this run were not kept' }
    if (isPanel) return { state: 'unknown', reason: 'the run traded several instruments' }
    if (query.error !== null) return { state: 'unknown', reason: 'the bars of the dataset could not be read' }
    if (query.data === undefined) return { state: 'loading' }
    const bars = alignBars(query.data, time)
    return bars === null ? { state: 'unknown', reason: 'the dataset no longer holds the bars of this run' } : { state: 'known', bars }
  }, [datasetId, isPanel, query.data, query.error, time])
}
