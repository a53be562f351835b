import { describe, expect, it } from 'vitest'
import type { Database } from '#core/database/database.ts'
import { adoptLegacyDatabase } from '#core/database/legacy/adoptLegacyDatabase.ts'
import { rollbackAdoption } from '#core/database/legacy/rollbackAdoption.ts'
import { checkAuditRow, EMPTY_HEAD } from '#core/repositories/auditChain.ts'
import { setStrategyStatus } from '#core/repositories/strategyRepository.ts'
import { AppError } from '#shared/domain/appError.ts'
import type { AuditEntry } from '#shared/domain/audit.ts'
import { storeBacktest, storeRunParents } from '../builders/storedRuns.ts'
import { dumpSchema, makeLegacyDatabase } from '../fixtures/legacyDatabase.ts'
import { TREND } from '../fixtures/legacyRows.ts'
import { makerOf } from './dialects.ts'

const NOW_MS = Date.UTC(2026, 0, 1)
/** Takes the adoption back and answers the audit log that went with it. */
async function takeBack(db: Database, options: { force?: boolean } = {}) {
  const log: AuditEntry[] = []
  const keepLog = async (rows: AsyncIterable<readonly AuditEntry[]>) => {
    for await (const batch of rows) log.push(...batch)
  }
  return { ...(await rollbackAdoption(db, { ...options, nowMs: NOW_MS + 5, keepLog })), log }
}

const adopt = (db: Database) => adoptLegacyDatabase(db, { nowMs: NOW_MS, refusalOf: () => null })

describe('taking an adoption back', () => {
  it.each(['A', 'B1', 'B2'] as const)('restores shape %s exactly: columns, constraints, indexes and rows', async (shape) => {
    const db = await makeLegacyDatabase(shape)
    const before = await dumpSchema(db)
    const { legacySchema } = await adopt(db)
    expect(await dumpSchema(db)).not.toEqual(before)
    const { restored } = await takeBack(db)
    expect(restored).toContain('backtests')
    expect(await dumpSchema(db)).toEqual(before)
    expect(await db.run((knex) => knex('pg_namespace').where({ nspname: legacySchema }))).toEqual([])
    expect(await adopt(db)).toMatchObject({ legacySchema })
  })

  it.each([
    {
      name: 'a new run',
      work: async (db: Database) => void (await storeBacktest(db, await storeRunParents(db))),
      lost: { strategies: 1, datasets: 1, backtests: 1, validations: 0, gateResults: 0 },
    },
    {
      name: 'a changed strategy',
      work: async (db: Database) => void (await setStrategyStatus(db, { id: TREND, status: 'archived', nowMs: NOW_MS + 1 })),
      lost: { strategies: 1, datasets: 0, backtests: 0, validations: 0, gateResults: 0 },
    },
  ])('refuses to lose $name, unless forced', async ({ work, lost }) => {
    const db = await makeLegacyDatabase('A')
    const before = await dumpSchema(db)
    await adopt(db)
    await work(db)
    const adopted = await dumpSchema(db)
    await expect(takeBack(db)).rejects.toMatchObject({ code: 'conflict', message: /--force/, details: lost })
    expect(await dumpSchema(db)).toEqual(adopted)
    expect(await takeBack(db, { force: true })).toMatchObject({ lost })
    expect(await dumpSchema(db)).toEqual(before)
  })

  it('hands out the audit log before it goes: its last row tells of the taking back, and the chain is whole', async () => {
    const db = await makeLegacyDatabase('A')
    const { legacySchema } = await adopt(db)
    const { log, restored, lost } = await takeBack(db)
    expect(log.map(({ action }) => action)).toEqual(['database.adopt', 'database.unadopt'])
    expect(log[1]).toMatchObject({ seq: 2, recordedAtMs: NOW_MS + 5, actor: db.actor.name, objectType: 'database', objectId: db.label })
    expect(JSON.parse(log[1]?.payload ?? '')).toEqual({ legacySchema, restored, lost })
    let head = EMPTY_HEAD
    for (const row of log) {
      expect(checkAuditRow(head, row)).toBeNull()
      head = row
    }
  })

  it('changes nothing when the audit log cannot be kept', async () => {
    const db = await makeLegacyDatabase('A')
    await adopt(db)
    const adopted = await dumpSchema(db)
    const keepLog = () => Promise.reject(new AppError('database_full', 'No space left.'))
    await expect(rollbackAdoption(db, { nowMs: NOW_MS, keepLog })).rejects.toMatchObject({ code: 'database_full' })
    expect(await dumpSchema(db)).toEqual(adopted)
    expect(await db.run((knex) => knex('audit_log').pluck('action'))).toEqual(['database.adopt'])
  })

  it('finds nothing to take back where nothing was adopted', async () => {
    await expect(takeBack(await makerOf('postgres')())).rejects.toMatchObject({ code: 'not_found' })
    await expect(takeBack(await makeLegacyDatabase('A'))).rejects.toMatchObject({ code: 'not_found' })
  })
})
