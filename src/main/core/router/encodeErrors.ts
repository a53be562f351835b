import { ORPCError, ValidationError } from '@orpc/server'
import { AppError, ERROR_CODES, isAppError } from '#shared/domain/appError.ts'

/**
 * Turns whatever a procedure threw into one of the closed list of wire errors.
 * Unknown errors become `internal` without their text: no stack, SQL or secret crosses the wire.
 */
export function toWireError(error: unknown, log: (line: string) => void): ORPCError<string, unknown> {
  const known = toAppError(error)
  if (known === null && error instanceof ORPCError) return error
  if (known === null) log(`internal error: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`)
  const shown = known ?? new AppError('internal', 'Something went wrong inside Aurelius. The log holds the details; try again.')
  return new ORPCError(shown.code, {
    status: ERROR_CODES[shown.code].httpStatus,
    message: shown.message,
    data: shown.details,
    defined: true,
  })
}

function toAppError(error: unknown): AppError | null {
  if (isAppError(error)) return error
  if (error instanceof ORPCError && error.cause instanceof ValidationError) return fromValidation(error, error.cause)
  return null
}

/** Names the first field that is wrong; a reply that breaks the contract is our fault, not the caller's. */
function fromValidation(error: ORPCError<string, unknown>, cause: ValidationError): AppError | null {
  if (error.code !== 'BAD_REQUEST') return null
  const issue = cause.issues[0]
  if (issue === undefined) return new AppError('invalid_input', 'The input is not valid.')
  const field = (issue.path ?? []).map((part) => String(typeof part === 'object' ? part.key : part)).join('.')
  const where = field === '' ? 'The input' : field
  return new AppError('invalid_input', `${where}: ${issue.message}`, { details: { field } })
}
