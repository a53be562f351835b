/**
 * The closed list of error codes that cross every boundary (wire, command line, job).
 * `httpStatus` is what the REST surface answers; `exitCode` is what the command line returns
 * (2 = the caller's input is wrong, 1 = the work failed).
 */
export const ERROR_CODES = {
  invalid_input: { httpStatus: 400, exitCode: 2 },
  data_invalid: { httpStatus: 422, exitCode: 2 },
  data_out_of_range: { httpStatus: 422, exitCode: 2 },
  too_large: { httpStatus: 413, exitCode: 2 },
  not_found: { httpStatus: 404, exitCode: 2 },
  conflict: { httpStatus: 409, exitCode: 1 },
  invalid_transition: { httpStatus: 409, exitCode: 1 },
  unauthorised: { httpStatus: 401, exitCode: 1 },
  forbidden: { httpStatus: 403, exitCode: 1 },
  database_unreachable: { httpStatus: 503, exitCode: 1 },
  database_login_failed: { httpStatus: 503, exitCode: 1 },
  database_locked: { httpStatus: 503, exitCode: 1 },
  database_read_only: { httpStatus: 503, exitCode: 1 },
  database_corrupt: { httpStatus: 503, exitCode: 1 },
  database_newer: { httpStatus: 503, exitCode: 1 },
  database_full: { httpStatus: 507, exitCode: 1 },
  migration_required: { httpStatus: 503, exitCode: 1 },
  cancelled: { httpStatus: 499, exitCode: 1 },
  run_failed: { httpStatus: 500, exitCode: 1 },
  unavailable: { httpStatus: 503, exitCode: 1 },
  internal: { httpStatus: 500, exitCode: 1 },
} as const

export type ErrorCode = keyof typeof ERROR_CODES

/** JSON-safe facts about an error: the field, the line, the versions in conflict. Never SQL, stacks or secrets. */
export type ErrorDetails = Readonly<Record<string, string | number | boolean | null>>

/** An error a person can act on: the message says what happened, why, and what to do next. */
export class AppError extends Error {
  readonly code: ErrorCode
  readonly details: ErrorDetails

  constructor(code: ErrorCode, message: string, options: { details?: ErrorDetails; cause?: unknown } = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause })
    this.name = 'AppError'
    this.code = code
    this.details = options.details ?? {}
  }
}

export function isAppError(error: unknown): error is AppError {
  return error instanceof AppError
}

/** Makes a switch exhaustive at compile time and loud at run time. */
export function assertNever(value: never): never {
  throw new AppError('internal', `Unexpected value: ${JSON.stringify(value)}`)
}
