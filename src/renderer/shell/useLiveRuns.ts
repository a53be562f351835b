import { type QueryClient, useQueryClient } from '@tanstack/react-query'
import { useCallback } from 'react'
import type { Backtest, RunEvent } from '#shared/domain/backtest.ts'
import { type Api, useApi } from '../api/ApiProvider.tsx'
import { useRunEvents } from '../api/useRunEvents.ts'

/** A change of state makes every list and count stale; progress only moves the one run that is open. */
function applyRunEvent(event: RunEvent, api: Api, queries: QueryClient): void {
  if (event.kind === 'progress') {
    queries.setQueryData<Backtest>(api.backtests.get.queryKey({ input: { id: event.backtestId } }), (run) =>
      run === undefined ? run : { ...run, progress: event.progress },
    )
    return
  }
  void queries.invalidateQueries({ queryKey: api.backtests.list.key() })
  void queries.invalidateQueries({ queryKey: api.backtests.get.key({ input: { id: event.backtestId } }) })
  void queries.invalidateQueries({ queryKey: api.overview.key() })
  void queries.invalidateQueries({ queryKey: api.gates.key() })
}

/** Keeps every cached list, run and count up to date with the live news of runs. */
export function useLiveRuns(): void {
  const api = useApi()
  const queries = useQueryClient()
  useRunEvents(useCallback((event: RunEvent) => applyRunEvent(event, api, queries), [api, queries]))
}
