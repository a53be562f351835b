import { AppError } from '#shared/domain/appError.ts'
import type { RunSpec } from '#shared/domain/runSpec.ts'
import type { ValidationPlan } from '#shared/domain/validationPlan.ts'

/**
 * The specification a validation is run with. Windows given one by one say themselves from when to when rows are read: the
 * dates become those of the first and the last of them. Of any other plan the specification stays as it is.
 * @throws AppError `invalid_input` when a listed window reaches beyond the dates of the specification.
 */
export function spanWindows(spec: RunSpec, plan: ValidationPlan): RunSpec {
  if (plan.mode !== 'listed' || plan.windows.length === 0) return spec
  for (const [index, { trainStart, testEnd }] of plan.windows.entries()) {
    if (spec.start_date !== null && trainStart < spec.start_date) {
      throw beyond(index + 1, `its training begins on ${trainStart}, before the start date ${spec.start_date}`)
    }
    if (spec.end_date !== null && testEnd > spec.end_date) {
      throw beyond(index + 1, `its test ends on ${testEnd}, after the end date ${spec.end_date}`)
    }
  }
  const starts = plan.windows.map(({ trainStart }) => trainStart).toSorted()
  const ends = plan.windows.map(({ testEnd }) => testEnd).toSorted()
  return { ...spec, start_date: starts[0]!, end_date: ends.at(-1)! }
}

function beyond(window: number, problem: string): AppError {
  return new AppError('invalid_input', `Window ${window}: ${problem} of the settings. Move the window, or leave that date empty.`, {
    details: { field: 'windows', window },
  })
}
