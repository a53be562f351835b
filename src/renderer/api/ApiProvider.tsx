import { createTanstackQueryUtils, type RouterUtils } from '@orpc/tanstack-query'
import { type QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { createContext, type ReactNode, useContext, useEffect, useMemo, useSyncExternalStore } from 'react'
import type { Client } from '#shared/contract/contract.ts'
import { type ConnectionMonitor, type ConnectionState, createConnectionMonitor } from './connectionState.ts'
import { createQueryClient } from './queryClient.ts'

/** TanStack Query options for every procedure: `api.strategies.list.queryOptions({ input })`. */
export type Api = RouterUtils<Client>

interface ApiContextValue {
  readonly client: Client
  readonly api: Api
  readonly monitor: ConnectionMonitor
}

const ApiContext = createContext<ApiContextValue | null>(null)

const alwaysOpen: ConnectionMonitor = createConnectionMonitor('open')

interface ClientProviderProps {
  readonly client: Client
  /** State of the line; left out in component tests, where the client is a fake that never drops. */
  readonly monitor?: ConnectionMonitor
  readonly queryClient?: QueryClient
  readonly children: ReactNode
}

/** Data shown may have changed while the line was down: ask again when it is back. */
function useRefreshAfterReconnect(monitor: ConnectionMonitor, queryClient: QueryClient): void {
  useEffect(() => {
    let wasLost = false
    return monitor.subscribe(() => {
      if (monitor.current() === 'lost') wasLost = true
      if (monitor.current() === 'open' && wasLost) {
        wasLost = false
        void queryClient.invalidateQueries()
      }
    })
  }, [monitor, queryClient])
}

/** Gives everything below it the client, the query options and the query cache. */
export function ClientProvider({ client, monitor = alwaysOpen, queryClient, children }: ClientProviderProps) {
  const cache = useMemo(() => queryClient ?? createQueryClient(), [queryClient])
  const value = useMemo(() => ({ client, api: createTanstackQueryUtils(client), monitor }), [client, monitor])
  useRefreshAfterReconnect(monitor, cache)
  return (
    <ApiContext value={value}>
      <QueryClientProvider client={cache}>{children}</QueryClientProvider>
    </ApiContext>
  )
}

function useApiContext(): ApiContextValue {
  const value = useContext(ApiContext)
  if (value === null) throw new Error('ClientProvider is missing above this component')
  return value
}

/** Query and mutation options of every procedure. */
export function useApi(): Api {
  return useApiContext().api
}

/** The bare client, for streams and one-off calls. */
export function useClient(): Client {
  return useApiContext().client
}

/** The state of the line with its subscribers. */
export function useConnectionMonitor(): ConnectionMonitor {
  return useApiContext().monitor
}

/** Whether the application can be reached; for the banner. */
export function useConnectionState(): ConnectionState {
  const monitor = useConnectionMonitor()
  return useSyncExternalStore(monitor.subscribe, monitor.current)
}
