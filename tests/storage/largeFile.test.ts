import { open, stat } from 'node:fs/promises'
import { dirname } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { describe, expect, it, vi } from 'vitest'
import { openDatabase } from '#core/database/database.ts'
import { migrateUp } from '#core/database/migrate.ts'
import { CHECK_DELAY_MS } from '#core/workspace.ts'
import type { Client } from '#shared/contract/contract.ts'
import { openTestApplication } from '../builders/openTestApplication.ts'
import { freshFolder } from './dialects.ts'

const BALLAST_BYTES = 65 * 1024 * 1024
const PAGE_BYTES = 4096
const PATIENCE = { timeout: 30_000, interval: 100 }

/** A workspace too large to be read whole at every start. */
async function makeLargeFile(): Promise<string> {
  const file = `${await freshFolder()}/large.db`
  const db = await openDatabase({ dialect: 'sqlite', file }, { appVersion: 'tests' })
  await migrateUp(db)
  await db.run((knex) => knex.raw('CREATE TABLE ballast (bytes BLOB)'))
  await db.run((knex) => knex.raw(`INSERT INTO ballast VALUES (zeroblob(${BALLAST_BYTES}))`))
  await db.close()
  return file
}

/** Cuts the chain of pages of the ballast, which nothing but a check of the whole file would come across. */
async function damage(file: string): Promise<void> {
  const { size } = await stat(file)
  const handle = await open(file, 'r+')
  await handle.write(Buffer.alloc(4, 0xff), 0, 4, size - 100 * PAGE_BYTES)
  await handle.close()
}

async function withClient(file: string, work: (client: Client, log: readonly string[]) => Promise<void>): Promise<void> {
  const log: string[] = []
  const options = { dataDirectory: dirname(file), password: null, importSampleWhenEmpty: false, log: (line: string) => void log.push(line) }
  const application = await openTestApplication({ ...options, threads: 1, connection: { dialect: 'sqlite', file } })
  try {
    await work(application.client, log)
  } finally {
    await application.close()
  }
}

describe('a large SQLite file', () => {
  it('that is whole opens without a warning', async () => {
    await withClient(await makeLargeFile(), async (client, log) => {
      // The one worker answers after the check, which was asked for first.
      await setTimeout(CHECK_DELAY_MS + 100)
      expect((await client.system.health()).workers.ok).toBe(true)
      expect(log).toEqual([])
      expect((await client.connections.current()).warnings).toEqual([])
    })
  })

  it('that is damaged opens, and says so once it has been read', async () => {
    const file = await makeLargeFile()
    await damage(file)
    await withClient(file, async (client) => {
      const warnings = async () => (await client.connections.current()).warnings
      await vi.waitFor(async () => expect(await warnings()).toEqual([expect.stringMatching(/damaged.*Restore a backup/)]), PATIENCE)
    })
  })
})
