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
}

/** The whole window: data, looks, address, pages. */
export function App({ client, monitor }: AppProps) {
  useDensityOnDocument()
  return (
    <ClientProvider client={client} monitor={monitor}>
      <AppTheme>
        <BrowserRouter>
          <AppRoutes />
        </BrowserRouter>
      </AppTheme>
    </ClientProvider>
  )
}
