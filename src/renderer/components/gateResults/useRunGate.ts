import { notifications } from '@mantine/notifications'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { GATE_NAMES } from '#shared/domain/gate.ts'
import { useApi } from '../../api/ApiProvider.tsx'
import { readError } from '../../api/readError.ts'
import { checkCountWords } from './checkCounts.ts'

/** Runs a gate on the newest completed run of a strategy, says how it went, and refreshes whatever shows verdicts. */
export function useRunGate() {
  const api = useApi()
  const queryClient = useQueryClient()
  return useMutation(
    api.gates.run.mutationOptions({
      onSuccess: (result) => {
        const { gateType, verdict } = result
        notifications.show({ message: `${GATE_NAMES[gateType]}: ${verdict}, ${checkCountWords(result)} checks` })
        return Promise.all(
          [api.gates.key(), api.readiness.key(), api.strategies.key(), api.overview.key()].map((queryKey) =>
            queryClient.invalidateQueries({ queryKey }),
          ),
        )
      },
      onError: (error, { gateType }) =>
        notifications.show({ color: 'red', title: `${GATE_NAMES[gateType]} did not run`, message: readError(error).message }),
    }),
  )
}
