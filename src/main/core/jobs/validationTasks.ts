import { calendarOf } from '#engine/market/marketData.ts'
import { cancelSignalOf } from '#engine/simulator/cancelSignal.ts'
import { ratesOf } from '#engine/validation/backtestTrials.ts'
import { describeValidation, type ValidationResult } from '#engine/validation/describeValidation.ts'
import { layOutValidation } from '#engine/validation/layOutValidation.ts'
import { type WalkedShare, walkShare } from '#engine/validation/validationShare.ts'
import { joinFolds, type WalkedFold } from '#engine/validation/walkForward.ts'
import type { RunSpec } from '#shared/domain/runSpec.ts'
import type { ValidationPlan } from '#shared/domain/validationPlan.ts'
import { openSharedSeries, type SeriesData } from './taskData.ts'

/** What every thread needs to know of a validation. */
export type ValidationWork = SeriesData & {
  readonly spec: RunSpec
  readonly plan: ValidationPlan
}

export type ValidationShareInput = ValidationWork & {
  readonly part: number
  readonly parts: number
}

export type ValidationResultInput = ValidationWork & {
  /** All windows in order of time. */
  readonly walked: readonly WalkedFold[]
}

/** Walks one share of the windows on the calling thread. */
export function validationShare(
  { spec, plan, part, parts, ...shared }: ValidationShareInput,
  control: Int32Array,
  onProgress: (fraction: number) => void,
): WalkedShare {
  const data = openSharedSeries(shared)
  const layout = layOutValidation({ time: calendarOf(data), spec, plan })
  return walkShare(
    { ...data, layout, objective: plan.objective },
    { part, parts, cancel: cancelSignalOf(control), onProgress: atMostOften(onProgress) },
  )
}

/** Joins the windows into what is stored. */
export function validationResult({ spec, plan, walked, ...shared }: ValidationResultInput): ValidationResult {
  const data = openSharedSeries(shared)
  const layout = layOutValidation({ time: calendarOf(data), spec, plan })
  return describeValidation({ ...data, plan, layout, walk: joinFolds(walked, ratesOf(layout.spec)) })
}

const REPORT_MS = 50

/** A report for each of thousands of trials would cost more than the trials. */
function atMostOften(report: (fraction: number) => void): (fraction: number) => void {
  let reportedAtMs = 0
  return (fraction) => {
    const nowMs = performance.now()
    if (nowMs - reportedAtMs < REPORT_MS) return
    reportedAtMs = nowMs
    report(fraction)
  }
}
