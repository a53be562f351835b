import { expect, it } from 'vitest'
import type { Database } from '#core/database/database.ts'
import { copyDatabase } from '#core/database/transfer/copyDatabase.ts'
import type { TransferProgress } from '#core/database/transfer/transferMeter.ts'
import { TRANSFER_TABLES } from '#core/database/transfer/transferTables.ts'
import { createStrategy } from '#core/repositories/strategyRepository.ts'
import type { Dialect } from '#shared/domain/connection.ts'
import { fillWorkspace } from '../builders/fullWorkspace.ts'
import { makeStrategy } from '../builders/strategies.ts'
import { makerOf, openAgain } from './dialects.ts'

const DIALECTS = ['sqlite', 'postgres'] as const

/** A full workspace, opened for reading as a copy wants it. */
async function makeSource(dialect: Dialect): Promise<Database> {
  const db = await makerOf(dialect)()
  await fillWorkspace(db)
  return openAgain(db.connection, { readOnly: true })
}

/** Every row as text both databases give alike; a real -0 is 0. */
async function rowsOf(db: Database): Promise<Record<string, string[]>> {
  const tables: Record<string, string[]> = {}
  for (const { name, key, columns } of TRANSFER_TABLES) {
    const rows: Record<string, unknown>[] = await db.run((knex) =>
      knex(name)
        .orderBy([...key])
        .select(Object.keys(columns)),
    )
    tables[name] = rows.map((row) => JSON.stringify(Object.entries(columns).map(([column, kind]) => shown(row[column], kind))))
  }
  return tables
}

function shown(value: unknown, kind: string): unknown {
  if (value === null) return null
  if (kind === 'boolean') return Boolean(value)
  return value instanceof Uint8Array ? Buffer.from(value).toString('base64') : value
}

it('fills every table in the workspace that is copied', async () => {
  const tables = await rowsOf(await makeSource('sqlite'))
  for (const [table, rows] of Object.entries(tables)) expect(rows.length, table).toBeGreaterThan(0)
})

for (const from of DIALECTS) {
  for (const to of DIALECTS) {
    it(`copies every row from ${from} to ${to}, says how far it is, and leaves a database to work in`, async () => {
      const source = await makeSource(from)
      const target = await makerOf(to)({ migrated: false })
      const progress: TransferProgress[] = []
      const report = await copyDatabase({ source, target, onProgress: (step) => progress.push(step) })
      expect(await rowsOf(target)).toEqual(await rowsOf(source))
      expect(report.resumed).toBe(false)
      expect(Object.keys(report.tables)).toEqual(TRANSFER_TABLES.map(({ name }) => name))
      expect(progress.at(-1)).toMatchObject({
        stage: 'verifying',
        rows: report.rows,
        rowsTotal: report.rows,
        bytes: report.bytes,
        bytesTotal: report.bytes,
        bytesPerSecond: expect.any(Number),
        secondsLeft: 0,
      })
      await createStrategy(target, makeStrategy())
    })
  }
}
