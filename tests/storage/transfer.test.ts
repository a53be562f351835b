import { expect, it } from 'vitest'
import { copyDatabase } from '#core/database/transfer/copyDatabase.ts'
import type { TransferProgress } from '#core/database/transfer/transferMeter.ts'
import { TRANSFER_TABLES } from '#core/database/transfer/transferTables.ts'
import { createStrategy } from '#core/repositories/strategyRepository.ts'
import { makeStrategy } from '../builders/strategies.ts'
import { makerOf } from './dialects.ts'
import { DIALECTS, makeSource, rowsOf } from './transferSource.ts'

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
