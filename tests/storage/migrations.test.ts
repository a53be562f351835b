import { expect, it } from 'vitest'
import type { Database } from '#core/database/database.ts'
import { migrateDown, migrateUp, migrationStatus, requireReady } from '#core/database/migrate.ts'
import { createStrategy, listStrategies } from '#core/repositories/strategyRepository.ts'
import { MIGRATIONS } from '#migrations/index.ts'
import { makeStrategy } from '../builders/strategies.ts'
import { describeOnBothDialects, openAgain } from './dialects.ts'
import { runProcess } from './processes.ts'

const NAMES = MIGRATIONS.map(({ name }) => name)

async function tablesOf(db: Database): Promise<string[]> {
  const rows: { name: string }[] = await db.run((knex) =>
    db.dialect === 'sqlite'
      ? knex('sqlite_schema').where({ type: 'table' }).whereNot('name', 'like', 'sqlite%').select('name')
      : knex('pg_tables').whereRaw('schemaname = current_schema()').select({ name: 'tablename' }),
  )
  return rows.map(({ name }) => name).sort()
}

/** A table that no migration made. */
async function createTable(db: Database, name: string): Promise<void> {
  const { connection } = db
  if (connection.dialect === 'postgres') await db.run((knex) => knex.raw('CREATE SCHEMA ??', [connection.schema]))
  await db.run((knex) => knex.schema.createTable(name, (table) => table.text('id')))
}

const migrateInProcess = async (db: Database): Promise<string[]> => JSON.parse(await runProcess('./migrateProcess.ts', db))

describeOnBothDialects('migrations', (makeDatabase) => {
  it('goes up, down and up again', async () => {
    const db = await makeDatabase({ migrated: false })
    expect(await migrationStatus(db)).toMatchObject({ state: 'empty', applied: [], pending: NAMES, unknown: [] })
    expect(await migrateUp(db)).toEqual(NAMES)
    const tables = await tablesOf(db)
    expect(tables).toEqual(expect.arrayContaining(['backtests', 'datasets', 'gate_results', 'strategies', 'validations']))
    expect(await migrationStatus(db)).toMatchObject({ state: 'ready', applied: NAMES, pending: [], unknown: [] })

    for (const name of NAMES.toReversed()) expect(await migrateDown(db)).toBe(name)
    expect(await migrateDown(db)).toBeNull()
    expect(await tablesOf(db)).toEqual(['schema_migrations', 'schema_migrations_lock'])

    expect(await migrateUp(db)).toEqual(NAMES)
    expect(await tablesOf(db)).toEqual(tables)
  })

  it('does nothing the second time and keeps the rows', async () => {
    const db = await makeDatabase()
    await createStrategy(db, makeStrategy())
    expect(await migrateUp(db)).toEqual([])
    const query = {
      search: '',
      types: [],
      statuses: [],
      includeArchived: false,
      sort: 'name',
      direction: 'asc',
      limit: 10,
      cursor: null,
    } as const
    expect((await listStrategies(db, { ...query, withTotal: true })).total).toBe(1)
  })

  it('migrates once when two processes race', async () => {
    const db = await makeDatabase({ migrated: false })
    const applied = await Promise.all([migrateInProcess(db), migrateInProcess(db)])
    expect(applied.flat()).toEqual(NAMES)
    expect((await migrationStatus(db)).state).toBe('ready')
  })

  it('asks for migration before work', async () => {
    const db = await makeDatabase({ migrated: false })
    await expect(requireReady(db)).rejects.toMatchObject({
      code: 'migration_required',
      message: expect.stringContaining('aurelius db migrate'),
    })
    await expect(createStrategy(db, makeStrategy())).rejects.toMatchObject({ code: 'migration_required' })
    await migrateUp(db)
    expect((await requireReady(db)).state).toBe('ready')
  })

  it('leaves a newer database alone, but for reading', async () => {
    const db = await makeDatabase()
    await createStrategy(db, makeStrategy({ name: 'Kept' }))
    await db.run((knex) =>
      knex('schema_migrations').insert({ name: '9999_from_the_future', batch: 2, migration_time: new Date().toISOString() }),
    )
    expect(await migrationStatus(db)).toMatchObject({ state: 'newer_than_app', unknown: ['9999_from_the_future'] })
    for (const attempt of [requireReady, migrateUp, migrateDown]) {
      await expect(attempt(db)).rejects.toMatchObject({ code: 'database_newer', details: { unknown: '9999_from_the_future' } })
    }
    const reader = await openAgain(db.connection, { readOnly: true })
    expect(await reader.run((knex) => knex('strategies').pluck('name'))).toEqual(['Kept'])
  })

  it('does not touch tables of an older system', async () => {
    const db = await makeDatabase({ migrated: false })
    await createTable(db, 'strategies')
    await expect(migrateUp(db)).rejects.toMatchObject({ code: 'conflict', message: expect.stringContaining('older system') })
    expect(await tablesOf(db)).toEqual(['strategies'])
  })

  it('leaves the old schema whole when a step fails', async () => {
    const db = await makeDatabase({ migrated: false })
    await createTable(db, 'gate_results')
    await expect(migrateUp(db)).rejects.toThrow('already exists')
    expect(await tablesOf(db)).toEqual(['gate_results'])
  })
})
