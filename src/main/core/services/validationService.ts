import type { ListValidationsInput, ValidationRequest } from '#shared/contract/validations.ts'
import { AppError } from '#shared/domain/appError.ts'
import { dateToMs, msToDate } from '#shared/domain/calendarDate.ts'
import type { Columns } from '#shared/domain/ledger.ts'
import type { Page } from '#shared/domain/page.ts'
import type { Strategy } from '#shared/domain/strategy.ts'
import { isUnderWay } from '#shared/domain/underWay.ts'
import {
  requireRepeatableValidation,
  type Validation,
  type ValidationEquity,
  type ValidationSummary,
  type ValidationTrades,
  type ValidationTrials,
} from '#shared/domain/validation.ts'
import type { PlannedWindow, ValidationPlan, ValidationPreview } from '#shared/domain/validationPlan.ts'
import type { DatabaseHandle } from '../database/database.ts'
import {
  completeRunSpec,
  countSimulatedBars,
  countTrials,
  describeWindows,
  layOutValidation,
  parseAxis,
  requireDataKind,
  spanWindows,
} from '../jobs/engineCatalogue.ts'
import { loadTaskData } from '../jobs/loadRunInput.ts'
import type { RunEvents } from '../jobs/runEvents.ts'
import type { AnyRunQueue } from '../jobs/runQueue.ts'
import { calendarOfShared } from '../jobs/taskData.ts'
import { getDataset } from '../repositories/datasetRepository.ts'
import { requeueRun } from '../repositories/runState.ts'
import { getStrategy } from '../repositories/strategyRepository.ts'
import { loadValidationArtifact, type ValidationArtifactKind } from '../repositories/validationCompletion.ts'
import {
  createValidation,
  deleteValidation,
  findLatestOfType,
  getValidation,
  listValidations,
} from '../repositories/validationRepository.ts'
import { newId } from './newId.ts'
import { recordRun } from './recordRun.ts'
import { refuseArchived } from './refuseArchived.ts'
import { refuseLockedSince, respectHoldout } from './respectHoldout.ts'

export interface ValidationServiceParts {
  readonly db: DatabaseHandle
  readonly queue: AnyRunQueue
  readonly events: RunEvents
  readonly now: () => number
}

/** Walk-forward validations: laid out, run in the background, read. */
export class ValidationService {
  readonly #parts: ValidationServiceParts

  constructor(parts: ValidationServiceParts) {
    this.#parts = parts
  }

