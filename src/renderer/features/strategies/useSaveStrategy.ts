import { notifications } from '@mantine/notifications'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import type { Strategy, StrategyDraft } from '#shared/domain/strategy.ts'
import { useApi, useClient } from '../../api/ApiProvider.tsx'
import { readError } from '../../api/readError.ts'
import { showUndo } from '../../components/undoNotice.tsx'
import { formOf } from './strategyForm.ts'

/** A new strategy, perhaps from a draft, or the next version of one. */
export type StrategyDialogTask =
  | { readonly kind: 'create'; readonly draft: StrategyDraft | null }
  | { readonly kind: 'edit'; readonly strategy: Strategy }

/** Saves a draft as a new strategy or as the next version, and refreshes every list that shows it. */
export function useSaveStrategy(task: StrategyDialogTask, onSaved: (strategy: Strategy) => void) {
  const api = useApi()
  const client = useClient()
  const queryClient = useQueryClient()
  const [expectedVersion, setExpectedVersion] = useState(task.kind === 'edit' ? task.strategy.version : 0)
  const refresh = () => {
    void queryClient.invalidateQueries({ queryKey: api.strategies.key() })
    void queryClient.invalidateQueries({ queryKey: api.gates.key() })
    void queryClient.invalidateQueries({ queryKey: api.overview.key() })
  }
  // Versions are never taken out of the history: a further one has again what the one before the edit had.
  const takeBack = useMutation({
    mutationFn: ([before, edited]: readonly [Strategy, Strategy]) =>
      client.strategies.update({ id: edited.id, expectedVersion: edited.version, draft: formOf(before) }),
    onSuccess: ({ version }, [before]) => {
      refresh()
      notifications.show({ message: `Version ${version} is as version ${before.version} was` })
    },
    onError: (error) => notifications.show({ color: 'red', title: 'The edit was not taken back', message: readError(error).message }),
  })
  const mutation = useMutation({
    mutationFn: (draft: StrategyDraft) =>
      task.kind === 'edit' ? client.strategies.update({ id: task.strategy.id, expectedVersion, draft }) : client.strategies.create(draft),
    onSuccess: (strategy) => {
      refresh()
      if (task.kind === 'edit') {
        showUndo({
          message: `Saved version ${strategy.version} of ${strategy.name}`,
          onUndo: () => takeBack.mutate([task.strategy, strategy]),
        })
      }
      onSaved(strategy)
    },
  })

  /** After a conflict: the next save follows the newest stored version, which is returned. */
  const rebase = async (): Promise<Strategy> => {
    if (task.kind !== 'edit') throw new Error('Only an edit can be in conflict')
    const newest = await client.strategies.get({ id: task.strategy.id })
    setExpectedVersion(newest.version)
    mutation.reset()
    return newest
  }

  return { save: mutation.mutate, rebase, error: mutation.error, isPending: mutation.isPending, expectedVersion }
}
