import { guardAppendOnly, liftAppendOnly } from '#core/database/appendOnly.ts'
import { type ColumnTypes, columnTypes } from '#core/database/dialect.ts'
import type { Migration } from './migration.ts'

const TABLES = ['gate_policies', 'product_readiness', 'gate_targets', 'foreign_replays'] as const

/** Policies as versions that never change, what a gate needs to be told by people, and the evidence a verdict was judged from. */
export const gatePolicies: Migration = {
  name: '0007_gate_policies',

  async up(knex, dialect) {
    const types = columnTypes(dialect)
    const statements = [
      ...tables(types),
      ...guardAppendOnly(dialect, 'gate_policies'),
      `ALTER TABLE gate_results ADD COLUMN evidence ${types.json}`,
    ]
    for (const statement of statements) await knex.raw(statement)
  },

  async down(knex, dialect) {
    await knex.raw('ALTER TABLE gate_results DROP COLUMN evidence')
    for (const statement of liftAppendOnly(dialect, 'gate_policies')) await knex.raw(statement)
    for (const table of TABLES.toReversed()) await knex.raw(`DROP TABLE ${table}`)
  },
}

const sha256 = (column: string) => `CHECK (length(${column}) = 64)`

const aboutStrategy = (types: ColumnTypes, table: string) => `CREATE TABLE ${table} (
    strategy_id ${types.text} PRIMARY KEY REFERENCES strategies (id) ON DELETE CASCADE,
    document ${types.json} NOT NULL,
    updated_at ${types.instant} NOT NULL
  ) ${types.tableOptions}`

const tables = (types: ColumnTypes) => [
  `CREATE TABLE gate_policies (
    number ${types.integer} PRIMARY KEY CONSTRAINT gate_policies_number CHECK (number >= 1),
    document ${types.json} NOT NULL,
    document_hash ${types.text} NOT NULL CONSTRAINT gate_policies_document_hash ${sha256('document_hash')},
    author ${types.text} NOT NULL CONSTRAINT gate_policies_author CHECK (length(trim(author)) >= 1),
    reason ${types.text} NOT NULL CONSTRAINT gate_policies_reason CHECK (length(trim(reason)) >= 1),
    created_at ${types.instant} NOT NULL
  ) ${types.tableOptions}`,
  aboutStrategy(types, 'product_readiness'),
  aboutStrategy(types, 'gate_targets'),
  `CREATE TABLE foreign_replays (
    backtest_id ${types.text} NOT NULL REFERENCES backtests (id) ON DELETE CASCADE,
    platform ${types.text} NOT NULL CONSTRAINT foreign_replays_platform CHECK (length(platform) BETWEEN 1 AND 64),
    ledger_hash ${types.text} NOT NULL CONSTRAINT foreign_replays_ledger_hash ${sha256('ledger_hash')},
    supplied_by ${types.text} NOT NULL,
    supplied_at ${types.instant} NOT NULL,
    PRIMARY KEY (backtest_id, platform)
  ) ${types.tableOptions}`,
]
