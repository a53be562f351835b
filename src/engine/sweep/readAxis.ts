import type { AxisRequest, SweepAxis } from '#shared/domain/sweep.ts'
import { valuesInRange } from './parseAxis.ts'

/**
 * An axis as a form or a program asks for it.
 * @throws AppError `invalid_input` naming the axis.
 */
export function readAxis(request: AxisRequest): SweepAxis {
  if ('values' in request) return request
  return { name: request.name, values: valuesInRange(request.name, request) }
}
