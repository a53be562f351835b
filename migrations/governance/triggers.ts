import { RULE_VIOLATION } from '#core/database/databaseRule.ts'
import { assertNever } from '#shared/domain/appError.ts'
import type { Dialect } from '#shared/domain/connection.ts'

const text = (words: string) => `'${words.replaceAll("'", "''")}'`

export interface FixedColumns {
  readonly table: string
  readonly columns: readonly string[]
  /** What whoever tries is told. */
  readonly message: string
}

/** Triggers that keep columns as they were inserted, whoever tries and by whatever program. */
export function keepColumns(dialect: Dialect, { table, columns, message }: FixedColumns): readonly string[] {
  const trigger = `CREATE TRIGGER ${table}_stay BEFORE UPDATE OF ${columns.join(', ')} ON ${table}`
  switch (dialect) {
    case 'sqlite':
      return [`${trigger} BEGIN SELECT RAISE(ABORT, ${text(message)}); END`]
    case 'postgres':
      return [
        `CREATE OR REPLACE FUNCTION refuse_decision_change() RETURNS trigger LANGUAGE plpgsql AS
          $refuse$ BEGIN RAISE EXCEPTION '%', TG_ARGV[0] USING ERRCODE = '${RULE_VIOLATION}'; END $refuse$`,
        `${trigger} FOR EACH ROW EXECUTE FUNCTION refuse_decision_change(${text(message)})`,
      ]
    default:
      return assertNever(dialect)
  }
}

/** The versions that the row's person has written: the one decided on, and the first, whose writer is the author. */
const OWN_VERSIONS = (person: string) => `SELECT 1 FROM strategy_versions AS written
  WHERE written.strategy_id = NEW.strategy_id AND (written.version = NEW.strategy_version OR written.version = 1)
    AND (written.edited_by = ${person} OR lower(trim(written.author)) = lower(trim(${person})))`

const KNOWN_EDITOR = `SELECT 1 FROM strategy_versions AS written WHERE written.strategy_id = NEW.strategy_id
  AND written.version = NEW.strategy_version AND written.edited_by IS NOT NULL`

const UNKNOWN_EDITOR = 'Who edited this version is not recorded, so nobody can be told apart from them. Save the strategy again first.'
const OWN_WORK = 'Nobody decides on what they wrote: ask somebody else who is neither author nor last editor of this version.'

/**
 * Refuses a decision on a strategy version by its author or last editor, or where the editor is not known. It rests on
 * rows that never change afterwards, so that a copy of the row is accepted wherever the row was.
 */
export function requireAnotherPerson(dialect: Dialect, table: string): readonly string[] {
  switch (dialect) {
    case 'sqlite':
      return [
        `CREATE TRIGGER ${table}_known_editor BEFORE INSERT ON ${table} WHEN NOT EXISTS (${KNOWN_EDITOR})
          BEGIN SELECT RAISE(ABORT, ${text(UNKNOWN_EDITOR)}); END`,
        `CREATE TRIGGER ${table}_another_person BEFORE INSERT ON ${table} WHEN EXISTS (${OWN_VERSIONS('NEW.approver')})
          BEGIN SELECT RAISE(ABORT, ${text(OWN_WORK)}); END`,
      ]
    case 'postgres':
      return [
        `CREATE OR REPLACE FUNCTION require_another_person() RETURNS trigger LANGUAGE plpgsql AS $require$
          BEGIN
            IF NOT EXISTS (${KNOWN_EDITOR}) THEN RAISE EXCEPTION ${text(UNKNOWN_EDITOR)} USING ERRCODE = '${RULE_VIOLATION}'; END IF;
            IF EXISTS (${OWN_VERSIONS('NEW.approver')}) THEN RAISE EXCEPTION ${text(OWN_WORK)} USING ERRCODE = '${RULE_VIOLATION}'; END IF;
            RETURN NEW;
          END $require$`,
        `CREATE TRIGGER ${table}_another_person BEFORE INSERT ON ${table} FOR EACH ROW EXECUTE FUNCTION require_another_person()`,
      ]
    default:
      return assertNever(dialect)
  }
}

/** Functions that outlive the tables on PostgreSQL. */
export const TRIGGER_FUNCTIONS = ['refuse_decision_change', 'require_another_person'] as const
