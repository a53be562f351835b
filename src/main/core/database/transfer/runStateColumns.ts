/** Columns that hold where a run stands, alike in every table of runs. */
export const RUN_STATE = {
  status: 'text',
  progress: 'real',
  error_code: 'text',
  error_message: 'text',
  lease_owner: 'text',
  lease_expires_at: 'instant',
  created_at: 'instant',
  started_at: 'instant',
  completed_at: 'instant',
  duration_seconds: 'real',
} as const
