import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect, useRef } from 'react'
import type { Transfer } from '#shared/domain/transfer.ts'
import { useApi } from '../../../api/ApiProvider.tsx'

const PACE_MS = 400

const isRunning = ({ state }: Transfer) => state === 'running'

/** The transfers of this launch, asked for often while one runs; the folder is read anew when it ends. */
export function useTransfers() {
  const api = useApi()
  const queries = useQueryClient()
  const { data = [], error } = useQuery(
    api.transfers.list.queryOptions({ refetchInterval: ({ state }) => (state.data?.some(isRunning) ? PACE_MS : false), staleTime: 0 }),
  )
  const running = data.find(isRunning) ?? null
  const wasRunning = useRef(false)
  useEffect(() => {
    if (wasRunning.current && running === null) void queries.invalidateQueries({ queryKey: api.transfers.backups.key() })
    wasRunning.current = running !== null
  }, [running, queries, api])
  const refresh = () => queries.invalidateQueries({ queryKey: api.transfers.list.key() })
  const start = useMutation(api.transfers.start.mutationOptions({ onSettled: refresh }))
  const cancel = useMutation(api.transfers.cancel.mutationOptions({ onSettled: refresh }))
  return { latest: data[0] ?? null, isBusy: running !== null || start.isPending, error, start, cancel }
}

export type Transfers = ReturnType<typeof useTransfers>
