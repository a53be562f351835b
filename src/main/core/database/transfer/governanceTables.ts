const DECISION = { id: 'text', strategy_id: 'text', strategy_version: 'integer' } as const
const REVOCATION = { revoked_by: 'text', revoked_at: 'instant' } as const

/** Part of the list of everything a workspace holds: its audit log and what people decide. */
export const GOVERNANCE_TABLES = [
  {
    name: 'audit_log',
    key: ['seq'],
    columns: {
      seq: 'bigint',
      recorded_at: 'instant',
      actor: 'text',
      client: 'text',
      action: 'text',
      object_type: 'text',
      object_id: 'text',
      payload: 'text',
      prev_hash: 'text',
      row_hash: 'text',
    },
  },
  { name: 'audit_head', key: ['id'], columns: { id: 'integer', seq: 'bigint', row_hash: 'text' } },
  {
    name: 'role_grants',
    key: ['actor', 'role'],
    columns: { actor: 'text', role: 'text', granted_by: 'text', granted_at: 'instant', ...REVOCATION },
  },
  {
    name: 'approvals',
    key: ['id'],
    columns: { ...DECISION, approver: 'text', role: 'text', note: 'text', approved_at: 'instant', ...REVOCATION },
  },
  {
    name: 'waivers',
    key: ['id'],
    columns: {
      ...DECISION,
      gate_type: 'text',
      check_id: 'text',
      reason: 'text',
      approver: 'text',
      granted_at: 'instant',
      expires_at: 'instant',
      ...REVOCATION,
    },
  },
  {
    name: 'review_notes',
    key: ['id'],
    columns: {
      ...DECISION,
      author: 'text',
      text: 'text',
      is_objection: 'boolean',
      created_at: 'instant',
      resolved_by: 'text',
      resolved_at: 'instant',
      resolution: 'text',
    },
  },
  {
    name: 'holdouts',
    key: ['dataset_id'],
    columns: {
      dataset_id: 'text',
      start_date: 'text',
      end_date: 'text',
      reason: 'text',
      locked_by: 'text',
      locked_at: 'instant',
    },
  },
  {
    name: 'holdout_openings',
    key: ['id'],
    columns: {
      id: 'text',
      dataset_id: 'text',
      strategy_id: 'text',
      strategy_version: 'integer',
      strategy_type: 'text',
      opened_by: 'text',
      opened_at: 'instant',
      reason: 'text',
    },
  },
] as const
