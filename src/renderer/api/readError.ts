import { ORPCError } from '@orpc/client'
import { AppError, ERROR_CODES, type ErrorCode, type ErrorDetails } from '#shared/domain/appError.ts'

function isErrorCode(code: unknown): code is ErrorCode {
  return typeof code === 'string' && Object.hasOwn(ERROR_CODES, code)
}

/** By name: a DOMException is not an Error in every place this runs. */
function isAbort(error: unknown): boolean {
  return typeof error === 'object' && error !== null && 'name' in error && error.name === 'AbortError'
}

/** Any failure of a call as an AppError: code from the closed list, a message for people, details. */
export function readError(error: unknown): AppError {
  if (error instanceof AppError) return error
  if (error instanceof ORPCError && isErrorCode(error.code)) {
    return new AppError(error.code, error.message, { details: (error.data ?? {}) as ErrorDetails, cause: error })
  }
  if (isAbort(error))
    return new AppError('cancelled', 'The call was cancelled before its answer came. Repeat it when you need it.', { cause: error })
  const message = error instanceof Error ? error.message : String(error)
  return new AppError(
    'internal',
    `The call failed unexpectedly: ${message}. Try again; if it stays, save the diagnostics file in Settings and report it.`,
    { cause: error },
  )
}
