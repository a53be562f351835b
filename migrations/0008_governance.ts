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
      ...appendAtCommit(dialect),
      ...reviewTables(types, dialect),
      ...holdoutTables(types, dialect),
    ]
    for (const statement of statements) await knex.raw(statement)
  },

  async down(knex, dialect) {
    for (const statement of liftAppendOnly(dialect, 'audit_log')) await knex.raw(statement)
    for (const table of TABLES.toReversed()) await knex.raw(`DROP TABLE ${table}`)
    await dropServerSide(knex, dialect)
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

/** Chosen once, at random: names the end of this application's audit logs among all advisory locks of a server. */
const AUDIT_LOCK = 771_203_947

/**
 * An entry waits in a table of its own until its transaction commits; only then does the server take the lock, read the
 * head and write the row. So the lock, which every writer wants, is held for the commit alone and never while a client
 * thinks. Each statement of the function sees what was committed before the lock was given, so no two rows follow the
 * same one. The table is empty between transactions and need not survive a crash.
 */
const APPEND_AT_COMMIT = [
  `CREATE UNLOGGED TABLE audit_pending (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    recorded_at timestamptz NOT NULL,
    actor text NOT NULL,
    client text NOT NULL,
    action text NOT NULL,
    object_type text NOT NULL,
    object_id text NOT NULL,
    payload text NOT NULL,
    entry text NOT NULL
  )`,
  `CREATE OR REPLACE FUNCTION append_audit() RETURNS trigger LANGUAGE plpgsql AS $$
  DECLARE
    head_seq bigint;
    head_hash text;
    new_hash text;
  BEGIN
    DELETE FROM audit_pending WHERE id = NEW.id;
    PERFORM pg_advisory_xact_lock(${AUDIT_LOCK}, hashtext(current_schema()));
    SELECT seq, row_hash INTO head_seq, head_hash FROM audit_head WHERE id = 1;
    head_seq := coalesce(head_seq, 0);
    head_hash := coalesce(head_hash, repeat('0', 64));
    new_hash := encode(sha256(convert_to(head_hash || NEW.entry, 'UTF8')), 'hex');
    INSERT INTO audit_log (seq, recorded_at, actor, client, action, object_type, object_id, payload, prev_hash, row_hash)
      VALUES (head_seq + 1, NEW.recorded_at, NEW.actor, NEW.client, NEW.action, NEW.object_type, NEW.object_id, NEW.payload,
        head_hash, new_hash);
    INSERT INTO audit_head (id, seq, row_hash) VALUES (1, head_seq + 1, new_hash)
      ON CONFLICT (id) DO UPDATE SET seq = excluded.seq, row_hash = excluded.row_hash;
    RETURN NULL;
  END $$`,
  `CREATE CONSTRAINT TRIGGER audit_pending_append AFTER INSERT ON audit_pending DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW EXECUTE FUNCTION append_audit()`,
]

function appendAtCommit(dialect: Dialect): readonly string[] {
  switch (dialect) {
    case 'sqlite':
      return []
    case 'postgres':
      return APPEND_AT_COMMIT
    default:
      return assertNever(dialect)
  }
}

async function dropServerSide(knex: Knex, dialect: Dialect): Promise<void> {
  if (dialect === 'sqlite') return
  await knex.raw('DROP TABLE audit_pending')
  for (const name of ['append_audit', ...TRIGGER_FUNCTIONS]) await knex.raw(`DROP FUNCTION IF EXISTS ${name}`)
}
