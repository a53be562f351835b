import type { ColumnTypes } from '#core/database/dialect.ts'
import type { Dialect } from '#shared/domain/connection.ts'
import { keepColumns, requireAnotherPerson } from './triggers.ts'

const uuid = (column: string) => `CHECK (length(${column}) = 36)`
const words = (column: string) => `CHECK (length(trim(${column})) >= 1)`

const version = (types: ColumnTypes) => `
    strategy_id ${types.text} NOT NULL,
    strategy_version ${types.integer} NOT NULL`

const VERSION_KEY = 'FOREIGN KEY (strategy_id, strategy_version) REFERENCES strategy_versions (strategy_id, version) ON DELETE CASCADE'

/** Who may approve, what was approved or waived, and what reviewers said. */
export const reviewTables = (types: ColumnTypes, dialect: Dialect): readonly string[] => [
  // Never removed, only ended: an approval stands on the grant of its day.
  `CREATE TABLE role_grants (
    actor ${types.text} NOT NULL CONSTRAINT role_grants_actor ${words('actor')},
    role ${types.text} NOT NULL CONSTRAINT role_grants_role CHECK (role IN ('approver')),
    granted_by ${types.text} NOT NULL,
    granted_at ${types.instant} NOT NULL,
    revoked_by ${types.text},
    revoked_at ${types.instant},
    PRIMARY KEY (actor, role),
    CONSTRAINT role_grants_not_to_self CHECK (granted_by <> actor),
    CONSTRAINT role_grants_revoked CHECK ((revoked_at IS NULL) = (revoked_by IS NULL))
  ) ${types.tableOptions}`,

  `CREATE TABLE approvals (
    id ${types.text} PRIMARY KEY CONSTRAINT approvals_id ${uuid('id')},${version(types)},
    approver ${types.text} NOT NULL CONSTRAINT approvals_approver ${words('approver')},
    role ${types.text} NOT NULL,
    note ${types.text} NOT NULL,
    approved_at ${types.instant} NOT NULL,
    revoked_by ${types.text},
    revoked_at ${types.instant},
    CONSTRAINT approvals_revoked CHECK ((revoked_at IS NULL) = (revoked_by IS NULL)),
    FOREIGN KEY (approver, role) REFERENCES role_grants (actor, role),
    ${VERSION_KEY}
  ) ${types.tableOptions}`,
  'CREATE INDEX idx_approvals_strategy ON approvals (strategy_id, approved_at, id)',
  ...requireAnotherPerson(dialect, 'approvals'),
  ...keepColumns(dialect, {
    table: 'approvals',
    columns: ['id', 'strategy_id', 'strategy_version', 'approver', 'role', 'approved_at'],
    message: 'What was approved, by whom and when stays as it is; revoke the approval instead.',
  }),

  `CREATE TABLE waivers (
    id ${types.text} PRIMARY KEY CONSTRAINT waivers_id ${uuid('id')},${version(types)},
    gate_type ${types.text} NOT NULL CONSTRAINT waivers_gate_type CHECK (gate_type IN ('dev', 'crv', 'product')),
    check_id ${types.text} NOT NULL CONSTRAINT waivers_check_id ${words('check_id')},
    reason ${types.text} NOT NULL CONSTRAINT waivers_reason ${words('reason')},
    approver ${types.text} NOT NULL CONSTRAINT waivers_approver ${words('approver')},
    granted_at ${types.instant} NOT NULL,
    expires_at ${types.instant} NOT NULL,
    revoked_by ${types.text},
    revoked_at ${types.instant},
    CONSTRAINT waivers_expiry CHECK (expires_at > granted_at AND expires_at <= granted_at + ${ninetyDays(dialect)}),
    CONSTRAINT waivers_revoked CHECK ((revoked_at IS NULL) = (revoked_by IS NULL)),
    ${VERSION_KEY}
  ) ${types.tableOptions}`,
  'CREATE INDEX idx_waivers_strategy ON waivers (strategy_id, granted_at, id)',
  ...requireAnotherPerson(dialect, 'waivers'),
  ...keepColumns(dialect, {
    table: 'waivers',
    columns: ['id', 'strategy_id', 'strategy_version', 'gate_type', 'check_id', 'reason', 'approver', 'granted_at', 'expires_at'],
    message: 'A waiver stays as it was granted; revoke it and grant another.',
  }),

  `CREATE TABLE review_notes (
    id ${types.text} PRIMARY KEY CONSTRAINT review_notes_id ${uuid('id')},${version(types)},
    author ${types.text} NOT NULL,
    text ${types.text} NOT NULL CONSTRAINT review_notes_text ${words('text')},
    is_objection ${types.boolean} NOT NULL,
    created_at ${types.instant} NOT NULL,
    resolved_by ${types.text},
    resolved_at ${types.instant},
    resolution ${types.text},
    CONSTRAINT review_notes_resolved CHECK ((resolved_at IS NULL) = (resolved_by IS NULL) AND (resolved_at IS NULL) = (resolution IS NULL)),
    ${VERSION_KEY}
  ) ${types.tableOptions}`,
  'CREATE INDEX idx_review_notes_strategy ON review_notes (strategy_id, created_at, id)',
]

/** In the unit of the instants that it is added to; hours, which no time zone makes longer or shorter. */
const ninetyDays = (dialect: Dialect) => (dialect === 'sqlite' ? String(90 * 86_400_000) : "interval '2160 hours'")
