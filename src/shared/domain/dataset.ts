import { z } from 'zod'
import { hashSchema, idSchema, instantMsSchema, nameSchema, seriesSchema } from './primitives.ts'

/** How often bars come, as far as their times tell. */
export const BAR_CALENDARS = ['intraday', 'daily', 'weekly', 'monthly'] as const

/** What the importer found; lines are 1-based lines of the source file. Of a panel the figures of all its instruments. */
export const qualityReportSchema = z.object({
  rows: z.int(),
  rejectedRows: z.int(),
  duplicateTimes: z.int(),
  disorderedTimes: z.int(),
  ohlcViolations: z.int(),
  nonPositivePrices: z.int(),
  zeroVolumeBars: z.int(),
  /** null: no calendar fits the times, so gaps cannot be told. */
  calendar: z.enum(BAR_CALENDARS).nullable(),
  /** Bars the calendar expects and the data lack; null without a calendar. */
  missingBars: z.int().nullable(),
  /** Missing / expected bars, as a fraction; null when no calendar could be inferred. */
  gapFraction: z.number().nullable(),
  /** The widest gaps, at most 20: last bar before and first bar after. */
  gaps: z.array(z.object({ symbol: z.string(), fromMs: instantMsSchema, toMs: instantMsSchema, missing: z.int() })),
  /** Bars whose return is far out of line with the others; null when the returns have no spread to measure by. */
  outlierBars: z.int().nullable(),
  /** The furthest of them, at most 20; `change` is the simple return as a fraction. */
  outliers: z.array(z.object({ symbol: z.string(), timeMs: instantMsSchema, change: z.number() })),
  /** The first problems met, at most 100, in file order. */
  issues: z.array(z.object({ line: z.int(), column: z.string(), problem: z.string() })),
})
export type QualityReport = z.infer<typeof qualityReportSchema>

/** What a report made before these were measured says of them. */
export const UNMEASURED_QUALITY = {
  calendar: null,
  missingBars: null,
  gaps: [],
  outlierBars: null,
  outliers: [],
} satisfies Partial<QualityReport>

/** bars: one instrument. panel: several instruments on one calendar. */
export const DATASET_KINDS = ['bars', 'panel'] as const
export const datasetKindSchema = z.enum(DATASET_KINDS)
export type DatasetKind = z.infer<typeof datasetKindSchema>

/**
 * Which instruments could be in the data: those that could be chosen at each time, only those that exist today (the
 * losers are gone: results look better than they could have been), or one index, which survives by construction.
 */
export const SURVIVORSHIPS = ['point_in_time', 'current_constituents', 'single_index', 'unknown'] as const
export const survivorshipSchema = z.enum(SURVIVORSHIPS)
export type Survivorship = z.infer<typeof survivorshipSchema>

/** Lengths of coarser bars that finer ones can be gathered into. */
export const BAR_PERIODS = ['5min', '15min', '30min', 'hour', '4hour', 'day', 'week', 'month', 'quarter', 'year'] as const
export type BarPeriod = (typeof BAR_PERIODS)[number]

/** What data were made from when they did not come from a file. */
export const provenanceSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('resampled'), fromId: idSchema, fromName: nameSchema, fromHash: hashSchema, period: z.enum(BAR_PERIODS) }),
  z.object({ kind: z.literal('synthetic'), seed: z.int(), pairs: z.int(), bars: z.int() }),
])
export type Provenance = z.infer<typeof provenanceSchema>

export const datasetSchema = z.object({
  id: idSchema,
  name: nameSchema,
  kind: datasetKindSchema,
  /** What a list shows: of a panel the number of its instruments in words. */
  symbol: z.string().max(64),
  /** Every instrument; of a panel in the order of its ledger. */
  symbols: z.array(z.string()),
  source: z.string().max(255),
  dataHash: hashSchema,
  /** Of a panel the bars of all its instruments together. */
  barCount: z.int().min(0),
  firstTimeMs: instantMsSchema,
  lastTimeMs: instantMsSchema,
  /** true when prices are adjusted for splits and dividends; null when unknown. */
  adjusted: z.boolean().nullable(),
  survivorship: survivorshipSchema,
  /** null: imported from a file. */
  provenance: provenanceSchema.nullable(),
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

/** One instrument of a panel: columns as long as the panel's calendar, NaN where it has no bar. */
export interface PanelInstrument {
  readonly symbol: string
  readonly open: Float64Array
  readonly high: Float64Array
  readonly low: Float64Array
  readonly close: Float64Array
  readonly volume: Float64Array
  /** Annual carry as a fraction, NaN where not known; null when the data have no such column. */
  readonly carry: Float64Array | null
}

/**
 * Several instruments on one calendar: every instant at which at least one of them has a bar, epoch ms UTC, strictly
 * increasing. Instruments are ordered by symbol (code units), whatever the order of the data. They may start late, end
 * early and miss bars; a bar exists when its close is not NaN.
 */
export interface Panel {
  readonly time: Float64Array
  readonly instruments: readonly PanelInstrument[]
}

/** An instrument by itself: only the bars it has. `carry`, when there is one, has one value per bar. */
export interface InstrumentSeries {
  readonly symbol: string
  readonly bars: Bars
  readonly carry: Float64Array | null
}

/** Prices of one instrument, or of several on one calendar. */
export type MarketSeries = { readonly bars: Bars } | { readonly panel: Panel }

/** What a run reads: the bars of one instrument, or a panel of several. */
export type MarketData = { readonly bars: Bars; readonly symbol: string } | { readonly panel: Panel }
