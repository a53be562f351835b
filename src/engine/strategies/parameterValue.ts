import { AppError } from '#shared/domain/appError.ts'
import type { Parameters } from '#shared/domain/strategyType.ts'

/** A numeric parameter of a resolved set; anything else is a fault of the program, not of the user. */
export function numberOf(parameters: Parameters, name: string): number {
  const value = parameters[name]
  if (typeof value !== 'number') throw new AppError('internal', `Parameter ${name} is not a number: resolve the parameters first`)
  return value
}

/** Whether a choice parameter of a resolved set has this value. */
export function isChosen(parameters: Parameters, name: string, value: string | boolean): boolean {
  return parameters[name] === value
}
