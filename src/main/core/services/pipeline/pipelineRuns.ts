import type { Pipeline } from '#shared/domain/pipeline.ts'
import type { DatabaseHandle } from '../../database/database.ts'
import type { RunEnd, RunKind } from '../../jobs/runQueue.ts'
import { recordChange } from '../../repositories/auditRepository.ts'
import { completePipeline, getPipeline, listPipelines } from '../../repositories/pipelineRepository.ts'
import { conductPipeline } from './conductPipeline.ts'
import type { PipelineStaff } from './stageServices.ts'

export interface PipelineRunParts {
  readonly db: DatabaseHandle
  readonly staff: PipelineStaff
  readonly now: () => number
}

/** Pipelines as the queue carries them out; what a stage makes is stored as it is made. */
export function pipelineRuns({ db, staff, now }: PipelineRunParts): RunKind<Pipeline, void> {
  return {
    table: 'pipelines',
    noun: 'pipeline',
    get: (id) => getPipeline(db, id),
    listPending: async (limit) => {
      const page = await listPipelines(db, { statuses: ['pending'], direction: 'asc', limit, cursor: null, withTotal: false })
      return page.items.map(({ id }) => id)
    },
    compute: async ({ id }, progress) => conductPipeline({ db, services: await staff.wait(progress.signal), now }, id, progress),
    complete: (pipeline, _outcome, end) => complete(db, pipeline, end),
    describeChange: ({ id, strategyId }, status) => ({ kind: 'pipelineChanged', pipelineId: id, strategyId, status }),
    describeProgress: ({ id }, progress) => ({ kind: 'pipelineProgress', pipelineId: id, progress }),
  }
}

async function complete(db: DatabaseHandle, { id, strategyId, datasetId }: Pipeline, end: RunEnd): Promise<void> {
  await recordChange(
    db,
    async (transaction) => {
      await completePipeline(transaction, { id, ...end })
      return getPipeline(transaction, id)
    },
    ({ stages }) => ({
      action: 'pipeline.complete',
      objectType: 'pipeline',
      objectId: id,
      payload: { strategyId, datasetId, stages: stages.map(({ name, outputId, output }) => ({ name, outputId, output })) },
      nowMs: end.nowMs,
    }),
  )
}
