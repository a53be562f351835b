import { useQueryClient } from '@tanstack/react-query'
import { useApi, useClient } from '../../api/ApiProvider.tsx'

/** Locking and opening; whatever rests on a holdout is asked for anew afterwards. */
export function useHoldout() {
  const api = useApi()
  const client = useClient()
  const queries = useQueryClient()
  const refresh = () =>
    Promise.all([api.holdouts.key(), api.gates.key(), api.audit.key()].map((queryKey) => queries.invalidateQueries({ queryKey })))
  return {
    lock: async (input: Parameters<typeof client.holdouts.lock>[0]) => {
      await client.holdouts.lock(input)
      await refresh()
    },
    open: async (input: Parameters<typeof client.holdouts.open>[0]) => {
      await client.holdouts.open(input)
      await refresh()
    },
  }
}
