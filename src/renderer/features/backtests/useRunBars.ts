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

/** The bars a run saw, with open, high and low; `time` is that of its positions (epoch ms). */
export function useRunBars({ datasetId }: Pick<Backtest, 'datasetId'>, time: Float64Array): RunBars {
  const api = useApi()
  const query = useQuery(
    api.datasets.bars.queryOptions({
      input: { id: datasetId ?? '' },
      enabled: datasetId !== null,
      staleTime: Number.POSITIVE_INFINITY,
    }),
  )
  return useMemo((): RunBars => {
    if (datasetId === null) return { state: 'unknown', reason: 'the bars of this run were not kept' }
    if (query.error !== null) return { state: 'unknown', reason: 'the bars of the dataset could not be read' }
    if (query.data === undefined) return { state: 'loading' }
    const bars = alignBars(query.data, time)
    return bars === null ? { state: 'unknown', reason: 'the dataset no longer holds the bars of this run' } : { state: 'known', bars }
  }, [datasetId, query.data, query.error, time])
}
