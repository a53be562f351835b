import { describe, expect, it } from 'vitest'
import type { Database } from '#core/database/database.ts'
import { adoptLegacyDatabase } from '#core/database/legacy/adoptLegacyDatabase.ts'
import { rollbackAdoption } from '#core/database/legacy/rollbackAdoption.ts'
import { setStrategyStatus } from '#core/repositories/strategyRepository.ts'
import { storeBacktest, storeRunParents } from '../builders/storedRuns.ts'
import { dumpSchema, makeLegacyDatabase } from '../fixtures/legacyDatabase.ts'
import { TREND } from '../fixtures/legacyRows.ts'
import { makerOf } from './dialects.ts'

const NOW_MS = Date.UTC(2026, 0, 1)
const adopt = (db: Database) => adoptLegacyDatabase(db, { nowMs: NOW_MS, refusalOf: () => null })

describe('taking an adoption back', () => {
  it.each(['A', 'B1', 'B2'] as const)('restores shape %s exactly: columns, constraints, indexes and rows', async (shape) => {
    const db = await makeLegacyDatabase(shape)
    const before = await dumpSchema(db)
    const { legacySchema } = await adopt(db)
    expect(await dumpSchema(db)).not.toEqual(before)
    const { restored } = await rollbackAdoption(db)
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
    await expect(rollbackAdoption(db)).rejects.toMatchObject({ code: 'conflict', message: /--force/, details: lost })
    expect(await dumpSchema(db)).toEqual(adopted)
    expect(await rollbackAdoption(db, { force: true })).toMatchObject({ lost })
    expect(await dumpSchema(db)).toEqual(before)
  })

  it('finds nothing to take back where nothing was adopted', async () => {
    await expect(rollbackAdoption(await makerOf('postgres')())).rejects.toMatchObject({ code: 'not_found' })
    await expect(rollbackAdoption(await makeLegacyDatabase('A'))).rejects.toMatchObject({ code: 'not_found' })
  })
})
