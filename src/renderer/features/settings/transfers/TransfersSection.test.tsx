import { ORPCError } from '@orpc/client'
import { screen, waitFor, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { describe, expect, it, vi } from 'vitest'
import type { ListedProfile } from '#shared/domain/connectionProfile.ts'
import type { BackupFolder, Transfer } from '#shared/domain/transfer.ts'
import { type FakeProcedures, renderWithApp } from '../../../../../tests/builders/renderWithApp.tsx'
import { TransfersSection } from './TransfersSection.tsx'

const connection = { dialect: 'sqlite' as const, file: '/data/aurelius.sqlite' }

const folder: BackupFolder = {
  folder: '/data/backups',
  dataDirectory: '/data',
  hasDialogs: false,
  files: [{ name: 'monday.sqlite', bytes: 25_300_000, changedAtMs: Date.UTC(2026, 0, 5, 8, 30) }],
  rule: { scheduled: false, everyHours: 24, keep: 7 },
  problem: null,
}

const running: Transfer = {
  id: '018f0000-0000-7000-8000-000000000001',
  kind: 'backup',
  from: 'aurelius.sqlite',
  to: 'tuesday.sqlite',
  state: 'running',
  startedAtMs: 0,
  endedAtMs: null,
  progress: {
    stage: 'copying',
    table: 'backtest_artifacts',
    rows: 1200,
    rowsTotal: 4800,
    bytes: 12_500_000,
    bytesTotal: 50_000_000,
    fraction: 0.125,
    bytesPerSecond: 6_250_000,
    secondsLeft: 13.2,
  },
  result: null,
  filled: null,
  error: null,
}

const completed: Transfer = {
  ...running,
  state: 'completed',
  endedAtMs: 1000,
  result: { rows: 4800, bytes: 50_000_000, resumed: false, backup: null },
}

const server: ListedProfile = {
  id: '018f0000-0000-7000-8000-000000000009',
  name: 'Desk',
  label: 'production',
  colour: 'red',
  connection: {
    dialect: 'postgres',
    host: 'db.desk',
    port: 5432,
    database: 'quant',
    user: 'ada',
    schema: 'public',
    tls: 'verify-full',
    poolMax: 10,
  },
  password: 'kept',
  url: '',
  problem: null,
}

function show(transfers: FakeProcedures['transfers'] = {}, connections: FakeProcedures['connections'] = {}) {
  return renderWithApp(<TransfersSection />, {
    client: {
      transfers: { backups: async () => folder, list: async () => [], ...transfers },
      profiles: { list: async () => ({ items: [server], vault: { keeps: 'session', note: '' } }) },
      connections: {
        current: async () => ({
          connection,
          profile: null,
          status: {
            dialect: 'sqlite',
            label: 'aurelius.sqlite',
            serverVersion: '3',
            applied: [],
            pending: [],
            unknown: [],
            state: 'ready',
            latencyMs: 1,
          },
          readOnly: false,
          problem: null,
          warnings: [],
        }),
        ...connections,
      },
    },
  })
}

const dialogNamed = (name: string) => screen.findByRole('dialog', { name })

describe('backups', () => {
  it('list what is in their folder', async () => {
    show()
    expect(await screen.findByRole('row', { name: /^monday\.sqlite 2026-01-05 08:30 UTC 25\.3 MB/ })).toBeVisible()
    expect(screen.getByText('In /data/backups')).toBeVisible()
  })

  it('are made under a plain name', async () => {
    const start = vi.fn(async () => running)
    show({ start })
    await userEvent.click(await screen.findByRole('button', { name: 'Back up now' }))
    const dialog = await dialogNamed('Back up the database in use')
    const name = within(dialog).getByRole('textbox', { name: 'File name' })
    expect(name).toHaveDisplayValue(/^backup-\d{8}-\d{4}\.sqlite$/)
    await userEvent.clear(name)
    await userEvent.type(name, '../escape.sqlite')
    await userEvent.click(within(dialog).getByRole('button', { name: 'Back up' }))
    expect(await within(dialog).findByText(/Use letters, digits/)).toBeVisible()
    expect(start).not.toHaveBeenCalled()
    await userEvent.clear(name)
    await userEvent.type(name, 'tuesday.sqlite')
    await userEvent.click(within(dialog).getByRole('button', { name: 'Back up' }))
    await waitFor(() =>
      expect(start).toHaveBeenCalledWith({ kind: 'backup', file: { by: 'name', name: 'tuesday.sqlite' } }, expect.anything()),
    )
  })

  it('go elsewhere through the dialog of the system, by its token', async () => {
    const start = vi.fn(async () => running)
    const chooseFile = async () => ({ token: '018f0000-0000-7000-8000-000000000005', name: 'tuesday.sqlite' })
    show({ backups: async () => ({ ...folder, hasDialogs: true }), start, chooseFile })
    await userEvent.click(await screen.findByRole('button', { name: 'Back up now' }))
    await userEvent.click(await screen.findByRole('button', { name: 'Choose another place' }))
    await waitFor(() =>
      expect(start).toHaveBeenCalledWith(
        { kind: 'backup', file: { by: 'dialog', token: '018f0000-0000-7000-8000-000000000005' } },
        expect.anything(),
      ),
    )
  })

  it('are restored into a new file, or into a saved connection that is emptied only when told to', async () => {
    const start = vi.fn(async () => running)
    show({ start })
    await userEvent.click(await screen.findByRole('button', { name: 'Restore monday.sqlite' }))
    let dialog = await dialogNamed('Restore monday.sqlite')
    await userEvent.click(within(dialog).getByRole('button', { name: 'Restore' }))
    const file = { by: 'name', name: 'monday.sqlite' }
    const fresh = { kind: 'file', file: { by: 'name', name: expect.stringMatching(/^restored-\d{8}-\d{4}\.sqlite$/) } }
    await waitFor(() => expect(start).toHaveBeenCalledWith({ kind: 'restore', file, to: fresh, replace: false }, expect.anything()))

    await userEvent.click(await screen.findByRole('button', { name: 'Restore monday.sqlite' }))
    dialog = await dialogNamed('Restore monday.sqlite')
    await userEvent.click(within(dialog).getByRole('combobox', { name: 'Into' }))
    await userEvent.click(await screen.findByRole('option', { name: 'Desk (production)' }))
    await userEvent.click(within(dialog).getByRole('checkbox', { name: /^Delete what it holds/ }))
    await userEvent.click(within(dialog).getByRole('button', { name: 'Delete and restore' }))
    const to = { kind: 'database', connection: server.connection, password: null }
    await waitFor(() => expect(start).toHaveBeenLastCalledWith({ kind: 'restore', file, to, replace: true }, expect.anything()))
  })

  it('say why one was not begun', async () => {
    const start = async () => {
      throw new ORPCError('conflict', { message: 'Another transfer is under way. Wait for its end, or cancel it.', data: {} })
    }
    show({ start })
    await userEvent.click(await screen.findByRole('button', { name: 'Verify monday.sqlite' }))
    expect(await screen.findByRole('alert')).toHaveTextContent('Another transfer is under way')
  })
})

describe('a transfer', () => {
  it('shows how far it is, how fast, for how long yet, and can be cancelled', async () => {
    const cancel = vi.fn(async () => running)
    show({ list: async () => [running], cancel })
    const bar = await screen.findByRole('progressbar', { name: 'Backing up aurelius.sqlite to tuesday.sqlite' })
    expect(bar).toHaveAttribute('aria-valuenow', '12.5')
    expect(screen.getByText(/Copying backtest artifacts, 1,200 of 4,800 rows, 12\.5 MB, 6\.3 MB\/s, 14\.0 s left/)).toBeVisible()
    expect(screen.getByRole('button', { name: 'Back up now' })).toBeDisabled()
    await userEvent.click(screen.getByRole('button', { name: 'Cancel' }))
    await waitFor(() => expect(cancel).toHaveBeenCalledWith({ id: running.id }, expect.anything()))
  })

  it('is followed to its end, and the folder is read again', async () => {
    const states = [running, completed]
    const backups = vi.fn(async () => folder)
    show({ list: async () => [states.length > 1 ? states.shift()! : states[0]!], backups })
    expect(await screen.findByText('Backed up: aurelius.sqlite to tuesday.sqlite', {}, { timeout: 5000 })).toBeVisible()
    expect(screen.getByText('4,800 rows, 50.0 MB. Every row was read back and is equal.')).toBeVisible()
    await waitFor(() => expect(backups.mock.calls.length).toBeGreaterThan(1))
  })

  it('that filled a database offers to switch to it', async () => {
    const switchTo = vi.fn(async () => ({
      dialect: 'sqlite' as const,
      label: 'copy.sqlite',
      serverVersion: '3',
      applied: [],
      pending: [],
      unknown: [],
      state: 'ready' as const,
      latencyMs: 1,
    }))
    const filled = { dialect: 'sqlite' as const, file: '/data/copy.sqlite' }
    show({ list: async () => [{ ...completed, kind: 'copy' as const, to: 'copy.sqlite', filled }] }, { switchTo })
    await userEvent.click(await screen.findByRole('button', { name: 'Switch to copy.sqlite' }))
    expect(await screen.findByText('Now using copy.sqlite')).toBeVisible()
    expect(switchTo).toHaveBeenCalledWith({ connection: filled, password: null, migrate: false })
  })

  it.each([
    { state: 'failed' as const, code: 'database_full' as const, title: 'The backup failed' },
    { state: 'cancelled' as const, code: 'cancelled' as const, title: 'Stopped: aurelius.sqlite to tuesday.sqlite' },
  ])('that $state says what happened', async ({ state, code, title }) => {
    show({ list: async () => [{ ...running, state, error: { code, message: 'What happened, and what to do.' } }] })
    const alert = await screen.findByRole('alert')
    expect(alert).toHaveTextContent(title)
    expect(alert).toHaveTextContent('What happened, and what to do.')
  })
})

describe('the schedule', () => {
  it('is changed, and says why the latest backup failed', async () => {
    const schedule = vi.fn(async () => ({ ...folder, rule: { scheduled: true, everyHours: 6, keep: 7 } }))
    show({ backups: async () => ({ ...folder, problem: 'No space left for /data.' }), schedule })
    expect(await screen.findByText('The latest one failed: No space left for /data.')).toBeVisible()
    await userEvent.click(screen.getByRole('switch', { name: /^Back up by schedule/ }))
    const hours = screen.getByRole('textbox', { name: 'Every (hours)' })
    await userEvent.clear(hours)
    await userEvent.type(hours, '6')
    await userEvent.click(screen.getByRole('button', { name: 'Save schedule' }))
    expect(await screen.findByText('Backups are made by schedule')).toBeVisible()
    expect(schedule).toHaveBeenCalledWith({ scheduled: true, everyHours: 6, keep: 7 }, expect.anything())
  })
})
