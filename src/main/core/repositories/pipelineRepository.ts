import type { Knex } from 'knex'
import type { DatabaseHandle } from '#core/database/database.ts'
import { bindInstant } from '#core/database/dialect.ts'
import type { RunStatus } from '#shared/domain/backtest.ts'
import type { Page } from '#shared/domain/page.ts'
import { PIPELINE_STAGES, type Pipeline, type PipelineStage, type PipelineStageName, type StageValues } from '#shared/domain/pipeline.ts'
import { type PageRequest, readPage, type SortDirection } from './keysetPage.ts'
import { completedState, moveRun, type RunStateRow, runNotFound, toRunState } from './runState.ts'

interface PipelineRow extends RunStateRow {
  id: string
  request: string
  strategy_id: string
  strategy_name: string | null
  dataset_id: string
  dataset_name: string
}

interface StageRow {
  pipeline_id: string
  name: PipelineStageName
  input: string | null
  output_id: string | null
  output: string | null
  started_at: number | null
  completed_at: number | null
}

const COLUMNS = [
  ...['id', 'request', 'strategy_id', 'dataset_id', 'status', 'progress', 'error_code', 'error_message'].map((name) => `pipelines.${name}`),
  ...['created_at', 'started_at', 'completed_at', 'duration_seconds'].map((name) => `pipelines.${name}`),
  ...['strategies.name as strategy_name', 'datasets.name as dataset_name'],
]

const joinNames = (pipelines: Knex.QueryBuilder) =>
  pipelines.leftJoin('strategies', 'strategies.id', 'pipelines.strategy_id').leftJoin('datasets', 'datasets.id', 'pipelines.dataset_id')

function toPipeline(row: PipelineRow): Pipeline {
  return {
    ...toRunState(row),
    id: row.id,
    request: JSON.parse(row.request),
    strategyId: row.strategy_id,
    strategyName: row.strategy_name,
    datasetId: row.dataset_id,
    datasetName: row.dataset_name,
    stages: [],
  }
}

/** A stage that has begun and is not done stands where its pipeline stands. */
function toStage(row: StageRow, pipeline: RunStatus): PipelineStage {
  const status = row.completed_at !== null ? 'completed' : row.started_at === null ? 'pending' : pipeline
  return {
    name: row.name,
    status,
    input: row.input === null ? null : JSON.parse(row.input),
    outputId: row.output_id,
    output: row.output === null ? null : JSON.parse(row.output),
    startedAtMs: row.started_at,
    completedAtMs: row.completed_at,
  }
}

async function withStages(db: DatabaseHandle, pipelines: readonly Pipeline[]): Promise<Pipeline[]> {
  const ids = pipelines.map(({ id }) => id)
  const rows: StageRow[] = await db.run((knex) =>
    knex('pipeline_stages')
      .whereIn('pipeline_id', ids)
      .orderBy(['pipeline_id', 'place'])
      .select('pipeline_id', 'name', 'input', 'output_id', 'output', 'started_at', 'completed_at'),
  )
  return pipelines.map((pipeline) => ({
    ...pipeline,
    stages: rows.filter(({ pipeline_id }) => pipeline_id === pipeline.id).map((row) => toStage(row, pipeline.status)),
  }))
}

export type NewPipeline = Pick<Pipeline, 'id' | 'request' | 'strategyId' | 'datasetId' | 'createdAtMs'>

/** Stores a pending pipeline and its stages, none of them begun. Throws `not_found` for an unknown dataset. */
export async function createPipeline(db: DatabaseHandle, pipeline: NewPipeline): Promise<void> {
  const { id, request, strategyId, datasetId, createdAtMs } = pipeline
  const row = {
    id,
    strategy_id: strategyId,
    dataset_id: datasetId,
    request: JSON.stringify(request),
    status: 'pending',
    progress: 0,
    created_at: bindInstant(db.dialect, createdAtMs),
  }
  const stages = PIPELINE_STAGES.map((name, index) => ({ pipeline_id: id, place: index + 1, name }))
  await db.transaction(async (transaction) => {
    await transaction.run((knex) => knex('pipelines').insert(row))
    await transaction.run((knex) => knex('pipeline_stages').insert(stages))
  })
}

/** Throws `not_found`. */
export async function getPipeline(db: DatabaseHandle, id: string): Promise<Pipeline> {
  const row: PipelineRow | undefined = await db.run((knex) =>
    joinNames(knex('pipelines'))
      .where('pipelines.id', id)
      .first(...COLUMNS),
  )
  if (!row) throw runNotFound('pipelines', id)
  return (await withStages(db, [toPipeline(row)]))[0]!
}

export interface PipelineQuery extends PageRequest {
  readonly strategyId?: string | null
  readonly statuses?: readonly RunStatus[]
  readonly direction?: SortDirection
}

/** By creation, newest first unless told otherwise. */
export async function listPipelines(db: DatabaseHandle, query: PipelineQuery): Promise<Page<Pipeline>> {
  const { strategyId = null, statuses = [], direction = 'desc' } = query
  const page = await readPage<PipelineRow, Pipeline>(db, {
    source: (knex) => {
      const pipelines = knex('pipelines')
      if (strategyId !== null) pipelines.where('pipelines.strategy_id', strategyId)
      if (statuses.length > 0) pipelines.whereIn('pipelines.status', statuses)
      return pipelines
    },
    join: joinNames,
    columns: COLUMNS,
    idColumn: 'pipelines.id',
    sortName: 'createdAt',
    sort: { sql: 'pipelines.created_at', kind: 'instant', nullable: false },
    direction,
    request: query,
    toItem: toPipeline,
  })
  return { ...page, items: await withStages(db, page.items) }
}

export interface StageBeginning {
  readonly pipelineId: string
  readonly name: PipelineStageName
  readonly input: StageValues
  /** What the stage will make; null when there is nothing to make. */
  readonly outputId: string | null
  readonly nowMs: number
}

/** Does nothing for a stage that has begun: what was decided first stands, whoever decided it. */
export async function beginStage(db: DatabaseHandle, { pipelineId, name, input, outputId, nowMs }: StageBeginning): Promise<void> {
  const changes = { input: JSON.stringify(input), output_id: outputId, started_at: bindInstant(db.dialect, nowMs) }
  await db.run((knex) => knex('pipeline_stages').where({ pipeline_id: pipelineId, name }).whereNull('started_at').update(changes))
}

export interface StageEnd {
  readonly pipelineId: string
  readonly name: PipelineStageName
  readonly output: StageValues
  readonly nowMs: number
}

export async function completeStage(db: DatabaseHandle, { pipelineId, name, output, nowMs }: StageEnd): Promise<void> {
  const changes = { output: JSON.stringify(output), completed_at: bindInstant(db.dialect, nowMs) }
  await db.run((knex) => knex('pipeline_stages').where({ pipeline_id: pipelineId, name }).whereNull('completed_at').update(changes))
}

export interface PipelineEnd {
  readonly id: string
  readonly owner: string
  readonly nowMs: number
  readonly durationMs: number
}

/** running -> completed. Throws what `moveRun` throws. */
export function completePipeline(db: DatabaseHandle, { id, owner, ...end }: PipelineEnd): Promise<void> {
  return moveRun(db, 'pipelines', { id, owner, to: 'completed', changes: completedState(db, end) })
}

/** Deletes a pipeline, not what its stages made. Throws `not_found`. */
export async function deletePipeline(db: DatabaseHandle, id: string): Promise<void> {
  const deleted = await db.run((knex) => knex('pipelines').where({ id }).delete())
  if (deleted === 0) throw runNotFound('pipelines', id)
}
