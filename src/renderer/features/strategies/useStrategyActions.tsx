import { Text } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import type { Strategy } from '#shared/domain/strategy.ts'
import { useApi, useClient } from '../../api/ApiProvider.tsx'
import { confirmDelete } from '../../components/confirmAction.tsx'
import { deleteAfterUndo } from '../../components/delayedDeletion.ts'
import { showError } from '../../components/showError.ts'
import { showUndo } from '../../components/undoNotice.tsx'
import { listCounts } from '../../format/counts.ts'

interface Dependents {
  readonly backtests: number
  readonly validations: number
  readonly gateResults: number
}

/** What goes with a strategy, in words: "3 backtests and 2 gate results". */
export function nameDependents({ backtests, validations, gateResults }: Dependents): string {
  const parts = listCounts([
    [backtests, 'backtest'],
    [validations, 'validation'],
    [gateResults, 'gate result'],
  ])
  if (parts === '') return 'It has no backtests, validations or gate results.'
  return `This also deletes its ${parts}, with all their trades and curves.`
}

/** Archive, restore and delete, each telling what it did. */
export function useStrategyActions() {
  const api = useApi()
  const client = useClient()
  const queryClient = useQueryClient()
  const refresh = () =>
    Promise.all(
      [api.strategies.key(), api.backtests.key(), api.gates.key(), api.overview.key()].map((queryKey) =>
        queryClient.invalidateQueries({ queryKey }),
      ),
    )
  const onError = (error: unknown) => showError(error)

  const restore = useMutation({
    ...api.strategies.restore.mutationOptions(),
    onSuccess: ({ name }) => {
      notifications.show({ message: `Restored ${name}` })
      return refresh()
    },
    onError,
  })
  const archive = useMutation({
    ...api.strategies.archive.mutationOptions(),
    onSuccess: ({ id, name }) => {
      showUndo({ message: `Archived ${name}`, onUndo: () => restore.mutate({ id }) })
      return refresh()
    },
    onError,
  })

  const askDelete = async ({ id, name }: Strategy, onDeleted: () => void) => {
    try {
      const dependents = await client.strategies.countDependents({ id })
      confirmDelete({
        what: `strategy "${name}"`,
        consequences: <Text size="sm">{nameDependents(dependents)} Archiving keeps all of it.</Text>,
        onConfirm: async () => {
          onDeleted()
          deleteAfterUndo({ id, what: `strategy "${name}"`, remove: () => client.strategies.delete({ id }).then(refresh) })
        },
      })
    } catch (error) {
      onError(error)
    }
  }

  return { archive: archive.mutate, restore: restore.mutate, askDelete }
}
