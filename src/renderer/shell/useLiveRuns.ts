import { type QueryClient, type QueryKey, useQueryClient } from '@tanstack/react-query'
import { useCallback } from 'react'
import type { Backtest, RunEvent } from '#shared/domain/backtest.ts'
import type { Pipeline } from '#shared/domain/pipeline.ts'
import type { RobustnessJob } from '#shared/domain/robustnessJob.ts'
import type { Sweep } from '#shared/domain/sweep.ts'
import type { Validation } from '#shared/domain/validation.ts'
import { type Api, useApi } from '../api/ApiProvider.tsx'
import { useRunEvents } from '../api/useRunEvents.ts'

/** A change of state makes every list and count stale; progress only moves the one run that is open. */
function applyRunEvent(event: RunEvent, api: Api, queries: QueryClient): void {
  const stale = (queryKey: QueryKey) => void queries.invalidateQueries({ queryKey })
  switch (event.kind) {
    case 'progress':
      queries.setQueryData<Backtest>(api.backtests.get.queryKey({ input: { id: event.backtestId } }), withProgress(event))
      return
    case 'validationProgress':
      queries.setQueryData<Validation>(api.validations.get.queryKey({ input: { id: event.validationId } }), withProgress(event))
      return
    case 'sweepProgress':
      queries.setQueryData<Sweep>(api.sweeps.get.queryKey({ input: { id: event.sweepId } }), withProgress(event))
      return
    case 'pipelineProgress':
      queries.setQueryData<Pipeline>(api.pipelines.get.queryKey({ input: { id: event.pipelineId } }), withProgress(event))
      return
    case 'robustnessProgress':
      queries.setQueryData<RobustnessJob | null>(api.robustness.job.queryKey({ input: event.subject }), (job) =>
        job === null ? null : withProgress(event)(job),
      )
      return
    case 'robustnessChanged':
      // No count and no verdict reads a robustness test.
      stale(api.robustness.key())
      return
    case 'pipelineChanged':
      stale(api.pipelines.key())
      stale(api.strategies.key())
      break
    case 'changed':
      stale(api.backtests.list.key())
      stale(api.backtests.get.key({ input: { id: event.backtestId } }))
      break
    case 'sweepChanged':
      stale(api.sweeps.list.key())
      stale(api.sweeps.get.key({ input: { id: event.sweepId } }))
      stale(api.trials.key())
      break
    case 'validationChanged':
      stale(api.validations.list.key())
      stale(api.validations.get.key({ input: { id: event.validationId } }))
      break
  }
  stale(api.overview.key())
  stale(api.gates.key())
}

const withProgress =
  ({ progress }: { readonly progress: number }) =>
  <Run extends object>(run: Run | undefined): Run | undefined =>
    run === undefined ? run : { ...run, progress }

/** Keeps every cached list, run and count up to date with the live news of runs. */
export function useLiveRuns(): void {
  const api = useApi()
  const queries = useQueryClient()
  useRunEvents(useCallback((event: RunEvent) => applyRunEvent(event, api, queries), [api, queries]))
}
