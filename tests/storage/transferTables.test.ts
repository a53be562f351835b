import { expect, it } from 'vitest'
import type { Database } from '#core/database/database.ts'
import { type CellKind, TRANSFER_TABLES } from '#core/database/transfer/transferTables.ts'
import { describeOnBothDialects } from './dialects.ts'

const TYPES: Record<CellKind, { sqlite: string; postgres: string }> = {
  text: { sqlite: 'text', postgres: 'text' },
  json: { sqlite: 'text', postgres: 'json' },
  integer: { sqlite: 'integer', postgres: 'int4' },
  bigint: { sqlite: 'integer', postgres: 'int8' },
  real: { sqlite: 'real', postgres: 'float8' },
  boolean: { sqlite: 'integer', postgres: 'bool' },
  instant: { sqlite: 'integer', postgres: 'timestamptz' },
  bytes: { sqlite: 'blob', postgres: 'bytea' },
}

interface ColumnFact {
  table: string
  column: string
  type: string
}

async function columnsOf(db: Database): Promise<string[]> {
  const facts: ColumnFact[] = await db.run((knex) =>
    db.dialect === 'sqlite'
      ? knex('sqlite_schema as t')
          .joinRaw('JOIN pragma_table_info(t.name) AS c')
          .where('t.type', 'table')
          .select({ table: 't.name', column: 'c.name', type: 'c.type' })
      : knex('information_schema.columns')
          .whereRaw('table_schema = current_schema()')
          .select({ table: 'table_name', column: 'column_name', type: 'udt_name' }),
  )
  const ours = facts.filter(({ table }) => !/^(schema_migrations|sqlite_|audit_pending$)/.test(table))
  return ours.map(({ table, column, type }) => `${table}.${column} ${type.toLowerCase()}`).sort()
}

/** Columns of each primary key, in its order. */
async function keysOf(db: Database): Promise<Record<string, string[]>> {
  const facts: { table: string; column: string }[] = await db.run((knex) =>
    db.dialect === 'sqlite'
      ? knex('sqlite_schema as t')
          .joinRaw('JOIN pragma_table_info(t.name) AS c')
          .where('t.type', 'table')
          .where('c.pk', '>', 0)
          .orderByRaw('t.name, c.pk')
          .select({ table: 't.name', column: 'c.name' })
      : knex('information_schema.key_column_usage as u')
          .joinRaw('JOIN information_schema.table_constraints AS c USING (constraint_schema, constraint_name, table_name)')
          .whereRaw("c.constraint_schema = current_schema() AND c.constraint_type = 'PRIMARY KEY'")
          .orderByRaw('table_name, ordinal_position')
          .select({ table: 'u.table_name', column: 'u.column_name' }),
  )
  const keys: Record<string, string[]> = {}
  for (const { table, column } of facts) keys[table] = [...(keys[table] ?? []), column]
  return keys
}

/** Each foreign key as child and parent. */
async function parentsOf(db: Database): Promise<{ child: string; parent: string }[]> {
  return db.run((knex) =>
    db.dialect === 'sqlite'
      ? knex('sqlite_schema as t')
          .joinRaw('JOIN pragma_foreign_key_list(t.name) AS f')
          .where('t.type', 'table')
          .select({ child: 't.name', parent: 'f.table' })
      : knex('pg_constraint')
          .whereRaw("contype = 'f' AND connamespace = current_schema()::regnamespace")
          .select(knex.raw('conrelid::regclass::text AS child, confrelid::regclass::text AS parent')),
  )
}

describeOnBothDialects('the list of what is copied', (makeDatabase, dialect) => {
  it('names every table and column of the schema with its kind: a migration that adds one adds it there', async () => {
    const listed = TRANSFER_TABLES.flatMap(({ name, columns }) =>
      Object.entries(columns).map(([column, kind]) => `${name}.${column} ${TYPES[kind][dialect]}`),
    )
    expect(listed.sort()).toEqual(await columnsOf(await makeDatabase()))
  })

  it('knows each primary key', async () => {
    const keys = await keysOf(await makeDatabase())
    for (const { name, key } of TRANSFER_TABLES) expect(key, name).toEqual(keys[name])
  })

  it('has parents before their children', async () => {
    const order = TRANSFER_TABLES.map(({ name }) => name)
    const links = await parentsOf(await makeDatabase())
    expect(links.length).toBeGreaterThan(5)
    for (const { child, parent } of links) expect(order.indexOf(parent), `${parent} before ${child}`).toBeLessThan(order.indexOf(child))
  })
})
