import { ORPCError } from '@orpc/client'
import { screen, waitFor, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { describe, expect, it, vi } from 'vitest'
import type { Client } from '#shared/contract/contract.ts'
import type { DatabaseStatus } from '#shared/domain/connection.ts'
import { type FakeProcedures, renderWithApp } from '../../../../tests/builders/renderWithApp.tsx'
import { SettingsPage } from './SettingsPage.tsx'

const status: DatabaseStatus = {
  dialect: 'sqlite',
  label: '/home/ada/aurelius.sqlite',
  serverVersion: '3.50.4',
  applied: ['0001_strategies'],
  pending: [],
  unknown: [],
  state: 'ready',
  latencyMs: 0.2,
}

const server = {
  dialect: 'postgres',
  host: 'db.desk',
  port: 5433,
  database: 'quant',
  user: 'ada',
  schema: 'public',
  tls: 'require',
  poolMax: 10,
} as const

function show(
  connections: FakeProcedures['connections'] = {},
  current: Partial<Awaited<ReturnType<Client['connections']['current']>>> = {},
) {
  return renderWithApp(<SettingsPage />, {
    path: '/settings',
    client: {
      connections: {
        current: async () => ({
          connection: { dialect: 'sqlite', file: status.label },
          status,
          readOnly: false,
          profile: null,
          problem: null,
          warnings: [],
          ...current,
        }),
        parseUrl: async () => ({ connection: server, hasPassword: true }),
        ...connections,
      },
      profiles: { list: async () => ({ items: [], vault: { keeps: 'session', note: 'Passwords are kept in memory.' } }) },
      system: {
        info: async () => ({
          version: '0.1.0',
          engineVersion: '1',
          host: 'browser',
          platform: 'linux',
          dataDirectory: '/home/ada',
          workerThreads: 1,
        }),
        health: async () => ({
          database: { ok: true, dialect: 'sqlite', latencyMs: 0.2 },
          workers: { ok: true, threads: 1, active: 0, queued: 0 },
        }),
      },
    },
  })
}

async function pasteServerUrl() {
  await userEvent.type(await screen.findByLabelText('Paste a connection URL'), 'postgres://ada:s3cret%21@db.desk:5433/quant')
  await userEvent.click(screen.getByRole('button', { name: 'Fill in the form' }))
  await waitFor(() => expect(screen.getByLabelText(/^Host/)).toHaveValue('db.desk'))
}

describe('SettingsPage', () => {
  it('shows the database in use', async () => {
    show()
    const panel = await screen.findByRole('region', { name: 'Database in use' })
    expect(panel).toHaveTextContent('/home/ada/aurelius.sqlite')
    expect(panel).toHaveTextContent('Migrations: 1 applied, 0 pending')
  })

  it('fills the form from a URL, with the password, and clears the URL', async () => {
    show()
    await pasteServerUrl()
    expect(screen.getByLabelText(/^Port/)).toHaveValue('5433')
    expect(screen.getByLabelText('Password')).toHaveValue('s3cret!')
    expect(screen.getByLabelText('Paste a connection URL')).toHaveValue('')
  })

  it('shows the stage that fails and how to mend it', async () => {
    const test = vi.fn(async () => ({
      ok: false,
      latencyMs: null,
      stages: [
        { stage: 'resolve' as const, state: 'ok' as const, message: 'db.desk is 10.0.0.5' },
        {
          stage: 'connect' as const,
          state: 'failed' as const,
          message: 'Nothing listens on port 5433. Start the server or correct the port.',
        },
        { stage: 'login' as const, state: 'skipped' as const, message: 'Not tried.' },
      ],
    }))
    show({ test })
    await pasteServerUrl()
    await userEvent.click(screen.getByRole('button', { name: 'Test connection' }))
    const result = await screen.findByRole('status', { name: 'Connection test' })
    const failing = within(result).getByText('Fail').closest('li')
    expect(failing).toHaveTextContent('Connect')
    expect(failing).toHaveTextContent('Start the server or correct the port.')
    expect(test).toHaveBeenCalledWith({ connection: server, password: 's3cret!' }, expect.anything())
  })

  it('sends every setting of the form, and leaves out what was left empty', async () => {
    const test = vi.fn(async () => ({ ok: true, latencyMs: 1, stages: [] }))
    show({ test })
    await pasteServerUrl()
    await userEvent.click(screen.getByRole('combobox', { name: 'Encryption (TLS)' }))
    await userEvent.click(await screen.findByRole('option', { name: 'Encrypted, certificate and name checked' }))
    await userEvent.type(screen.getByLabelText('Certificate authority (PEM file)'), '/etc/desk-ca.pem')
    await userEvent.click(screen.getByRole('button', { name: 'Pool and time limits' }))
    await userEvent.type(screen.getByLabelText('Longest statement (ms)'), '1500')
    await userEvent.type(screen.getByLabelText('Connections kept open'), '2')
    await userEvent.click(screen.getByRole('switch', { name: /^Read-only/ }))
    await userEvent.click(screen.getByRole('button', { name: 'Test connection' }))
    await waitFor(() => expect(test).toHaveBeenCalledOnce())
    const connection = {
      ...server,
      tls: 'verify-full',
      tlsCaFile: '/etc/desk-ca.pem',
      poolMin: 2,
      statementTimeoutMs: 1500,
      readOnly: true,
    }
    expect(test).toHaveBeenCalledWith({ connection, password: 's3cret!' }, expect.anything())
  })

  it('copies the address without the password', async () => {
    const formatUrl = vi.fn(async () => ({ url: 'postgresql://ada@db.desk:5433/quant' }))
    const person = userEvent.setup()
    show({ formatUrl })
    await pasteServerUrl()
    await person.click(screen.getByRole('button', { name: 'Copy URL' }))
    expect(await screen.findByRole('button', { name: 'Copied' })).toBeVisible()
    expect(formatUrl).toHaveBeenCalledWith({ connection: server })
    expect(await navigator.clipboard.readText()).toBe('postgresql://ada@db.desk:5433/quant')
  })

  it('names what must be filled in before anything is sent', async () => {
    const test = vi.fn()
    show({ test })
    await userEvent.click(await screen.findByRole('radio', { name: 'PostgreSQL' }))
    await userEvent.click(screen.getByRole('button', { name: 'Test connection' }))
    expect(screen.getByRole('textbox', { name: /^Database/ })).toBeInvalid()
    expect(test).not.toHaveBeenCalled()
  })

  it('asks before changing the tables of a server, naming the changes', async () => {
    const switchTo = vi.fn(async ({ migrate }: { migrate?: boolean | undefined }) => {
      if (migrate) return { ...status, dialect: 'postgres' as const, label: 'db.desk/quant' }
      throw new ORPCError('migration_required', { message: 'db.desk/quant needs 2 changes', data: { pending: '0002_datasets, 0003_runs' } })
    })
    show({ switchTo: switchTo as never, previewAdoption: async () => null })
    await pasteServerUrl()
    await userEvent.click(screen.getByRole('button', { name: 'Switch to this database' }))
    const dialog = await screen.findByRole('dialog', { name: 'Change the tables of this database?' })
    expect(dialog).toHaveTextContent('0002_datasets')
    expect(dialog).toHaveTextContent('0003_runs')
    expect(switchTo).toHaveBeenCalledOnce()
    await userEvent.click(within(dialog).getByRole('button', { name: 'Migrate and switch' }))
    expect(await screen.findByText('Now using db.desk/quant')).toBeVisible()
    expect(switchTo.mock.calls.map(([input]) => input.migrate)).toEqual([false, true])
  })

  it('offers to take over the database of an older system, saying what becomes of it', async () => {
    const adopt = vi.fn(async () => ({ ...status, dialect: 'postgres' as const, label: 'db.desk/quant' }))
    const switchTo = async () => {
      throw new ORPCError('migration_required', { message: 'db.desk/quant needs 2 changes', data: { pending: '0001_initial' } })
    }
    const previewAdoption = async () => ({
      label: 'db.desk/quant',
      legacySchema: 'legacy_aurelius',
      tables: [{ name: 'backtests', rows: 10_000, converted: 9_999 }],
      oddities: [{ meaning: 'the confidence is not a number from 0 to 1 and was left out', rows: 3 }],
    })
    show({ switchTo, previewAdoption, adopt })
    await pasteServerUrl()
    await userEvent.click(screen.getByRole('button', { name: 'Switch to this database' }))
    const dialog = await screen.findByRole('dialog', { name: 'Take over this older database?' })
    expect(within(dialog).getByRole('row', { name: 'backtests 10,000 9,999' })).toBeVisible()
    expect(dialog).toHaveTextContent('legacy_aurelius')
    expect(dialog).toHaveTextContent('3: the confidence is not a number')
    await userEvent.click(within(dialog).getByRole('button', { name: 'Take over and switch' }))
    expect(await screen.findByText('Now using db.desk/quant')).toBeVisible()
    expect(adopt).toHaveBeenCalledOnce()
  })

  it('says why a switch failed', async () => {
    const switchTo = async () => {
      throw new ORPCError('database_login_failed', { message: 'The password for ada was refused. Check it and try again.', data: {} })
    }
    show({ switchTo })
    await pasteServerUrl()
    await userEvent.click(screen.getByRole('button', { name: 'Switch to this database' }))
    expect(await screen.findByRole('alert')).toHaveTextContent('The password for ada was refused')
  })

  it('tells when another database is used instead of the chosen one', async () => {
    show({}, { problem: { connection: server, code: 'database_unreachable', message: 'db.desk does not answer.' } })
    expect(await screen.findByText('db.desk does not answer.')).toBeVisible()
  })
})
