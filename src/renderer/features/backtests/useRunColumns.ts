import { useQuery } from '@tanstack/react-query'
import { useApi } from '../../api/ApiProvider.tsx'

/** Per-bar positions of a finished run. It never changes, so it is asked for once. */
export function useRunPositions(id: string) {
  const api = useApi()
  return useQuery(api.backtests.positions.queryOptions({ input: { id }, staleTime: Number.POSITIVE_INFINITY }))
}

/** Closed trades of a finished run. */
export function useRunTrades(id: string) {
  const api = useApi()
  return useQuery(api.backtests.trades.queryOptions({ input: { id }, staleTime: Number.POSITIVE_INFINITY }))
}
