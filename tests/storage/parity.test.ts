import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Database, rawRows } from '#core/database/database.ts'
import { keepDatabase } from './dialects.ts'

/** One line for each fact of a schema, written the same way for both databases. */
type Facts = (db: Database) => Promise<string[]>

async function linesOf<Row extends object>(db: Database, sql: string, toLine: (row: Row) => string): Promise<string[]> {
  const answer: unknown = await db.run((knex) => knex.raw(sql))
  return rawRows(answer as Row[])
    .map(toLine)
    .sort()
}

/** Reads the same facts out of either database's own catalogue. */
function factsOf<Row extends object>(queries: { sqlite: string; postgres: string }, toLine: (row: Row) => string): Facts {
  return (db) => linesOf(db, queries[db.dialect], toLine)
}

const SQLITE_TABLES = "FROM sqlite_schema t WHERE t.type = 'table' AND t.name NOT LIKE 'sqlite%' AND t.name NOT LIKE 'schema_migrations%'"
/** Unlogged tables hold nothing between transactions. */
const POSTGRES_TABLES =
  "t.relnamespace = current_schema()::regnamespace AND t.relkind = 'r' AND t.relpersistence = 'p' AND t.relname NOT LIKE 'schema_migrations%'"

/** Each PostgreSQL type and what holds the same values in a strict SQLite table. */
const SAME_TYPES: Readonly<Record<string, string>> = {
  text: 'text',
  integer: 'integer',
  bigint: 'integer',
  boolean: 'integer',
  'timestamp(3) with time zone': 'integer',
  'double precision': 'real',
  bytea: 'blob',
  json: 'text',
}

const columns = factsOf<{ tbl: string; col: string; type: string; required: number | boolean; preset: string | null }>(
  {
    sqlite: `SELECT t.name AS tbl, c.name AS col, c.type AS type, c."notnull" = 1 OR c.pk > 0 AS required, c.dflt_value AS preset
      FROM sqlite_schema t JOIN pragma_table_info(t.name) c WHERE t.name IN (SELECT t.name ${SQLITE_TABLES})`,
    postgres: `SELECT t.relname AS tbl, a.attname AS col, format_type(a.atttypid, a.atttypmod) AS type, a.attnotnull AS required,
        pg_get_expr(d.adbin, d.adrelid) AS preset
      FROM pg_class t JOIN pg_attribute a ON a.attrelid = t.oid AND a.attnum > 0 AND NOT a.attisdropped
      LEFT JOIN pg_attrdef d ON d.adrelid = t.oid AND d.adnum = a.attnum WHERE ${POSTGRES_TABLES}`,
  },
  ({ tbl, col, type, required, preset }) => {
    const kind = SAME_TYPES[type] ?? type.toLowerCase()
    return `${tbl}.${col} ${kind}${required ? ' required' : ''}${preset === null ? '' : ` default ${preset.replace(/::\w+/, '')}`}`
  },
)

const primaryKeys = factsOf<{ tbl: string; cols: string }>(
  {
    sqlite: `SELECT tbl, group_concat(col, ', ') AS cols FROM (SELECT t.name AS tbl, c.name AS col FROM sqlite_schema t
      JOIN pragma_table_info(t.name) c WHERE c.pk > 0 AND t.name IN (SELECT t.name ${SQLITE_TABLES}) ORDER BY t.name, c.pk) GROUP BY tbl`,
    postgres: `SELECT t.relname AS tbl, string_agg(a.attname, ', ' ORDER BY array_position(k.conkey, a.attnum)) AS cols
      FROM pg_constraint k JOIN pg_class t ON t.oid = k.conrelid JOIN pg_attribute a ON a.attrelid = t.oid AND a.attnum = ANY (k.conkey)
      WHERE k.contype = 'p' AND ${POSTGRES_TABLES} GROUP BY t.relname`,
  },
  ({ tbl, cols }) => `${tbl} (${cols})`,
)

const foreignKeys = factsOf<{ tbl: string; cols: string; target: string; targets: string; on_delete: string }>(
  {
    sqlite: `SELECT tbl, group_concat(col, ', ') AS cols, target, group_concat(target_col, ', ') AS targets, on_delete FROM
      (SELECT t.name AS tbl, f.id AS id, f."from" AS col, f."table" AS target, f."to" AS target_col, f.on_delete AS on_delete
       FROM sqlite_schema t JOIN pragma_foreign_key_list(t.name) f WHERE t.name IN (SELECT t.name ${SQLITE_TABLES}) ORDER BY t.name, f.id, f.seq)
      GROUP BY tbl, id`,
    postgres: `SELECT t.relname AS tbl, r.relname AS target,
        (SELECT string_agg(a.attname, ', ' ORDER BY array_position(k.conkey, a.attnum)) FROM pg_attribute a
          WHERE a.attrelid = k.conrelid AND a.attnum = ANY (k.conkey)) AS cols,
        (SELECT string_agg(a.attname, ', ' ORDER BY array_position(k.confkey, a.attnum)) FROM pg_attribute a
          WHERE a.attrelid = k.confrelid AND a.attnum = ANY (k.confkey)) AS targets,
        CASE k.confdeltype WHEN 'c' THEN 'CASCADE' WHEN 'n' THEN 'SET NULL' WHEN 'r' THEN 'RESTRICT' ELSE 'NO ACTION' END AS on_delete
      FROM pg_constraint k JOIN pg_class t ON t.oid = k.conrelid JOIN pg_class r ON r.oid = k.confrelid
      WHERE k.contype = 'f' AND ${POSTGRES_TABLES}`,
  },
  ({ tbl, cols, target, targets, on_delete }) => `${tbl} (${cols}) -> ${target} (${targets}) on delete ${on_delete}`,
)

