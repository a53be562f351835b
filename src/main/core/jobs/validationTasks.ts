import { cancelSignalOf } from '#engine/simulator/cancelSignal.ts'
import { ratesOf } from '#engine/validation/backtestTrials.ts'
import { describeValidation, type ValidationResult } from '#engine/validation/describeValidation.ts'
import { layOutValidation } from '#engine/validation/layOutValidation.ts'
import { type WalkedShare, walkShare } from '#engine/validation/validationShare.ts'
import { joinFolds, type WalkedFold } from '#engine/validation/walkForward.ts'
import type { Bars } from '#shared/domain/dataset.ts'
import type { RunSpec } from '#shared/domain/runSpec.ts'
import type { ValidationPlan } from '#shared/domain/validationPlan.ts'

/** What every thread needs to know of a validation. */
export interface ValidationWork {
  readonly bars: Bars
  readonly spec: RunSpec
  readonly plan: ValidationPlan
}

export interface ValidationShareInput extends ValidationWork {
  readonly part: number
  readonly parts: number
}

export interface ValidationResultInput extends ValidationWork {
  /** All windows in order of time. */
  readonly walked: readonly WalkedFold[]
}

/** Walks one share of the windows on the calling thread. */
export function validationShare(
  { bars, spec, plan, part, parts }: ValidationShareInput,
  control: Int32Array,
  onProgress: (fraction: number) => void,
): WalkedShare {
  const layout = layOutValidation({ time: bars.time, spec, plan })
  return walkShare(
    { bars, layout, objective: plan.objective },
    { part, parts, cancel: cancelSignalOf(control), onProgress: atMostOften(onProgress) },
  )
}

/** Joins the windows into what is stored. */
export function validationResult({ bars, spec, plan, walked }: ValidationResultInput): ValidationResult {
  const layout = layOutValidation({ time: bars.time, spec, plan })
  return describeValidation({ bars, plan, layout, walk: joinFolds(walked, ratesOf(layout.spec)) })
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
