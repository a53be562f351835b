import { notifications } from '@mantine/notifications'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import type { GateTargets, ProductReadinessDraft } from '#shared/domain/productReadiness.ts'
import { useApi, useClient } from '../../../api/ApiProvider.tsx'

interface Answers {
  readonly draft: ProductReadinessDraft
  /** null: as they were. The CRV gate reads targets, so its verdict goes stale when they are saved. */
  readonly targets: GateTargets | null
}

/** Saves what is in place and what the strategy asks of itself; verdicts that read them are stale then. */
export function useSaveReadiness(strategyId: string) {
  const api = useApi()
  const client = useClient()
  const queryClient = useQueryClient()
  return useMutation({
    mutationFn: async ({ draft, targets }: Answers) => {
      if (targets !== null) await client.readiness.saveTargets({ strategyId, targets })
      return client.readiness.save({ strategyId, draft })
    },
    onSuccess: (_saved, { targets }) => {
      const gates = targets === null ? 'the product gate' : 'the CRV and the product gate'
      notifications.show({ message: `Saved. Run ${gates} again for a verdict that counts it.` })
      return Promise.all([api.readiness.key(), api.gates.key()].map((queryKey) => queryClient.invalidateQueries({ queryKey })))
    },
  })
}
