import { act, render, screen, waitFor, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { MemoryRouter, Route, Routes, useLocation } from 'react-router'
import { describe, expect, it, vi } from 'vitest'
import { type FakeProcedures, fakeClient } from '../../../tests/builders/renderWithApp.tsx'
import { makeOverview } from '../../../tests/builders/sampleRows.ts'
import { ClientProvider } from '../api/ApiProvider.tsx'
import { createConnectionMonitor } from '../api/connectionState.ts'
import { createQueryClient } from '../api/queryClient.ts'
import { useShortcut } from '../components/shortcuts.tsx'
import { AppTheme } from '../theme/AppTheme.tsx'
import { Shell } from './Shell.tsx'

const status = {
  dialect: 'postgres',
  label: 'db.desk/quant',
  serverVersion: '18.4',
  applied: ['0001_strategies'],
  pending: [],
  unknown: [],
  state: 'ready',
  latencyMs: 2.4,
} as const

function ShownPage() {
  const { pathname, search } = useLocation()
  return <p>{`Page ${pathname}${search}`}</p>
}

function PageWithAction({ run }: { run: () => void }) {
  useShortcut({ key: 'R', label: 'Run this strategy', run })
  return <input aria-label="Notes" />
}

function BrokenPage(): never {
  throw new Error('a page broke')
}

function show(options: { path?: string; overview?: FakeProcedures['overview']; run?: () => void } = {}) {
  const monitor = createConnectionMonitor('open')
  const client = fakeClient({
    overview: { get: async () => makeOverview({ backtestsByStatus: { running: 1, pending: 2 } }), ...options.overview },
    connections: {
      current: async () => ({
        connection: {
          dialect: 'postgres',
          host: 'db.desk',
          port: 5432,
          database: 'quant',
          user: 'ada',
          schema: 'public',
          tls: 'require',
          poolMax: 10,
        },
        status: { ...status, applied: [...status.applied], pending: [], unknown: [] },
        readOnly: false,
        problem: null,
        warnings: [],
      }),
    },
  })
  render(
    <ClientProvider client={client} monitor={monitor} queryClient={createQueryClient()}>
      <AppTheme env="test">
        <MemoryRouter initialEntries={[options.path ?? '/']}>
          <Routes>
            <Route element={<Shell />}>
              <Route path="/action" element={<PageWithAction run={options.run ?? (() => undefined)} />} />
              <Route path="/broken" element={<BrokenPage />} />
              <Route path="*" element={<ShownPage />} />
            </Route>
          </Routes>
        </MemoryRouter>
      </AppTheme>
    </ClientProvider>,
  )
  return { monitor }
}

describe('Shell', () => {
  it('leads to a section by its number key', async () => {
    show()
    await userEvent.keyboard('5')
    expect(await screen.findByText('Page /data')).toBeVisible()
    expect(screen.getByRole('link', { name: 'Data' })).toHaveAttribute('aria-current', 'page')
    expect(document.title).toBe('Data - Aurelius')
  })

  it('lets a page take a key over, but never while somebody types', async () => {
    const run = vi.fn()
    show({ path: '/action', run })
    await userEvent.keyboard('r')
    expect(run).toHaveBeenCalledOnce()
    await userEvent.type(screen.getByLabelText('Notes'), 'r5')
    expect(run).toHaveBeenCalledOnce()
    expect(screen.getByLabelText('Notes')).toHaveValue('r5')
  })

  it('lists the keys of the page and of the app', async () => {
    show({ path: '/action' })
    await userEvent.keyboard('?')
    const sheet = await screen.findByRole('dialog', { name: 'Keyboard shortcuts' })
    expect(within(sheet).getByRole('row', { name: 'Run this strategy R' })).toBeVisible()
    expect(within(sheet).getByRole('row', { name: 'New strategy N' })).toBeVisible()
    expect(within(sheet).queryByRole('row', { name: 'Run backtest R' })).not.toBeInTheDocument()
  })

  it('finds pages and actions by name in the palette', async () => {
    show()
    await userEvent.keyboard('{Control>}k{/Control}')
    await userEvent.type(await screen.findByRole('textbox', { name: 'Search pages and actions' }), 'gat')
    await userEvent.keyboard('{Enter}')
    expect(await screen.findByText('Page /gates')).toBeVisible()
  })

  it('says what is connected and what is running', async () => {
    show()
    expect(await screen.findByRole('link', { name: 'Database quant connected, 2 ms' })).toBeVisible()
    expect(await screen.findByRole('link', { name: 'Runs: 1 running, 2 waiting' })).toBeVisible()
  })

  it('tells when the line is lost, asks again on request, and is quiet when it is back', async () => {
    const get = vi.fn(async () => makeOverview())
    const { monitor } = show({ overview: { get } })
    await waitFor(() => expect(get).toHaveBeenCalledOnce())
    act(() => monitor.set('lost'))
    expect(screen.getByRole('alert')).toHaveTextContent('The connection to Aurelius was lost')
    await userEvent.click(screen.getByRole('button', { name: 'Retry' }))
    await waitFor(() => expect(get).toHaveBeenCalledTimes(2))
    act(() => monitor.set('open'))
    expect(screen.queryByRole('alert')).not.toBeInTheDocument()
  })

  it('keeps the rest of the window when a page breaks', async () => {
    vi.spyOn(console, 'error').mockImplementation(() => undefined)
    show({ path: '/broken' })
    expect(screen.getByRole('alert')).toHaveTextContent('This page could not be shown')
    await userEvent.click(screen.getByRole('link', { name: 'Strategies' }))
    expect(screen.getByText('Page /strategies')).toBeVisible()
    vi.restoreAllMocks()
  })
})
