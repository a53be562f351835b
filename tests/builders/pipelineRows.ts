import type { Database } from '#core/database/database.ts'
import { bindInstant } from '#core/database/dialect.ts'
import { makeId, NEW_YEAR_2024_MS } from './ids.ts'

const ODD_JSON = '{ "z":-0, "a" : 1.50e+03, "λ":"\\u0000" }'

/** A pipeline with a stage that is done and one that waits, and an improvement that was kept; written as odd as the rules allow. */
export async function storePipelineRows(db: Database, { strategyId, datasetId }: { strategyId: string; datasetId: string }): Promise<void> {
  const now = bindInstant(db.dialect, NEW_YEAR_2024_MS)
  const pipeline_id = makeId()
  const state = { status: 'interrupted', progress: 1 / 3, error_code: 'internal', error_message: 'λ', created_at: now }
  const pipeline = { id: pipeline_id, strategy_id: makeId(), dataset_id: datasetId, request: ODD_JSON, ...state }
  const done = { input: ODD_JSON, output_id: makeId(), output: ODD_JSON, started_at: now, completed_at: now }
  const iteration = {
    ...{ id: makeId(), strategy_id: strategyId, iteration: 1, gate_result_id: makeId(), check_id: 'C16', weakness: 'λ', reason: '' },
    ...{ change: ODD_JSON, objective: 'sharpe_ratio', in_sample_start: '2024-01-01', in_sample_end: '2024-01-01' },
    ...{
      score_before: null,
      score_after: 1 / 3,
      feedback: '',
      kept: true,
      trials: 1,
      version_before: 1,
      version_after: 2,
      created_at: now,
    },
  }
  await db.run((knex) => knex('pipelines').insert(pipeline))
  await db.run((knex) => knex('pipeline_stages').insert({ pipeline_id, place: 1, name: 'generate', ...done }))
  await db.run((knex) => knex('pipeline_stages').insert({ pipeline_id, place: 2, name: 'backtest' }))
  await db.run((knex) => knex('improvement_iterations').insert(iteration))
}
