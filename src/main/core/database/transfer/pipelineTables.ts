import { RUN_STATE } from './runStateColumns.ts'

/** Part of the list of everything a workspace holds: pipelines, and what was tried to improve strategies. */
export const PIPELINE_TABLES = [
  {
    name: 'pipelines',
    key: ['id'],
    columns: { id: 'text', strategy_id: 'text', dataset_id: 'text', request: 'json', ...RUN_STATE },
  },
  {
    name: 'pipeline_stages',
    key: ['pipeline_id', 'place'],
    columns: {
      pipeline_id: 'text',
      place: 'integer',
      name: 'text',
      input: 'json',
      output_id: 'text',
      output: 'json',
      started_at: 'instant',
      completed_at: 'instant',
    },
  },
  {
    name: 'improvement_iterations',
    key: ['id'],
    columns: {
      id: 'text',
      strategy_id: 'text',
      iteration: 'integer',
      gate_result_id: 'text',
      check_id: 'text',
      weakness: 'text',
      reason: 'text',
      change: 'json',
      objective: 'text',
      in_sample_start: 'text',
      in_sample_end: 'text',
      score_before: 'real',
      score_after: 'real',
      feedback: 'text',
      kept: 'boolean',
      trials: 'integer',
      version_before: 'integer',
      version_after: 'integer',
      created_at: 'instant',
    },
  },
] as const