  list(input: ListValidationsInput): Promise<Page<ValidationSummary>> {
    return listValidations(this.#parts.db, input)
  }

  get(id: string): Promise<Validation> {
    return getValidation(this.#parts.db, id)
  }

  /** Throws what `run` throws, and stores nothing. */
  async preview(request: ValidationRequest): Promise<ValidationPreview> {
    return (await this.#layOut(request)).preview
  }

  /**
   * Answers once the validation is stored as pending. Throws `invalid_input` (strategy, parameters, plan), `too_large`,
   * `data_out_of_range`, `not_found`, `invalid_transition`.
   */
  async run(request: ValidationRequest, id = newId()): Promise<ValidationSummary> {
    const { db, now } = this.#parts
    const { strategy, spec, plan, preview } = await this.#layOut(request)
    refuseArchived(strategy)
    const dataset = await getDataset(db, request.datasetId)
    const validation = {
      id,
      strategyId: strategy.id,
      strategyVersion: strategy.version,
      datasetId: dataset.id,
      plan,
      spec,
      dataHash: dataset.dataHash,
      startDate: preview.startDate,
      endDate: preview.endDate,
      ...daysOf(preview.windows[0]!),
      createdAtMs: now(),
    }
    await recordRun(db, { noun: 'validation', event: 'request', run: validation, nowMs: validation.createdAtMs }, (transaction) =>
      createValidation(transaction, validation),
    )
    return this.#enqueue(id)
  }

  /** Queues an interrupted validation again. Throws `not_found`, `invalid_transition`, `forbidden` (a holdout locked since). */
  async resume(id: string): Promise<ValidationSummary> {
    const { db, now } = this.#parts
    const run = requireRepeatableValidation(await this.get(id))
    await refuseLockedSince(db, run)
    await recordRun(db, { noun: 'validation', event: 'resume', run, nowMs: now() }, (transaction) =>
      requeueRun(transaction, 'validations', id),
    )
    return this.#enqueue(id)
  }

  async cancel(id: string): Promise<ValidationSummary> {
    await this.#parts.queue.cancel(id)
    return this.get(id)
  }

  /** A validation that is under way is cancelled first. */
  async delete(id: string): Promise<{ id: string }> {
    const { db, queue, now } = this.#parts
    const run = await this.get(id)
    if (isUnderWay(run.status)) await queue.cancel(id)
    await recordRun(db, { noun: 'validation', event: 'delete', run, nowMs: now() }, (transaction) => deleteValidation(transaction, id))
    return { id }
  }

  async equity(id: string): Promise<ValidationEquity> {
    return (await this.#artifact(id, 'equity')) as ValidationEquity
  }

  async trades(id: string): Promise<ValidationTrades> {
    return (await this.#artifact(id, 'trades')) as ValidationTrades
  }

  /** What was traded, in the order of the trades' `symbol` column; none of an adopted validation. */
  async instruments(id: string): Promise<readonly string[]> {
    const { datasetId } = await this.get(id)
    return datasetId === null ? [] : (await getDataset(this.#parts.db, datasetId)).symbols
  }

  async trials(id: string): Promise<ValidationTrials> {
    return (await this.#artifact(id, 'trials')) as ValidationTrials
  }

  async #layOut({ strategyId, datasetId, settings, plan: asked }: ValidationRequest) {
    const { db } = this.#parts
    const plan: ValidationPlan = { ...asked, axes: asked.axes.map(readAxis) }
    const strategy = await getStrategy(db, strategyId)
    const dataset = await getDataset(db, datasetId)
    requireDataKind(strategy.type, dataset.kind)
    const time = calendarOfShared(await loadTaskData(db, dataset))
    const run = completeRunSpec({ ...settings, strategy: { type: strategy.type, parameters: strategy.parameters } })
    const wanted = spanWindows(run, plan)
    const spec = await respectHoldout(db, { strategy, dataset, spec: wanted })
    const layout = layOutValidation({ time, spec, plan })
    const preview: ValidationPreview = {
      windows: describeWindows(layout, time),
      trialsPerWindow: layout.grid.length,
      trialCount: countTrials(layout),
      excluded: layout.sweep?.excluded ?? 0,
      refused: layout.sweep?.refused ?? 0,
      startDate: msToDate(time[layout.range.from]!),
      endDate: msToDate(time[layout.range.end - 1]!),
      bars: layout.range.end - layout.range.from,
      estimatedMs: await this.#estimate(strategy, countSimulatedBars(layout)),
    }
    return { strategy, spec, plan, preview }
  }

  /** The newest validation of the type took so long for so many bars; null when there is none to go by. */
  async #estimate({ type }: Strategy, simulatedBars: number): Promise<number | null> {
    const latest = await findLatestOfType(this.#parts.db, type)
    if (!latest?.outcome || latest.durationMs === null) return null
    return (latest.durationMs * simulatedBars) / latest.outcome.simulatedBars
  }

  async #enqueue(id: string): Promise<ValidationSummary> {
    const { queue, events } = this.#parts
    const validation = await this.get(id)
    const { strategyId, status } = validation
    events.publish({ kind: 'validationChanged', validationId: id, strategyId, status })
    queue.enqueue(id)
    return validation
  }

  async #artifact(id: string, kind: ValidationArtifactKind): Promise<Columns> {
    const columns = await loadValidationArtifact(this.#parts.db, id, kind)
    if (columns !== null) return columns
    const { status, plan } = await this.get(id)
    const message =
      plan === null
        ? `An older version made this validation and kept no ${kind} of it.`
        : `This validation is ${status}; its ${kind} exist once it has completed.`
    throw new AppError('not_found', message, { details: { id, status } })
  }
}

type AskedAxis = ValidationRequest['plan']['axes'][number]

/** @throws AppError `invalid_input` naming the axis. */
function readAxis(axis: AskedAxis): ValidationPlan['axes'][number] {
  if (typeof axis !== 'string') return axis
  const { name, values } = parseAxis(axis)
  return { name, values: [...values] }
}

/** Calendar days of the first window's test and training, ends included: what the older columns hold. */
function daysOf({ trainStart, trainEnd, testStart, testEnd }: PlannedWindow): { windowSizeDays: number; trainSizeDays: number } {
  const days = (from: string, to: string) => (dateToMs(to) - dateToMs(from)) / 86_400_000 + 1
  return { windowSizeDays: days(testStart, testEnd), trainSizeDays: days(trainStart, trainEnd) }
}
