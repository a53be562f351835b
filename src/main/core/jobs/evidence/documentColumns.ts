import { z } from 'zod'

/** JSON has no NaN and no -0: a missing value stands as null, -0 as text. */
export const documentColumnSchema = z
  .array(z.union([z.number(), z.null(), z.literal('-0')]))
  .transform((values) => Float64Array.from(values, (value) => (value === null ? Number.NaN : value === '-0' ? -0 : value)))

/** The same numbers as JSON writes them. */
export function toDocumentColumn(values: Float64Array): (number | null | string)[] {
  return Array.from(values, (value) => (Number.isNaN(value) ? null : Object.is(value, -0) ? '-0' : value))
}

/** Bit for bit, where every NaN is the same. */
export function sameColumn(left: Float64Array, right: Float64Array): boolean {
  return left.length === right.length && left.every((value, index) => Object.is(value, right[index]))
}
