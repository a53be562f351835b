import { AppError } from '#shared/domain/appError.ts'

/** An error in a constraint's text; `position` is 0-based, the message counts characters from 1. */
export function constraintError(text: string, position: number, problem: string): AppError {
  return new AppError('invalid_input', `where: at character ${position + 1} of "${text}": ${problem}`, {
    details: { field: 'where', position },
  })
}
