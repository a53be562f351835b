import { useQueryClient } from '@tanstack/react-query'
import { useApi } from '../../api/ApiProvider.tsx'

/** Everything that shows data, counts of it or runs on it. */
export function useRefreshData(): () => Promise<unknown> {
  const api = useApi()
  const queries = useQueryClient()
  return () => Promise.all([api.datasets.key(), api.overview.key()].map((queryKey) => queries.invalidateQueries({ queryKey })))
}
