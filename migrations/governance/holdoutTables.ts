import type { ColumnTypes } from '#core/database/dialect.ts'
import type { Dialect } from '#shared/domain/connection.ts'
import { keepColumns } from './triggers.ts'

const uuid = (column: string) => `CHECK (length(${column}) = 36)`

/** Dates that no search may read, and who opened them for what. */
export const holdoutTables = (types: ColumnTypes, dialect: Dialect): readonly string[] => [
  `CREATE TABLE holdouts (
    dataset_id ${types.text} PRIMARY KEY REFERENCES datasets (id) ON DELETE RESTRICT,
    start_date ${types.text} NOT NULL,
    end_date ${types.text} NOT NULL,
    reason ${types.text} NOT NULL,
    locked_by ${types.text} NOT NULL,
    locked_at ${types.instant} NOT NULL,
    CONSTRAINT holdouts_dates CHECK (length(start_date) = 10 AND length(end_date) = 10 AND end_date >= start_date)
  ) ${types.tableOptions}`,
  ...keepColumns(dialect, {
    table: 'holdouts',
    columns: ['dataset_id', 'start_date', 'end_date', 'locked_by', 'locked_at'],
    message: 'A holdout stays as it was locked.',
  }),

  // The strategy may go, what it has seen stays: no foreign key to it. A family of rules looks once, however often it is cloned.
  `CREATE TABLE holdout_openings (
    id ${types.text} PRIMARY KEY CONSTRAINT holdout_openings_id ${uuid('id')},
    dataset_id ${types.text} NOT NULL REFERENCES holdouts (dataset_id) ON DELETE RESTRICT,
    strategy_id ${types.text} NOT NULL,
    strategy_version ${types.integer} NOT NULL,
    strategy_type ${types.text} NOT NULL,
    opened_by ${types.text} NOT NULL,
    opened_at ${types.instant} NOT NULL,
    reason ${types.text} NOT NULL,
    CONSTRAINT holdout_openings_once UNIQUE (dataset_id, strategy_type)
  ) ${types.tableOptions}`,
  ...keepColumns(dialect, {
    table: 'holdout_openings',
    columns: ['dataset_id', 'strategy_id', 'strategy_version', 'strategy_type', 'opened_by', 'opened_at'],
    message: 'What was opened stays opened.',
  }),
]