/** Indexes with their columns in order; those behind a UNIQUE are named differently by each database. */
const indexes = factsOf<{ tbl: string; name: string; is_unique: number | boolean; cols: string }>(
  {
    sqlite: `SELECT tbl, name, is_unique, group_concat(col, ', ') AS cols FROM
      (SELECT t.name AS tbl, CASE WHEN i.origin = 'u' THEN 'unique' ELSE i.name END AS name, i."unique" AS is_unique,
         coalesce(x.name, '(expression)') || CASE WHEN x."desc" = 1 THEN ' desc' ELSE '' END AS col
       FROM sqlite_schema t JOIN pragma_index_list(t.name) i JOIN pragma_index_xinfo(i.name) x
       WHERE x.key = 1 AND i.origin <> 'pk' AND t.name IN (SELECT t.name ${SQLITE_TABLES}) ORDER BY t.name, i.name, x.seqno)
      GROUP BY tbl, name, is_unique`,
    postgres: `SELECT t.relname AS tbl, CASE WHEN EXISTS (SELECT 1 FROM pg_constraint k WHERE k.conindid = x.oid) THEN 'unique' ELSE x.relname END AS name,
        i.indisunique AS is_unique,
        (SELECT string_agg(coalesce(a.attname, '(expression)') || CASE WHEN i.indoption[place - 1] & 1 = 1 THEN ' desc' ELSE '' END, ', ' ORDER BY place)
         FROM generate_series(1, i.indnkeyatts) AS place
         LEFT JOIN pg_attribute a ON a.attrelid = t.oid AND a.attnum = i.indkey[place - 1] AND a.attnum > 0) AS cols
      FROM pg_index i JOIN pg_class t ON t.oid = i.indrelid JOIN pg_class x ON x.oid = i.indexrelid
      WHERE NOT i.indisprimary AND ${POSTGRES_TABLES}`,
  },
  ({ tbl, name, is_unique, cols }) => `${tbl}: ${is_unique ? 'unique ' : ''}${name} (${cols})`,
)

/** Names of the rules; what they say is tried with values elsewhere, for each database prints it in its own way. */
const checks: Facts = async (db) => {
  if (db.dialect === 'postgres') {
    return linesOf<{ name: string }>(
      db,
      `SELECT k.conname AS name FROM pg_constraint k JOIN pg_class t ON t.oid = k.conrelid WHERE k.contype = 'c' AND ${POSTGRES_TABLES}`,
      ({ name }) => name,
    )
  }
  const definitions = await linesOf<{ sql: string }>(db, `SELECT t.sql AS sql ${SQLITE_TABLES}`, ({ sql }) => sql)
  return definitions.flatMap((sql) => [...sql.matchAll(/CONSTRAINT\s+"?(\w+)"?\s+CHECK/g)].map(([, name]) => name as string)).sort()
}

describe('the schema of the two databases agrees on', () => {
  let sqlite: Awaited<ReturnType<typeof keepDatabase>>
  let postgres: Awaited<ReturnType<typeof keepDatabase>>

  beforeAll(async () => {
    sqlite = await keepDatabase('sqlite')
    postgres = await keepDatabase('postgres')
  })
  afterAll(async () => {
    await sqlite.close()
    await postgres.close()
  })

  it.each<{ name: string; facts: Facts; example: string; atLeast: number }>([
    { name: 'columns, types and defaults', facts: columns, example: 'backtests.spec_hash text', atLeast: 100 },
    { name: 'primary keys', facts: primaryKeys, example: 'strategy_versions (strategy_id, version)', atLeast: 8 },
    {
      name: 'foreign keys',
      facts: foreignKeys,
      example: 'backtests (strategy_id, strategy_version) -> strategy_versions (strategy_id, version) on delete CASCADE',
      atLeast: 10,
    },
    { name: 'indexes', facts: indexes, example: 'backtests: idx_backtests_sharpe_ratio (sharpe_ratio desc, id desc)', atLeast: 30 },
    { name: 'unique constraints', facts: indexes, example: 'datasets: unique unique (data_hash, symbol)', atLeast: 30 },
    { name: 'rules for values', facts: checks, example: 'backtests_lease_end', atLeast: 40 },
  ])('$name', async ({ facts, example, atLeast }) => {
    const found = await facts(sqlite.db)
    expect(await facts(postgres.db)).toEqual(found)
    expect(found).toContain(example)
    expect(found.length).toBeGreaterThanOrEqual(atLeast)
  })

  it('whether a table may hold values of another type: never', async () => {
    const definitions = await linesOf<{ sql: string }>(sqlite.db, `SELECT t.sql AS sql ${SQLITE_TABLES}`, ({ sql }) => sql)
    expect(definitions.filter((sql) => !/STRICT\s*$/.test(sql))).toEqual([])
  })
})
