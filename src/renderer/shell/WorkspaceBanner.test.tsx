import { screen, waitFor } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { describe, expect, it, vi } from 'vitest'
import type { Client } from '#shared/contract/contract.ts'
import { AppError } from '#shared/domain/appError.ts'
import { type FakeProcedures, renderWithApp } from '../../../tests/builders/renderWithApp.tsx'
import { WorkspaceBanner } from './WorkspaceBanner.tsx'

type Current = Awaited<ReturnType<Client['connections']['current']>>

const server = {
  dialect: 'postgres',
  host: 'db.desk',
  port: 5432,
  database: 'quant',
  user: 'ada',
  schema: 'public',
  tls: 'require',
  poolMax: 10,
} as const

const local: Current = {
  connection: { dialect: 'sqlite', file: '/home/ada/aurelius.sqlite' },
  status: {
    dialect: 'sqlite',
    label: 'aurelius.sqlite',
    serverVersion: '3.50.4',
    applied: ['0001_initial'],
    pending: [],
    unknown: [],
    state: 'ready',
    latencyMs: 0.2,
  },
  readOnly: false,
  profile: null,
  problem: null,
  warnings: [],
}

const unreachable: Current = {
  ...local,
  problem: { connection: server, code: 'database_unreachable', message: 'No answer from db.desk:5432/quant.' },
}

function show(connections: NonNullable<FakeProcedures['connections']>) {
  return renderWithApp(<WorkspaceBanner />, { client: { connections } })
}

describe('WorkspaceBanner', () => {
  it('is silent when the chosen database is in use', async () => {
    const current = vi.fn(async () => local)
    show({ current })
    await waitFor(() => expect(current).toHaveBeenCalled())
    expect(screen.queryByRole('alert')).not.toBeInTheDocument()
  })

  it('says why the chosen database is not in use, and goes when a retry opens it', async () => {
    let now = unreachable
    const retry = vi.fn(async () => {
      now = { ...local, connection: server, status: { ...local.status, label: 'db.desk:5432/quant' } }
      return now.status
    })
    show({ current: async () => now, retry })
    expect(await screen.findByRole('alert')).toHaveTextContent(
      'No answer from db.desk:5432/quant. You are working in the local database meanwhile.',
    )
    await userEvent.click(screen.getByRole('button', { name: 'Retry' }))
    await waitFor(() => expect(screen.queryByRole('button', { name: 'Retry' })).not.toBeInTheDocument())
    expect(retry).toHaveBeenCalledOnce()
    expect(await screen.findByText('Now using db.desk:5432/quant')).toBeVisible()
  })

  it('shows why a retry failed, and can be tried again', async () => {
    show({
      current: async () => unreachable,
      retry: async () => Promise.reject(new AppError('database_login_failed', 'db.desk refused the login.')),
    })
    await userEvent.click(await screen.findByRole('button', { name: 'Retry' }))
    await waitFor(() => expect(screen.getByRole('alert')).toHaveTextContent('db.desk refused the login.'))
    expect(screen.getByRole('button', { name: 'Retry' })).toBeEnabled()
  })

  it('leads to Settings when tables must change first', async () => {
    const problem = { connection: server, code: 'migration_required', message: 'quant needs 1 schema change(s) first.' } as const
    show({ current: async () => ({ ...local, problem }) })
    await userEvent.click(await screen.findByRole('link', { name: 'Migrate in Settings' }))
    expect(screen.getByLabelText('Shown path')).toHaveTextContent('/settings')
    expect(screen.queryByRole('button', { name: 'Retry' })).not.toBeInTheDocument()
  })

  it('shows warnings until they are hidden', async () => {
    const text = 'quant was written by a newer version of Aurelius.'
    show({ current: async () => ({ ...local, readOnly: true, warnings: [text] }) })
    expect(await screen.findByText(text)).toBeVisible()
    await userEvent.click(screen.getByRole('button', { name: 'Hide this warning' }))
    expect(screen.queryByText(text)).not.toBeInTheDocument()
  })
})
