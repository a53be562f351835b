import { Text } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import type { ValidationSummary } from '#shared/domain/validation.ts'
import { useApi, useClient } from '../../api/ApiProvider.tsx'
import { confirmDelete } from '../../components/confirmAction.tsx'
import { deleteAfterUndo } from '../../components/delayedDeletion.ts'
import { showError } from '../../components/showError.ts'

/** Cancel, resume and delete, with every list refreshed afterwards. */
export function useValidationActions() {
  const api = useApi()
  const client = useClient()
  const queryClient = useQueryClient()
  const refresh = () =>
    Promise.all([api.validations.key(), api.overview.key(), api.gates.key()].map((queryKey) => queryClient.invalidateQueries({ queryKey })))
  const onError = (error: unknown) => showError(error)

  const cancel = useMutation({ ...api.validations.cancel.mutationOptions(), onSuccess: refresh, onError })
  const resume = useMutation({ ...api.validations.resume.mutationOptions(), onSuccess: refresh, onError })
  const askDelete = ({ id, strategyName }: ValidationSummary, onDeleted: () => void) =>
    confirmDelete({
      what: `this validation of "${strategyName}"`,
      consequences: (
        <Text size="sm">
          Its windows, curve, trades and robustness tests go. The trials stay counted: what was tried stays tried. The strategy stays.
        </Text>
      ),
      onConfirm: async () => {
        onDeleted()
        deleteAfterUndo({ id, what: `validation of "${strategyName}"`, remove: () => client.validations.delete({ id }).then(refresh) })
      },
    })
  return { cancel, resume, askDelete }
}
