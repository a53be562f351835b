import { act, render, screen, waitFor, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { MemoryRouter, Route, Routes, useLocation } from 'react-router'
import { describe, expect, it, vi } from 'vitest'
import { type FakeProcedures, fakeClient } from '../../../tests/builders/renderWithApp.tsx'
import { makeOverview } from '../../../tests/builders/sampleRows.ts'
import { ClientProvider } from '../api/ApiProvider.tsx'
import { createConnectionMonitor } from '../api/connectionState.ts'
import { createQueryClient } from '../api/queryClient.ts'
import { PageHeader } from '../components/PageHeader.tsx'
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

function NamedPage() {
  return <PageHeader title="Golden cross" actions={<button type="button">Run</button>} />
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
        profile: null,
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
              <Route path="/strategies/:id" element={<NamedPage />} />
              <Route path="/help" element={<NamedPage />} />
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
    await userEvent.keyboard('7')
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

  it('opens the editor by N from anywhere', async () => {
    show({ path: '/data' })
    await userEvent.keyboard('n')
    expect(await screen.findByText('Page /strategies?new=yes')).toBeVisible()
  })

  it('names the page of one item in the breadcrumb and the window, and forgets it on leaving', async () => {
    show({ path: '/strategies/1' })
    const breadcrumb = screen.getByRole('navigation', { name: 'Breadcrumb' })
    expect(await within(breadcrumb).findByText('Golden cross')).toHaveAttribute('aria-current', 'page')
    expect(document.title).toBe('Golden cross - Strategies - Aurelius')
    await userEvent.click(within(breadcrumb).getByRole('link', { name: 'Strategies' }))
    expect(breadcrumb).toHaveTextContent(/^Strategies$/)
    expect(document.title).toBe('Strategies - Aurelius')
  })

  it('goes round the panes by F6, back by Shift+F6, each time to where the focus was', async () => {
    show({ path: '/strategies/1' })
    const inPage = screen.getByRole('button', { name: 'Run' })
    act(() => inPage.focus())
    await userEvent.keyboard('{F6}')
    expect(screen.getByRole('link', { name: 'Strategies', current: 'page' })).toHaveFocus()
    await userEvent.keyboard('{F6}')
    expect(within(screen.getByRole('banner')).getByRole('link', { name: 'Strategies' })).toHaveFocus()
    await userEvent.keyboard('{F6}')
    expect(inPage).toHaveFocus()
    await userEvent.keyboard('{Shift>}{F6}{/Shift}')
    expect(within(screen.getByRole('banner')).getByRole('link', { name: 'Strategies' })).toHaveFocus()
  })

  it('keeps the focus in an open dialog', async () => {
    show()
    await userEvent.keyboard('?')
    const sheet = await screen.findByRole('dialog', { name: 'Keyboard shortcuts' })
    await userEvent.keyboard('{F6}')
    await waitFor(() => expect(sheet).toContainElement(document.activeElement as HTMLElement))
  })

  it('shows the keys that work here at the foot, and the hint of what is in hand', async () => {
    show({ path: '/action' })
    const foot = screen.getByRole('contentinfo')
    expect(foot).toHaveTextContent(/R Run this strategy/)
    expect(foot).toHaveTextContent(/F6 Next pane/)
    screen.getByLabelText('Notes').dataset['hint'] = 'Write what you saw'
    await userEvent.click(screen.getByLabelText('Notes'))
    expect(foot).toHaveTextContent(/^Write what you saw$/)
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
    await userEvent.type(await screen.findByRole('textbox', { name: /^Search pages/ }), 'gat')
    await userEvent.keyboard('{Enter}')
    expect(await screen.findByText('Page /gates')).toBeVisible()
  })

  it('leads to the glossary from the palette and to the first steps from the sheet of keys', async () => {
    show()
    await userEvent.keyboard('{Control>}k{/Control}')
    await userEvent.type(await screen.findByRole('textbox', { name: /^Search pages/ }), 'gloss')
    await userEvent.keyboard('{Enter}')
    expect(await screen.findByText('Page /glossary')).toBeVisible()
    await userEvent.keyboard('?')
    await userEvent.click(await screen.findByRole('link', { name: 'Getting started' }))
    expect(await screen.findByText('Page /?start=yes')).toBeVisible()
    await waitFor(() => expect(screen.queryByRole('dialog', { name: 'Keyboard shortcuts' })).not.toBeInTheDocument())
  })

  it('begins a sweep from anywhere by the palette', async () => {
    show({ path: '/data' })
    await userEvent.keyboard('{Control>}k{/Control}')
    await userEvent.type(await screen.findByRole('textbox', { name: /^Search pages/ }), 'new swe')
    await userEvent.keyboard('{Enter}')
    expect(await screen.findByText('Page /sweeps?sweep=new')).toBeVisible()
  })

  it('calls a page outside the sections by its own name', async () => {
    show({ path: '/help' })
    expect(within(screen.getByRole('navigation', { name: 'Breadcrumb' })).getByText('Golden cross')).toBeVisible()
    expect(document.title).toBe('Golden cross - Aurelius')
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
