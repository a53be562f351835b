import { Text } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import type { BacktestSummary } from '#shared/domain/backtest.ts'
import { useApi, useClient } from '../../api/ApiProvider.tsx'
import { confirmDelete } from '../../components/confirmAction.tsx'
import { deleteAfterUndo } from '../../components/delayedDeletion.ts'
import { showError } from '../../components/showError.ts'

/** Cancel, resume and delete, with every list refreshed afterwards. */
export function useRunActions() {
  const api = useApi()
  const client = useClient()
  const queryClient = useQueryClient()
  const refresh = () =>
    Promise.all([api.backtests.key(), api.overview.key(), api.gates.key()].map((queryKey) => queryClient.invalidateQueries({ queryKey })))
  const onError = (error: unknown) => showError(error)

  const cancel = useMutation({ ...api.backtests.cancel.mutationOptions(), onSuccess: refresh, onError })
  const resume = useMutation({ ...api.backtests.resume.mutationOptions(), onSuccess: refresh, onError })
  const askDelete = ({ id, strategyName, startDate, endDate }: BacktestSummary, onDeleted: () => void) =>
    confirmDelete({
      what: `this run of "${strategyName}"`,
      consequences: (
        <Text size="sm">
          The run from {startDate} to {endDate} goes with its trades and curves, and gate results that judged it lose their evidence. The
          strategy stays.
        </Text>
      ),
      onConfirm: async () => {
        onDeleted()
        deleteAfterUndo({ id, what: `run of "${strategyName}"`, remove: () => client.backtests.delete({ id }).then(refresh) })
      },
    })
  return { cancel, resume, askDelete }
}
