import { readFile, writeFile } from 'node:fs/promises'
import { describe, expect, it } from 'vitest'
import type { Database } from '#core/database/database.ts'
import { formatDatabaseUrl } from '#core/database/databaseUrl.ts'
import { aurelius, makeFolder } from '../cli/aurelius.ts'
import { dumpSchema, makeLegacyDatabase } from '../fixtures/legacyDatabase.ts'
import { makerOf, testServer } from './dialects.ts'

function urlOf({ connection }: Database): string {
  const url = new URL(formatDatabaseUrl(connection))
  if (connection.dialect === 'postgres') url.password = encodeURIComponent(testServer().password)
  return url.href
}

/** In a process of its own, without a terminal. */
const adopt = (db: Database, ...words: string[]) => aurelius(['db', 'adopt', '--db', urlOf(db), '--data-dir', makeFolder(), ...words])

describe('aurelius db adopt', () => {
  it('shows the plan and changes nothing with --dry-run', async () => {
    const db = await makeLegacyDatabase('B2')
    const before = await dumpSchema(db)
    const { exitCode, stdout, stderr } = await adopt(db, '--dry-run')
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' })
    expect(stdout).toMatch(/^Found +an older AURELIUS database, shape B$/m)
    expect(stdout).toMatch(/^ +alembic_version stays where it is, untouched: "002"$/m)
    expect(stdout).toMatch(/^gate_results +3 +2$/m)
    expect(stdout).toMatch(/^ +3 {2}the run was never finished and counts as interrupted$/m)
    expect(stdout).toMatch(/^ +1 {2}the engine of this version refuses these parameters/m)
    expect(await dumpSchema(db)).toEqual(before)
  })

  it('without --yes and nobody to ask, prints the plan, refuses and changes nothing', async () => {
    const db = await makeLegacyDatabase('A')
    const before = await dumpSchema(db)
    const { exitCode, stdout, stderr } = await adopt(db)
    expect(exitCode).toBe(2)
    expect(stdout).toMatch(/^backtests +6 +6$/m)
    expect(stderr).toMatch(/^error: Nothing was changed: [^\n]+--yes[^\n]+\n$/)
    expect(await dumpSchema(db)).toEqual(before)
  })

  it('adopts with --yes, answers one document with --json, and takes it back', async () => {
    const db = await makeLegacyDatabase('A')
    const before = await dumpSchema(db)
    const adopted = await adopt(db, '--yes', '--json')
    expect(adopted).toMatchObject({ exitCode: 0, stderr: '' })
    const { plan, report } = JSON.parse(adopted.stdout)
    expect(plan).toMatchObject({ shape: 'A', curves: 3 })
    expect(report).toMatchObject({ artifacts: 9, outcomes: plan.outcomes, verification: { sampledRows: 6 } })

    expect(await adopt(db, '--yes')).toMatchObject({ exitCode: 2, stderr: expect.stringContaining('is not an older AURELIUS database') })
    expect(await adopt(db, '--rollback')).toMatchObject({ exitCode: 2, stderr: expect.stringContaining('--yes') })
    const back = await adopt(db, '--rollback', '--yes', '--json')
    const { restored, logFile } = JSON.parse(back.stdout)
    expect(restored).toContain('strategies')
    expect(await dumpSchema(db)).toEqual(before)

    const check = async (...words: string[]) => aurelius(['audit', 'verify', '--file', logFile, ...words])
    const whole = await check('--json')
    const { intact, rows, head } = JSON.parse(whole.stdout)
    expect([whole.exitCode, intact, rows]).toEqual([0, true, 2])
    const text = await readFile(logFile, 'utf8')
    expect(text).toMatch(/database\.adopt.*\n.*database\.unadopt.*\n$/)
    await writeFile(logFile, text.replace('"lost', '"found'))
    expect(await check()).toMatchObject({ exitCode: 1, stdout: expect.stringContaining('First break at row 2') })
    await writeFile(logFile, `${text.split('\n')[0]}\n`)
    expect(await check()).toMatchObject({ exitCode: 0 })
    expect(await check('--head', `${head.seq}:${head.rowHash}`)).toMatchObject({ exitCode: 1, stdout: expect.stringContaining('cut') })
    expect(await aurelius(['audit', 'verify', '--file', `${logFile}.gone`])).toMatchObject({
      exitCode: 2,
      stderr: expect.stringContaining('cannot be read'),
    })
  })

  it('says in a line why a database cannot be adopted', async () => {
    const sqlite = await makerOf('sqlite')()
    expect(await adopt(sqlite, '--yes')).toMatchObject({
      exitCode: 2,
      stdout: '',
      stderr: expect.stringMatching(/^error: Older AURELIUS[^\n]+\n$/),
    })
  })
})
