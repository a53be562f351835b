import { notifications } from '@mantine/notifications'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import type { GateTargets, ProductReadinessDraft } from '#shared/domain/productReadiness.ts'
import { useApi, useClient } from '../../../api/ApiProvider.tsx'

/** Saves what is in place and what the strategy asks of itself; verdicts that read them are stale then. */
export function useSaveReadiness(strategyId: string) {
  const api = useApi()
  const client = useClient()
  const queryClient = useQueryClient()
  return useMutation({
    mutationFn: async ({ draft, targets }: { draft: ProductReadinessDraft; targets: GateTargets }) => {
      await client.readiness.saveTargets({ strategyId, targets })
      return client.readiness.save({ strategyId, draft })
    },
    onSuccess: () => {
      notifications.show({ message: 'Saved. Run the gates again for a verdict that counts it.' })
      return Promise.all([api.readiness.key(), api.gates.key()].map((queryKey) => queryClient.invalidateQueries({ queryKey })))
    },
  })
}
