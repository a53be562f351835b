import type { ServerResponse } from 'node:http'
import { ORPCError } from '@orpc/server'
import { AppError, ERROR_CODES, type ErrorCode, type ErrorDetails } from '#shared/domain/appError.ts'

/** How every error looks over HTTP. */
export interface ErrorBody {
  readonly code: ErrorCode
  readonly message: string
  readonly details: ErrorDetails
}

function isErrorCode(code: string): code is ErrorCode {
  return Object.hasOwn(ERROR_CODES, code)
}

/** Errors that arise before a procedure is reached carry codes of the RPC library: told by their status. */
function codeOfStatus(status: number): ErrorCode {
  if (status === 413) return 'too_large'
  if (status === 404) return 'not_found'
  return status < 500 ? 'invalid_input' : 'internal'
}

export function toErrorBody(error: ORPCError<string, unknown>): ErrorBody {
  if (isErrorCode(error.code)) return { code: error.code, message: error.message, details: (error.data ?? {}) as ErrorDetails }
  const code = codeOfStatus(error.status)
  const message = code === 'too_large' ? 'The request is larger than this host accepts. Send less at once.' : error.message
  return { code, message, details: {} }
}

export function sendJson(response: ServerResponse, status: number, body: unknown): void {
  const text = JSON.stringify(body)
  response.writeHead(status, {
    'content-type': 'application/json; charset=utf-8',
    'content-length': Buffer.byteLength(text),
    'cache-control': 'no-store',
  })
  response.end(text)
}

/** Answers with the error; one that nobody foresaw is logged and shown without its text. */
export function sendError(response: ServerResponse, error: unknown, log: (line: string) => void): void {
  if (response.headersSent) {
    response.destroy()
    return
  }
  if (error instanceof ORPCError) {
    sendJson(response, error.status, toErrorBody(error))
    return
  }
  if (!(error instanceof AppError)) log(`host error: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`)
  const shown =
    error instanceof AppError
      ? error
      : new AppError('internal', 'Something went wrong inside Aurelius. The log holds the details; try again.')
  sendJson(response, ERROR_CODES[shown.code].httpStatus, { code: shown.code, message: shown.message, details: shown.details })
}
