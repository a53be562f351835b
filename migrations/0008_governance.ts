import type { Knex } from 'knex'
import { guardAppendOnly, liftAppendOnly } from '#core/database/appendOnly.ts'
import { type ColumnTypes, columnTypes } from '#core/database/dialect.ts'
import { assertNever } from '#shared/domain/appError.ts'
import type { Dialect } from '#shared/domain/connection.ts'
import { holdoutTables } from './governance/holdoutTables.ts'
import { reviewTables } from './governance/reviewTables.ts'
import { TRIGGER_FUNCTIONS } from './governance/triggers.ts'
import type { Migration } from './migration.ts'

const TABLES = ['audit_log', 'audit_head', 'role_grants', 'approvals', 'waivers', 'review_notes', 'holdouts', 'holdout_openings'] as const

/** Who changed what and when, chained so that tampering shows, and what people decide on top of the gates. */
export const governance: Migration = {
  name: '0008_governance',

  async up(knex, dialect) {
    const types = columnTypes(dialect)
    // Unknown for the versions that stand: nobody can be told apart from their author.
    await knex.raw(`ALTER TABLE strategy_versions ADD COLUMN edited_by ${types.text}`)
    const statements = [
      ...auditTables(types),
      ...guardAppendOnly(dialect, 'audit_log'),
      ...refuseReplacing(dialect),
      ...appendFunction(dialect),
      ...reviewTables(types, dialect),
      ...holdoutTables(types, dialect),
    ]
    for (const statement of statements) await knex.raw(statement)
  },

  async down(knex, dialect) {
    for (const statement of liftAppendOnly(dialect, 'audit_log')) await knex.raw(statement)
    for (const table of TABLES.toReversed()) await knex.raw(`DROP TABLE ${table}`)
    await dropFunctions(knex, dialect)
    await knex.raw('ALTER TABLE strategy_versions DROP COLUMN edited_by')
  },
}

const sha256 = (column: string) => `CHECK (length(${column}) = 64)`

const auditTables = (types: ColumnTypes) => [
  `CREATE TABLE audit_log (
    seq ${types.bigint} PRIMARY KEY CONSTRAINT audit_log_seq CHECK (seq >= 1),
    recorded_at ${types.instant} NOT NULL,
    actor ${types.text} NOT NULL CONSTRAINT audit_log_actor CHECK (length(actor) >= 1),
    client ${types.text} NOT NULL,
    action ${types.text} NOT NULL CONSTRAINT audit_log_action CHECK (length(action) >= 1),
    object_type ${types.text} NOT NULL,
    object_id ${types.text} NOT NULL,
    payload ${types.text} NOT NULL,
    prev_hash ${types.text} NOT NULL CONSTRAINT audit_log_prev_hash ${sha256('prev_hash')},
    row_hash ${types.text} NOT NULL CONSTRAINT audit_log_row_hash ${sha256('row_hash')},
    CONSTRAINT audit_log_one_successor UNIQUE (prev_hash)
  ) ${types.tableOptions}`,
  'CREATE INDEX idx_audit_log_object ON audit_log (object_type, object_id, seq)',
  'CREATE INDEX idx_audit_log_actor ON audit_log (actor, seq)',
  'CREATE INDEX idx_audit_log_recorded ON audit_log (recorded_at, seq)',

  // One row, so that the last rows of the log cannot go missing unnoticed.
  `CREATE TABLE audit_head (
    id ${types.integer} PRIMARY KEY CONSTRAINT audit_head_id CHECK (id = 1),
    seq ${types.bigint} NOT NULL,
    row_hash ${types.text} NOT NULL CONSTRAINT audit_head_row_hash ${sha256('row_hash')}
  ) ${types.tableOptions}`,
]

/** SQLite's INSERT OR REPLACE removes the row that is in its way without asking the triggers that guard against deletion. */
function refuseReplacing(dialect: Dialect): readonly string[] {
  if (dialect === 'postgres') return []
  return [
    `CREATE TRIGGER audit_log_no_replace BEFORE INSERT ON audit_log
      WHEN EXISTS (SELECT 1 FROM audit_log WHERE seq = NEW.seq OR prev_hash = NEW.prev_hash)
      BEGIN SELECT RAISE(ABORT, 'rows of audit_log are only ever added'); END`,
  ]
}

/** Chosen once, at random: names the end of this application's audit logs among all advisory locks of a server. */
const AUDIT_LOCK = 771_203_947

/**
 * Lock, head and insert in one journey to the server. Each statement of the function sees what was committed before the
 * lock was given, so no two rows follow the same one.
 */
const APPEND_AUDIT = `CREATE OR REPLACE FUNCTION append_audit(at timestamptz, who text, via text, what text, kind text, object text, body text, entry text)
  RETURNS bigint LANGUAGE plpgsql AS $$
  DECLARE
    head_seq bigint;
    head_hash text;
    new_hash text;
  BEGIN
    PERFORM pg_advisory_xact_lock(${AUDIT_LOCK}, hashtext(current_schema()));
    SELECT audit_head.seq, audit_head.row_hash INTO head_seq, head_hash FROM audit_head WHERE audit_head.id = 1;
    head_seq := coalesce(head_seq, 0);
    head_hash := coalesce(head_hash, repeat('0', 64));
    new_hash := encode(sha256(convert_to(head_hash || entry, 'UTF8')), 'hex');
    INSERT INTO audit_log (seq, recorded_at, actor, client, action, object_type, object_id, payload, prev_hash, row_hash)
      VALUES (head_seq + 1, at, who, via, what, kind, object, body, head_hash, new_hash);
    INSERT INTO audit_head (id, seq, row_hash) VALUES (1, head_seq + 1, new_hash)
      ON CONFLICT (id) DO UPDATE SET seq = excluded.seq, row_hash = excluded.row_hash;
    RETURN head_seq + 1;
  END $$`

function appendFunction(dialect: Dialect): readonly string[] {
  switch (dialect) {
    case 'sqlite':
      return []
    case 'postgres':
      return [APPEND_AUDIT]
    default:
      return assertNever(dialect)
  }
}

async function dropFunctions(knex: Knex, dialect: Dialect): Promise<void> {
  if (dialect === 'sqlite') return
  for (const name of ['append_audit', ...TRIGGER_FUNCTIONS]) await knex.raw(`DROP FUNCTION IF EXISTS ${name}`)
}
