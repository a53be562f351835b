import { ORPCError } from '@orpc/client'
import { screen, waitFor, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { describe, expect, it, vi } from 'vitest'
import type { DatabaseStatus } from '#shared/domain/connection.ts'
import type { ListedProfile } from '#shared/domain/connectionProfile.ts'
import { type FakeProcedures, renderWithApp } from '../../../../../tests/builders/renderWithApp.tsx'
import { ConnectionsSection } from '../ConnectionsSection.tsx'

const status: DatabaseStatus = {
  dialect: 'sqlite',
  label: 'aurelius.sqlite',
  serverVersion: '3.50.4',
  applied: ['0001_initial'],
  pending: [],
  unknown: [],
  state: 'ready',
  latencyMs: 0.2,
}

const desk: ListedProfile = {
  id: '018f0000-0000-7000-8000-000000000001',
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
  url: 'postgresql://ada@db.desk:5432/quant?sslmode=verify-full',
  problem: null,
}

const local: ListedProfile = {
  ...desk,
  id: '018f0000-0000-7000-8000-000000000002',
  name: 'Laptop',
  label: '',
  colour: 'grey',
  connection: { dialect: 'sqlite', file: '/home/ada/aurelius.sqlite' },
  password: 'none',
  url: 'sqlite:/home/ada/aurelius.sqlite',
}

interface Given {
  readonly items?: ListedProfile[]
  readonly connections?: FakeProcedures['connections']
  readonly profiles?: FakeProcedures['profiles']
}

function show({ items = [desk, local], connections = {}, profiles = {} }: Given = {}) {
  return renderWithApp(<ConnectionsSection />, {
    path: '/settings',
    client: {
      connections: {
        current: async () => ({ connection: local.connection, profile: local, status, readOnly: false, problem: null, warnings: [] }),
        ...connections,
      },
      profiles: { list: async () => ({ items, vault: { keeps: 'system', note: 'Passwords are sealed by Keychain.' } }), ...profiles },
    },
  })
}

const openMenu = async (name: string) => userEvent.click(await screen.findByRole('button', { name: `More for ${name}` }))
const choose = async (name: string | RegExp) => userEvent.click(await screen.findByRole('menuitem', { name }))

describe('saved connections', () => {
  it('show name, label, address and where the password is, and which one is in use', async () => {
    show()
    const item = await screen.findByRole('listitem', { name: 'Desk' })
    expect(item).toHaveTextContent('production')
    expect(item).toHaveTextContent('postgresql://ada@db.desk:5432/quant')
    expect(item).toHaveTextContent('password in the keyring')
    await waitFor(() => expect(screen.getByRole('listitem', { name: 'Laptop' })).toHaveTextContent('In use'))
    expect(screen.getByText('Passwords are sealed by Keychain.')).toBeVisible()
  })

  it('are switched to with the kept password', async () => {
    const switchTo = vi.fn(async () => ({ ...status, label: 'db.desk/quant' }))
    show({ connections: { switchTo } })
    await userEvent.click(await screen.findByRole('button', { name: 'Switch to Desk' }))
    expect(await screen.findByText('Now using db.desk/quant')).toBeVisible()
    expect(switchTo).toHaveBeenCalledWith({ connection: desk.connection, password: null, migrate: false })
  })

  it('still show when the password cannot be read, and ask for it', async () => {
    const unreadable: ListedProfile = { ...desk, password: 'unreadable', problem: 'The keyring does not open it. Enter it again.' }
    const switchTo = vi.fn(async () => ({ ...status, label: 'db.desk/quant' }))
    const save = vi.fn(async () => desk)
    show({ items: [unreadable], connections: { switchTo }, profiles: { save } })
    expect(await screen.findByText('The keyring does not open it. Enter it again.')).toBeVisible()
    await userEvent.click(screen.getByRole('button', { name: 'Switch to Desk' }))
    const dialog = await screen.findByRole('dialog', { name: 'Password for Desk' })
    await userEvent.type(within(dialog).getByLabelText('Password'), 'hunter2')
    await userEvent.click(within(dialog).getByRole('checkbox', { name: /^Keep it/ }))
    await userEvent.click(within(dialog).getByRole('button', { name: 'Connect' }))
    expect(await screen.findByText('Now using db.desk/quant')).toBeVisible()
    expect(save).toHaveBeenCalledWith(expect.objectContaining({ id: desk.id, name: 'Desk', password: 'hunter2' }), expect.anything())
    expect(switchTo).toHaveBeenCalledWith({ connection: desk.connection, password: 'hunter2', migrate: false })
  })

  it('are tested where they stand, with the first failing stage', async () => {
    const test = vi.fn(async () => ({
      ok: false,
      latencyMs: null,
      stages: [{ stage: 'login' as const, state: 'failed' as const, message: 'ada may not log in. Check the password.' }],
    }))
    show({ connections: { test } })
    await openMenu('Desk')
    await choose('Test')
    expect(await screen.findByText('ada may not log in. Check the password.')).toBeVisible()
    expect(test).toHaveBeenCalledWith({ connection: desk.connection }, expect.anything())
  })

  it('are saved from the form under a name, a label and a colour', async () => {
    const save = vi.fn(async () => ({ ...local, name: 'Archive' }))
    show({ items: [], profiles: { save } })
    await userEvent.click(await screen.findByRole('button', { name: 'Save connection' }))
    const dialog = await screen.findByRole('dialog', { name: 'Save this connection' })
    const name = within(dialog).getByRole('textbox', { name: /^Name/ })
    expect(name).toHaveValue('aurelius.sqlite')
    await userEvent.clear(name)
    await userEvent.type(name, 'Archive')
    await userEvent.type(within(dialog).getByRole('combobox', { name: 'Label' }), 'test')
    await userEvent.click(within(dialog).getByRole('combobox', { name: 'Colour' }))
    await userEvent.click(await screen.findByRole('option', { name: 'Violet' }))
    await userEvent.click(within(dialog).getByRole('button', { name: 'Save' }))
    expect(await screen.findByText('Saved Archive')).toBeVisible()
    const draft = { id: null, name: 'Archive', label: 'test', colour: 'violet', connection: local.connection, password: null }
    expect(save).toHaveBeenCalledWith(draft, expect.anything())
  })

  it('say when a name is taken', async () => {
    const save = async () => {
      throw new ORPCError('conflict', { message: 'There is a connection named "Desk" already. Choose another name.', data: {} })
    }
    show({ profiles: { save } })
    await userEvent.click(await screen.findByRole('button', { name: 'Save connection' }))
    await userEvent.click(within(await screen.findByRole('dialog')).getByRole('button', { name: 'Save' }))
    expect(await screen.findByText(/There is a connection named "Desk" already/)).toBeVisible()
  })

  it('are edited without their password being asked for again', async () => {
    const save = vi.fn(async () => desk)
    show({ profiles: { save } })
    await openMenu('Desk')
    await choose('Edit')
    const panel = await screen.findByRole('region', { name: 'Edit Desk' })
    expect(within(panel).getByPlaceholderText('Kept: leave empty to use it')).toHaveValue('')
    const schema = within(panel).getByRole('textbox', { name: /^Schema/ })
    await userEvent.clear(schema)
    await userEvent.type(schema, 'research')
    await userEvent.click(within(panel).getByRole('button', { name: 'Save changes' }))
    await userEvent.click(within(await screen.findByRole('dialog')).getByRole('button', { name: 'Save' }))
    await waitFor(() => expect(save).toHaveBeenCalledOnce())
    expect(save).toHaveBeenCalledWith(
      expect.objectContaining({ id: desk.id, password: null, connection: { ...desk.connection, schema: 'research' } }),
      expect.anything(),
    )
  })

  it('are forgotten after a question that names what stays', async () => {
    const remove = vi.fn(async () => ({ id: desk.id }))
    show({ profiles: { delete: remove } })
    await openMenu('Desk')
    await choose('Forget')
    const dialog = await screen.findByRole('dialog', { name: 'Forget Desk?' })
    expect(dialog).toHaveTextContent('The database itself stays as it is.')
    await userEvent.click(within(dialog).getByRole('button', { name: 'Forget' }))
    expect(await screen.findByText('Forgot Desk')).toBeVisible()
    expect(remove).toHaveBeenCalledWith({ id: desk.id })
  })
})
