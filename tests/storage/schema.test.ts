import { describe, expect, it } from 'vitest'
import type { Database } from '#core/database/database.ts'
import { bindInstant } from '#core/database/dialect.ts'
import { createGateResult } from '#core/repositories/gateResultRepository.ts'
import { RUN_STATUSES } from '#shared/domain/backtest.ts'
import type { Dialect } from '#shared/domain/connection.ts'
import { GATE_TYPES, gateVerdictSchema } from '#shared/domain/gate.ts'
import { STRATEGY_STATUSES } from '#shared/domain/strategy.ts'
import { STRATEGY_TYPES } from '#shared/domain/strategyType.ts'
import { makeGateResult } from '../builders/gateResults.ts'
import { NEW_YEAR_2024_MS } from '../builders/ids.ts'
import { storeBacktest, storeRunParents } from '../builders/storedRuns.ts'
import { describeOnBothDialects, makerOf } from './dialects.ts'

interface ColumnFact {
  table: string
  column: string
  required: boolean
}

async function columnsOf(db: Database): Promise<string[]> {
  const facts: ColumnFact[] = await db.run((knex) =>
    db.dialect === 'sqlite'
      ? knex('sqlite_schema as t')
          .joinRaw('JOIN pragma_table_info(t.name) AS c')
          .where('t.type', 'table')
          .select({ table: 't.name', column: 'c.name' }, knex.raw('(c."notnull" = 1 OR c.pk > 0) AS required'))
      : knex('information_schema.columns')
          .whereRaw('table_schema = current_schema()')
          .select({ table: 'table_name', column: 'column_name' }, knex.raw("is_nullable = 'NO' AS required")),
  )
  return facts
    .filter(({ table }) => !/^(schema_migrations|sqlite_|audit_pending$)/.test(table))
    .map(({ table, column, required }) => `${table}.${column}${required ? '' : '?'}`)
    .sort()
}

async function indexesOf(db: Database): Promise<string[]> {
  const names: string[] = await db.run((knex) =>
    db.dialect === 'sqlite'
      ? knex('sqlite_schema').where({ type: 'index' }).pluck('name')
      : knex('pg_indexes').whereRaw('schemaname = current_schema()').pluck('indexname'),
  )
  return names.filter((name) => name.startsWith('idx_')).sort()
}

describe('the schema', () => {
  it('has the same tables, columns and indexes on both databases', async () => {
    const [sqlite, postgres] = [await makerOf('sqlite')(), await makerOf('postgres')()]
    expect(await columnsOf(postgres)).toEqual(await columnsOf(sqlite))
    expect(await indexesOf(postgres)).toEqual(await indexesOf(sqlite))
    expect(await columnsOf(sqlite)).toEqual(expect.arrayContaining(['backtests.origin', 'backtests.spec_hash?', 'validations.windows?']))
  })
})

describeOnBothDialects('the schema takes every value of the domain and no other', (makeDatabase, dialect) => {
  it.each<{ table: string; column: string; values: readonly string[] }>([
    { table: 'strategies', column: 'strategy_type', values: STRATEGY_TYPES },
    { table: 'strategy_versions', column: 'strategy_type', values: STRATEGY_TYPES },
    { table: 'strategies', column: 'status', values: STRATEGY_STATUSES },
    { table: 'gate_results', column: 'gate_type', values: GATE_TYPES },
    { table: 'gate_results', column: 'verdict', values: gateVerdictSchema.options },
    { table: 'backtests', column: 'status', values: RUN_STATUSES },
  ])('$table: $column', async ({ table, column, values }) => {
    const db = await makeDatabase()
    const parents = await storeRunParents(db)
    const backtestId = await storeBacktest(db, parents)
    await createGateResult(db, makeGateResult({ strategyId: parents.strategyId, backtestId }))
    const change = (value: string) => db.run((knex) => knex(table).update({ [column]: value, ...companionsOf(column, value, dialect) }))
    for (const value of values) expect(await change(value)).toBe(1)
    await expect(change('banana')).rejects.toMatchObject({ code: 'invalid_input', message: expect.stringContaining(`${table}_`) })
  })
})

/** Columns that must change together with a column, by the rules of the schema. */
function companionsOf(column: string, value: string, dialect: Dialect): Record<string, unknown> {
  if (column === 'verdict') return { passed: value === 'passed' }
  if (value === 'running') return { lease_owner: 'worker-1', lease_expires_at: bindInstant(dialect, NEW_YEAR_2024_MS) }
  if (value === 'completed') return { metrics: '{}', ledger_hash: 'a'.repeat(64), engine_version: '1', metric_version: '1', ...NO_LEASE }
  return RUN_STATUSES.some((status) => status === value) ? NO_LEASE : {}
}

const NO_LEASE = { lease_owner: null, lease_expires_at: null }
