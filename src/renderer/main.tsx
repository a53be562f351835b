import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { App } from './App.tsx'
import { createClient } from './api/createClient.ts'
import { prepareQueries } from './api/prepareQueries.ts'

const container = document.getElementById('root')
if (container === null) throw new Error('index.html has no element with the id root')

const { client, monitor } = createClient()
const queryClient = prepareQueries(client)

createRoot(container).render(
  <StrictMode>
    <App client={client} monitor={monitor} queryClient={queryClient} />
  </StrictMode>,
)
