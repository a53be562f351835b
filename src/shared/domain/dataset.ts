import { z } from 'zod'
import { hashSchema, idSchema, instantMsSchema, nameSchema, seriesSchema } from './primitives.ts'

/** What the importer found; lines are 1-based lines of the source file. */
export const qualityReportSchema = z.object({
  rows: z.int(),
  rejectedRows: z.int(),
  duplicateTimes: z.int(),
  disorderedTimes: z.int(),
  ohlcViolations: z.int(),
  nonPositivePrices: z.int(),
  zeroVolumeBars: z.int(),
  /** Weekday gaps against the inferred calendar / expected bars, as a fraction; null when no calendar could be inferred. */
  gapFraction: z.number().nullable(),
  /** The first problems met, at most 100, in file order. */
  issues: z.array(z.object({ line: z.int(), column: z.string(), problem: z.string() })),
})
export type QualityReport = z.infer<typeof qualityReportSchema>

export const datasetSchema = z.object({
  id: idSchema,
  name: nameSchema,
  symbol: z.string().max(64),
  source: z.string().max(255),
  dataHash: hashSchema,
  barCount: z.int().min(0),
  firstTimeMs: instantMsSchema,
  lastTimeMs: instantMsSchema,
  /** true when prices are adjusted for splits and dividends; null when unknown. */
  adjusted: z.boolean().nullable(),
  quality: qualityReportSchema,
  createdAtMs: instantMsSchema,
})
export type Dataset = z.infer<typeof datasetSchema>

/** Bars of one instrument in columns of equal length; `time` is epoch ms UTC, strictly increasing. */
export const barsSchema = z.object({
  time: seriesSchema,
  open: seriesSchema,
  high: seriesSchema,
  low: seriesSchema,
  close: seriesSchema,
  volume: seriesSchema,
})
export interface Bars {
  readonly time: Float64Array
  readonly open: Float64Array
  readonly high: Float64Array
  readonly low: Float64Array
  readonly close: Float64Array
  readonly volume: Float64Array
}
