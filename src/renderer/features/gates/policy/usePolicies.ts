import { notifications } from '@mantine/notifications'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useApi } from '../../../api/ApiProvider.tsx'

/** What a policy would change; nothing is stored. */
export function useDryRun() {
  return useMutation(useApi().policies.dryRun.mutationOptions())
}

/** Saves the next version and refreshes every verdict, for they are stale now. */
export function useSavePolicy() {
  const api = useApi()
  const queryClient = useQueryClient()
  return useMutation(
    api.policies.save.mutationOptions({
      onSuccess: ({ policy }) => {
        notifications.show({ message: `Policy ${policy.version} is in force. Older verdicts are stale.` })
        return Promise.all(
          [api.policies.key(), api.gates.key(), api.readiness.key()].map((queryKey) => queryClient.invalidateQueries({ queryKey })),
        )
      },
    }),
  )
}
