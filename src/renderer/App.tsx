import type { QueryClient } from '@tanstack/react-query'
import { BrowserRouter } from 'react-router'
import type { Client } from '#shared/contract/contract.ts'
import { ClientProvider } from './api/ApiProvider.tsx'
import type { ConnectionMonitor } from './api/connectionState.ts'
import { AppRoutes } from './routes.tsx'
import { AppTheme } from './theme/AppTheme.tsx'
import { useDensityOnDocument } from './theme/density.ts'

interface AppProps {
  readonly client: Client
  readonly monitor: ConnectionMonitor
  readonly queryClient: QueryClient
}

/** The whole window: data, looks, address, pages. */
export function App({ client, monitor, queryClient }: AppProps) {
  useDensityOnDocument()
  return (
    <ClientProvider client={client} monitor={monitor} queryClient={queryClient}>
      <AppTheme>
        {/* Drawn at once: as a transition a page would be drawn in slices of 5 ms, with a frame of the old one between each. */}
        <BrowserRouter useTransitions={false}>
          <AppRoutes />
        </BrowserRouter>
      </AppTheme>
    </ClientProvider>
  )
}
