import { notifications } from '@mantine/notifications'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from 'react-router'
import type { Strategy } from '#shared/domain/strategy.ts'
import type { Sweep, SweepRow } from '#shared/domain/sweep.ts'
import { useApi, useClient } from '../../api/ApiProvider.tsx'
import { showError } from '../../components/showError.ts'
import { describePlace } from './axisWords.ts'

/** What can be done with one trial: open it as a run of its own, or make its parameters the strategy's next version. */
export function useTrialActions(sweep: Sweep) {
  const api = useApi()
  const client = useClient()
  const navigate = useNavigate()
  const queryClient = useQueryClient()
  const settings = useQuery(api.sweeps.describeSettings.queryOptions({ staleTime: Number.POSITIVE_INFINITY }))
  const onError = (error: unknown) => showError(error)
  const open = useMutation({
    ...api.sweeps.runTrial.mutationOptions(),
    onSuccess: ({ id }) => {
      void queryClient.invalidateQueries({ queryKey: api.backtests.list.key() })
      navigate(`/backtests/${id}`)
    },
    onError,
  })
  const use = useMutation({
    mutationFn: async ({ parameters }: SweepRow) => {
      const names = new Set((settings.data ?? []).map(({ name }) => name))
      const own = Object.fromEntries(Object.entries(parameters).filter(([name]) => !names.has(name)))
      const left = Object.fromEntries(Object.entries(parameters).filter(([name]) => names.has(name)))
      return { strategy: await saveVersion(own), own, left }
    },
    onSuccess: ({ strategy, own, left }) => {
      void queryClient.invalidateQueries({ queryKey: api.strategies.key() })
      const rest = Object.keys(left).length === 0 ? '' : ` Set ${describePlace(left)} when you run it: that belongs to the run.`
      notifications.show({ message: `Version ${strategy.version} of "${strategy.name}" has ${describePlace(own)}.${rest}` })
      navigate(`/strategies/${strategy.id}`)
    },
    onError,
  })
  const saveVersion = async (parameters: SweepRow['parameters']): Promise<Strategy> => {
    const current = await client.strategies.get({ id: sweep.strategyId })
    const { id, version, ...strategy } = current
    return client.strategies.update({
      id,
      expectedVersion: version,
      draft: { ...draftOf(strategy), parameters: { ...current.parameters, ...parameters } },
    })
  }
  return { open: (trial: number) => open.mutate({ id: sweep.id, trial }), use: use.mutate, isBusy: open.isPending || use.isPending }
}

type DraftFields =
  | 'name'
  | 'description'
  | 'type'
  | 'parameters'
  | 'confidence'
  | 'tags'
  | 'author'
  | 'hypothesis'
  | 'intendedUse'
  | 'limitations'

function draftOf({
  name,
  description,
  type,
  parameters,
  confidence,
  tags,
  author,
  hypothesis,
  intendedUse,
  limitations,
}: Pick<Strategy, DraftFields>): Pick<Strategy, DraftFields> {
  return { name, description, type, parameters, confidence, tags, author, hypothesis, intendedUse, limitations }
}
