import { assertNever } from '#shared/domain/appError.ts'
import type { Dialect } from '#shared/domain/connection.ts'

/** SQLSTATE of our own: a row of an append-only table was to be changed or deleted. SQLite has its own code for triggers. */
export const APPEND_ONLY_VIOLATION = 'AUR01'

/** Each table whose rows are only ever added, and its unique keys. */
const UNIQUE_KEYS = {
  audit_log: [['seq'], ['prev_hash']],
  trial_ledger: [['source', 'source_id']],
  gate_policies: [['number']],
} as const
export type AppendOnlyTable = keyof typeof UNIQUE_KEYS

export function isAppendOnly(table: string): table is AppendOnlyTable {
  return Object.hasOwn(UNIQUE_KEYS, table)
}

/** SQLite's INSERT OR REPLACE removes the row that is in its way without asking the triggers that guard against deletion. */
function refuseReplacing(table: AppendOnlyTable): string {
  const sameKey = UNIQUE_KEYS[table].map((key) => key.map((column) => `${column} = NEW.${column}`).join(' AND ')).join(' OR ')
  return `CREATE TRIGGER ${table}_no_replace BEFORE INSERT ON ${table} WHEN EXISTS (SELECT 1 FROM ${table} WHERE ${sameKey})
    BEGIN SELECT RAISE(ABORT, 'a row of ${table} has this key already'); END`
}

/** Statements after which the database itself refuses to change or delete rows of a table, whoever asks. */
export function guardAppendOnly(dialect: Dialect, table: AppendOnlyTable): readonly string[] {
  const refusal = `rows of ${table} are only ever added`
  switch (dialect) {
    case 'sqlite':
      return [
        ...['update', 'delete'].map(
          (event) => `CREATE TRIGGER ${table}_no_${event} BEFORE ${event} ON ${table} BEGIN SELECT RAISE(ABORT, '${refusal}'); END`,
        ),
        refuseReplacing(table),
      ]
    case 'postgres':
      return [
        `CREATE OR REPLACE FUNCTION ${table}_refuse_change() RETURNS trigger LANGUAGE plpgsql AS
          $refuse$ BEGIN RAISE EXCEPTION '${refusal}' USING ERRCODE = '${APPEND_ONLY_VIOLATION}'; END $refuse$`,
        `CREATE TRIGGER ${table}_no_change BEFORE UPDATE OR DELETE ON ${table}
          FOR EACH ROW EXECUTE FUNCTION ${table}_refuse_change()`,
        `CREATE TRIGGER ${table}_no_truncate BEFORE TRUNCATE ON ${table}
          FOR EACH STATEMENT EXECUTE FUNCTION ${table}_refuse_change()`,
      ]
    default:
      return assertNever(dialect)
  }
}

/** Takes the guard away: before the table is dropped, or while a whole workspace is replaced. */
export function liftAppendOnly(dialect: Dialect, table: AppendOnlyTable): readonly string[] {
  switch (dialect) {
    case 'sqlite':
      return ['update', 'delete', 'replace'].map((event) => `DROP TRIGGER IF EXISTS ${table}_no_${event}`)
    case 'postgres':
      return [`DROP FUNCTION IF EXISTS ${table}_refuse_change() CASCADE`]
    default:
      return assertNever(dialect)
  }
}
