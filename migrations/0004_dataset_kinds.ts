import type { Knex } from 'knex'
import { type ColumnTypes, columnTypes, storeUncompressed } from '#core/database/dialect.ts'
import type { Migration } from './migration.ts'
import { applyChange, revertChange, type TableChange } from './tableChange.ts'

/**
 * Data of several instruments, and what is known about where data come from. A panel keeps each instrument's own bars;
 * the calendar they share is made from them when they are read.
 */
export const datasetKinds: Migration = {
  name: '0004_dataset_kinds',

  async up(knex, dialect) {
    const types = columnTypes(dialect)
    await applyChange(knex, dialect, change(types))
    await knex.raw(panelTable(types))
    for (const statement of storeUncompressed(dialect, 'panel_chunks', 'bytes')) await knex.raw(statement)
  },

  async down(knex, dialect) {
    await deletePanels(knex)
    await knex.raw('DROP TABLE panel_chunks')
    await revertChange(knex, dialect, change(columnTypes(dialect)))
  },
}

/** Foreign keys are off during a migration of SQLite, so children go before their parents. */
async function deletePanels(knex: Knex): Promise<void> {
  const panels = knex('datasets').where({ kind: 'panel' }).select('id')
  const runs = knex('backtests').whereIn('dataset_id', panels).select('id')
  await knex('gate_results').whereIn('backtest_id', runs).update({ backtest_id: null })
  await knex('backtest_artifacts').whereIn('backtest_id', runs).delete()
  for (const table of ['backtests', 'validations']) await knex(table).whereIn('dataset_id', panels).delete()
  await knex('datasets').where({ kind: 'panel' }).delete()
}

function change(types: ColumnTypes): TableChange {
  const choice = (name: string, initial: string, choices: string) => ({
    name,
    definition: `${types.text} NOT NULL DEFAULT '${initial}' CONSTRAINT datasets_${name} CHECK (${name} IN (${choices}))`,
  })
  return {
    table: 'datasets',
    added: [
      choice('kind', 'bars', "'bars', 'panel'"),
      choice('survivorship', 'unknown', "'point_in_time', 'current_constituents', 'single_index', 'unknown'"),
      { name: 'symbols', definition: types.json },
      { name: 'provenance', definition: types.json },
    ],
    optional: [],
    rules: [{ name: 'datasets_symbols', before: null, after: "(kind = 'panel') = (symbols IS NOT NULL)" }],
  }
}

/** Bytes: the columns time, open, high, low, close, volume and, where there is one, carry of up to 65,536 bars. */
const panelTable = (types: ColumnTypes) => `CREATE TABLE panel_chunks (
    dataset_id ${types.text} NOT NULL REFERENCES datasets (id) ON DELETE CASCADE,
    symbol ${types.text} NOT NULL,
    chunk_index ${types.integer} NOT NULL CONSTRAINT panel_chunks_chunk_index CHECK (chunk_index >= 0),
    codec ${types.text} NOT NULL,
    row_count ${types.integer} NOT NULL CONSTRAINT panel_chunks_row_count CHECK (row_count > 0),
    bytes ${types.bytes} NOT NULL,
    PRIMARY KEY (dataset_id, symbol, chunk_index)
  ) ${types.tableOptions}`
