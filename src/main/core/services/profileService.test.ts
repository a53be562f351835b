import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type ProfileDraft, profileDraftSchema } from '#shared/contract/profiles.ts'
import type { PostgresConnection } from '#shared/domain/connection.ts'
import { openConfigFile } from '../config/configFile.ts'
import { createSessionVault, type Vault } from '../config/vault.ts'
import { createProfileService } from './profileService.ts'

let folder: string
let file: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'aurelius-profiles-'))
  file = join(folder, 'config.json')
})
afterEach(() => rm(folder, { recursive: true, force: true }))

const server: PostgresConnection = {
  dialect: 'postgres',
  host: 'db.desk',
  port: 5432,
  database: 'research',
  user: 'ann',
  schema: 'public',
  tls: 'verify-full',
  poolMax: 10,
}

const draftOf = (change: Partial<ProfileDraft> = {}): ProfileDraft =>
  profileDraftSchema.parse({ name: 'Desk', label: 'production', colour: 'red', connection: server, password: 'hunter2', ...change })

const openService = (vault: Vault = createSessionVault('Until the end.')) =>
  createProfileService({ configuration: openConfigFile(file), vault })

describe('saved connections', () => {
  it('survive a restart without their password, which no file holds', async () => {
    const saved = await openService().save(draftOf())
    expect(saved).toMatchObject({ name: 'Desk', label: 'production', colour: 'red', password: 'session', problem: null })
    expect(saved.url).toBe('postgresql://ann@db.desk:5432/research?sslmode=verify-full&schema=public&pool_max=10')
    expect(JSON.stringify(saved)).not.toContain('hunter2')
    expect(await readFile(file, 'utf8')).not.toContain('hunter2')

    const { items, vault } = await openService().list()
    expect(items).toEqual([{ ...saved, password: 'none' }])
    expect(vault).toEqual({ keeps: 'session', note: 'Until the end.' })
  })

  it('are listed by name, changed, and deleted with their password', async () => {
    const profiles = openService()
    const desk = await profiles.save(draftOf())
    await profiles.save(draftOf({ name: 'Archive', connection: { dialect: 'sqlite', file: '/data/old.sqlite' }, password: null }))
    await profiles.save(draftOf({ id: desk.id, name: 'Trading desk', password: null }))
    expect((await profiles.list()).items.map(({ name, password }) => [name, password])).toEqual([
      ['Archive', 'none'],
      ['Trading desk', 'session'],
    ])
    await profiles.delete(desk.id)
    expect(await profiles.passwordFor(server)).toBeNull()
    await expect(profiles.delete(desk.id)).rejects.toMatchObject({ code: 'not_found' })
    await expect(profiles.save(draftOf({ id: desk.id }))).rejects.toMatchObject({ code: 'not_found' })
    await expect(profiles.save(draftOf({ name: 'ARCHIVE' }))).rejects.toMatchObject({ code: 'conflict', details: { field: 'name' } })
    expect((await profiles.list()).items).toHaveLength(1)
  })

  it('still show when their password cannot be read', async () => {
    const failing: Vault = {
      ...createSessionVault(''),
      read: async () => {
        throw new Error('the keyring is locked')
      },
    }
    await openService().save(draftOf())
    const { items } = await openService(failing).list()
    expect(items).toMatchObject([{ name: 'Desk', password: 'unreadable', problem: expect.stringContaining('Enter the password again') }])
    expect(await openService(failing).passwordFor(server)).toBeNull()
  })

  it.each([
    { name: 'another host', change: { host: 'evil.example' } },
    { name: 'another port', change: { port: 5433 } },
    { name: 'another user', change: { user: 'postgres' } },
    { name: 'no encryption', change: { tls: 'disable' as const } },
    { name: 'another authority', change: { tlsCaFile: '/tmp/ca.pem' } },
  ])('never give their password to $name', async ({ change }) => {
    const profiles = openService()
    const { id } = await profiles.save(draftOf())
    expect(await profiles.passwordFor({ ...server, ...change })).toBeNull()
    const moved = await profiles.save(draftOf({ id, connection: { ...server, ...change }, password: null }))
    expect(moved.password).toBe('none')
  })

  it('give their password to another database of the same login, and forget it when told to', async () => {
    const profiles = openService()
    const { id } = await profiles.save(draftOf())
    expect(await profiles.passwordFor({ ...server, database: 'other', poolMax: 3 })).toBe('hunter2')
    expect((await profiles.save(draftOf({ id, password: '' }))).password).toBe('none')
    expect(await profiles.passwordFor(server)).toBeNull()
  })

  it('mark the database in use, the one with the same settings first', async () => {
    const profiles = openService()
    await profiles.save(draftOf())
    await profiles.save(draftOf({ name: 'A reader', label: '', colour: 'grey', connection: { ...server, readOnly: true } }))
    expect(await profiles.markOf(server)).toMatchObject({ name: 'Desk', label: 'production', colour: 'red' })
    expect(await profiles.markOf({ ...server, readOnly: true })).toMatchObject({ name: 'A reader' })
    expect(await profiles.markOf({ ...server, poolMax: 4 })).toMatchObject({ name: 'A reader' })
    expect(await profiles.markOf({ ...server, schema: 'elsewhere' })).toBeNull()
  })
})
