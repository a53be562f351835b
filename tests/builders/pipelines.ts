import type { DatabaseHandle } from '#core/database/database.ts'
import { createPipeline } from '#core/repositories/pipelineRepository.ts'
import { pipelineRequestSchema } from '#shared/domain/pipeline.ts'
import { makeId, NEW_YEAR_2024_MS } from './ids.ts'

/** Stores a pending pipeline of a strategy that is there and answers its id. */
export async function storePipeline(db: DatabaseHandle, parents: { strategyId: string; datasetId: string }): Promise<string> {
  const { strategyId, datasetId } = parents
  const request = pipelineRequestSchema.parse({ source: { kind: 'strategy', strategyId }, datasetId })
  const id = makeId()
  await createPipeline(db, { id, request, strategyId, datasetId, createdAtMs: NEW_YEAR_2024_MS })
  return id
}
