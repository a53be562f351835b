import { z } from 'zod'

/** UUID text, version 7 (ordered by creation). */
export const idSchema = z.uuid()

/** Epoch milliseconds, UTC. */
export const instantMsSchema = z.int().min(-8.64e15).max(8.64e15)

/** A real calendar date, YYYY-MM-DD, read as midnight UTC. */
export const dateSchema = z.iso.date('must be a calendar date such as 2020-12-31')

/** Lower-case SHA-256 in hexadecimal. */
export const hashSchema = z.string().regex(/^[0-9a-f]{64}$/)

/** PostgreSQL cannot store the character NUL, so no text that a person writes may hold it. */
const isStorable = (text: string) => !text.includes('\0')
const NOT_STORABLE = 'must not contain the character NUL'

export const nameSchema = z.string().trim().min(1, 'must not be empty').max(255).refine(isStorable, NOT_STORABLE)
export const textSchema = z.string().max(10_000).refine(isStorable, NOT_STORABLE)
/** Words to look for. */
export const searchSchema = z.string().max(200).refine(isStorable, NOT_STORABLE)
export const tagSchema = z.string().trim().min(1).max(64).refine(isStorable, NOT_STORABLE)

/** Columnar doubles; NaN marks a missing value. */
export const seriesSchema = z.custom<Float64Array>((value) => value instanceof Float64Array, 'must be a column of doubles')
