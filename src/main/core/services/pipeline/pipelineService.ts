import type { ListPipelinesInput } from '#shared/contract/pipelines.ts'
import type { Page } from '#shared/domain/page.ts'
import type { Pipeline, PipelineRequest } from '#shared/domain/pipeline.ts'
import type { StrategyDraft } from '#shared/domain/strategy.ts'
import { isUnderWay } from '#shared/domain/underWay.ts'
import type { DatabaseHandle } from '../../database/database.ts'
import { completeRunSpec, requireDataKind } from '../../jobs/engineCatalogue.ts'
import type { RunEvents } from '../../jobs/runEvents.ts'
import type { AnyRunQueue } from '../../jobs/runQueue.ts'
import { recordChange } from '../../repositories/auditRepository.ts'
import { getDataset } from '../../repositories/datasetRepository.ts'
import { createPipeline, deletePipeline, getPipeline, listPipelines } from '../../repositories/pipelineRepository.ts'
import { requeueRun } from '../../repositories/runState.ts'
import { getStrategy } from '../../repositories/strategyRepository.ts'
import { newId } from '../newId.ts'
import { refuseArchived } from '../refuseArchived.ts'
import { respectHoldout } from '../respectHoldout.ts'
import { findPeriod } from '../runPeriod.ts'
import { cancelStageRun } from './cancelStageRun.ts'
import { chooseCandidate } from './chooseCandidate.ts'
import type { StageServices } from './stageServices.ts'

export interface PipelineServiceParts {
  readonly db: DatabaseHandle
  readonly queue: AnyRunQueue
  readonly stages: StageServices
  readonly events: RunEvents
  readonly now: () => number
}

/** From a goal or a strategy to the verdict of its gates, stage by stage. */
export class PipelineService {
  readonly #parts: PipelineServiceParts

  constructor(parts: PipelineServiceParts) {
    this.#parts = parts
  }

  list(input: ListPipelinesInput): Promise<Page<Pipeline>> {
    return listPipelines(this.#parts.db, input)
  }

  get(id: string): Promise<Pipeline> {
    return getPipeline(this.#parts.db, id)
  }

  /**
   * Answers once the pipeline is stored as pending. Throws `invalid_input` (goal, a panel or a strategy of panels),
   * `data_out_of_range`, `forbidden` (holdout), `not_found`, `invalid_transition`.
   */
  async run(request: PipelineRequest): Promise<Pipeline> {
    const { now } = this.#parts
    const subject = await this.#subjectOf(request)
    await this.#requireRunnable(request, subject)
    const pipeline = { id: newId(), request, strategyId: subject.id, datasetId: request.datasetId, createdAtMs: now() }
    await this.#record(pipeline, 'request', (transaction) => createPipeline(transaction, pipeline))
    return this.#enqueue(pipeline.id)
  }

  /** Throws `not_found`, `invalid_transition`. */
  async resume(id: string): Promise<Pipeline> {
    const pipeline = await this.get(id)
    await this.#record(pipeline, 'resume', (transaction) => requeueRun(transaction, 'pipelines', id))
    return this.#enqueue(id)
  }

  async cancel(id: string): Promise<Pipeline> {
    const { queue, stages } = this.#parts
    await queue.cancel(id)
    await cancelStageRun(stages, await this.get(id))
    return this.get(id)
  }

  /** One that is under way is cancelled first; what its stages made stays. */
  async delete(id: string): Promise<{ id: string }> {
    const pipeline = await this.get(id)
    if (isUnderWay(pipeline.status)) await this.cancel(id)
    await this.#record(pipeline, 'delete', (transaction) => deletePipeline(transaction, id))
    return { id }
  }

  /** The strategy that is there, or the one that will be. */
  async #subjectOf({ source }: PipelineRequest): Promise<Subject> {
    if (source.kind === 'goal') return { id: newId(), version: 1, draft: chooseCandidate(source) }
    const strategy = await getStrategy(this.#parts.db, source.strategyId)
    refuseArchived(strategy)
    return { id: strategy.id, version: strategy.version, draft: strategy }
  }

  async #requireRunnable({ datasetId, settings }: PipelineRequest, { id, version, draft }: Subject): Promise<void> {
    const { db } = this.#parts
    const dataset = await getDataset(db, datasetId)
    const { type, parameters } = draft
    requireDataKind(type, dataset.kind)
    const spec = completeRunSpec({ ...settings, strategy: { type, parameters } })
    findPeriod(await respectHoldout(db, { strategy: { id, version }, dataset, spec }), dataset)
  }

  #record(
    { id, strategyId, datasetId, request }: Pick<Pipeline, 'id' | 'strategyId' | 'datasetId' | 'request'>,
    event: 'request' | 'resume' | 'delete',
    change: (transaction: DatabaseHandle) => Promise<void>,
  ): Promise<void> {
    const { db, now } = this.#parts
    const payload = { strategyId, datasetId, ...(event === 'request' ? { request } : {}) }
    return recordChange(db, change, () => ({ action: `pipeline.${event}`, objectType: 'pipeline', objectId: id, payload, nowMs: now() }))
  }

  async #enqueue(id: string): Promise<Pipeline> {
    const { queue, events } = this.#parts
    const pipeline = await this.get(id)
    events.publish({ kind: 'pipelineChanged', pipelineId: id, strategyId: pipeline.strategyId, status: pipeline.status })
    queue.enqueue(id)
    return pipeline
  }
}

interface Subject {
  readonly id: string
  readonly version: number
  readonly draft: Pick<StrategyDraft, 'type' | 'parameters'>
}
