import { skipToken, useQuery } from '@tanstack/react-query'
import type { Backtest } from '#shared/domain/backtest.ts'
import type { RunSpec } from '#shared/domain/runSpec.ts'
import { useApi } from '../../api/ApiProvider.tsx'

interface Subject {
  readonly strategyId: string | null
  readonly datasetId: string | null
}

export interface NewestRun {
  /** null: there is none, or it could not be read. */
  readonly run: (Backtest & { readonly spec: RunSpec }) | null
  /** Both are chosen, and it is not known yet. */
  readonly isPending: boolean
  readonly error: Error | null
}

/** The newest completed run of a strategy on a dataset: a walk-forward must pay what it paid to be evidence for it. */
export function useNewestRun({ strategyId, datasetId }: Subject): NewestRun {
  const api = useApi()
  const isChosen = strategyId !== null && datasetId !== null
  const newest = { strategyId, datasetId, statuses: ['completed' as const], limit: 1 }
  const list = useQuery(api.backtests.list.queryOptions({ input: isChosen ? newest : skipToken, retry: false }))
  const id = list.data?.items[0]?.id
  const got = useQuery(api.backtests.get.queryOptions({ input: isChosen && id !== undefined ? { id } : skipToken, retry: false }))
  const spec = got.data?.spec
  return {
    run: isChosen && got.data !== undefined && spec ? { ...got.data, spec } : null,
    isPending: isChosen && (list.isPending || (id !== undefined && got.isPending)),
    error: list.error ?? got.error,
  }
}
