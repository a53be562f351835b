import { notifications } from '@mantine/notifications'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useApi } from '../../api/ApiProvider.tsx'
import { readError } from '../../api/readError.ts'

/** Everything people decide about a strategy; each refreshes what shows decisions, and says why when it is refused. */
export function useDecisions() {
  const api = useApi()
  const queryClient = useQueryClient()
  const settled = {
    onSuccess: () =>
      Promise.all(
        [api.approvals.key(), api.waivers.key(), api.reviews.key(), api.gates.key(), api.audit.key()].map((queryKey) =>
          queryClient.invalidateQueries({ queryKey }),
        ),
      ),
    onError: (error: unknown) => notifications.show({ color: 'red', title: 'Not done', message: readError(error).message }),
  }
  return {
    approve: useMutation(api.approvals.approve.mutationOptions(settled)),
    revokeApproval: useMutation(api.approvals.revoke.mutationOptions(settled)),
    grantRole: useMutation(api.approvals.grantRole.mutationOptions(settled)),
    grantWaiver: useMutation(api.waivers.grant.mutationOptions(settled)),
    revokeWaiver: useMutation(api.waivers.revoke.mutationOptions(settled)),
    note: useMutation(api.reviews.note.mutationOptions(settled)),
    resolve: useMutation(api.reviews.resolve.mutationOptions(settled)),
  }
}
