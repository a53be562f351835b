import { oc } from '@orpc/contract'
import { z } from 'zod'
import { ERROR_CODES, type ErrorCode } from '../domain/appError.ts'

/** JSON facts that travel with an error. */
const errorDetailsSchema = z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()]))

type ErrorMapOf = Record<ErrorCode, { status: number; data: typeof errorDetailsSchema }>

/** Every procedure may answer with any error of the closed list; a client can switch on `code`. */
const errors = Object.fromEntries(
  Object.entries(ERROR_CODES).map(([code, { httpStatus }]) => [code, { status: httpStatus, data: errorDetailsSchema }]),
) as ErrorMapOf

export const procedure = oc.errors(errors)
