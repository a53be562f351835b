import { Text } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import type { SweepSummary } from '#shared/domain/sweep.ts'
import { useApi, useClient } from '../../api/ApiProvider.tsx'
import { confirmDelete } from '../../components/confirmAction.tsx'
import { deleteAfterUndo } from '../../components/delayedDeletion.ts'
import { showError } from '../../components/showError.ts'

/** Steering and deleting a sweep, with every list refreshed afterwards. */
export function useSweepActions() {
  const api = useApi()
  const client = useClient()
  const queryClient = useQueryClient()
  const refresh = () => queryClient.invalidateQueries({ queryKey: api.sweeps.key() })
  const onError = (error: unknown) => showError(error)
  const handlers = { onSuccess: refresh, onError }
  const cancel = useMutation({ ...api.sweeps.cancel.mutationOptions(), ...handlers })
  const pause = useMutation({ ...api.sweeps.pause.mutationOptions(), ...handlers })
  const resume = useMutation({ ...api.sweeps.resume.mutationOptions(), ...handlers })
  const askDelete = ({ id, strategyName, trialCount }: SweepSummary, onDeleted: () => void) =>
    confirmDelete({
      what: `this sweep of "${strategyName}"`,
      consequences: (
        <Text size="sm">Its {trialCount} trials go with it. They stay counted in the trial ledger, and runs opened from it stay too.</Text>
      ),
      onConfirm: async () => {
        onDeleted()
        deleteAfterUndo({ id, what: `sweep of "${strategyName}"`, remove: () => client.sweeps.delete({ id }).then(refresh) })
      },
    })
  return { cancel, pause, resume, askDelete }
}
