import { eventIterator } from '@orpc/contract'
import { z } from 'zod'
import { BAR_PERIODS, barsSchema, datasetKindSchema, datasetSchema, qualityReportSchema, survivorshipSchema } from '../domain/dataset.ts'
import { DELIMITERS, fileFieldSchema, readingSchema } from '../domain/fileReading.ts'
import { pageOf, pageRequestShape, sortDirectionSchema } from '../domain/page.ts'
import { idSchema, nameSchema, searchSchema } from '../domain/primitives.ts'
import { procedure } from './base.ts'

/** 64 Mi characters of a CSV sent whole; a longer one is uploaded in pieces. */
const CSV_TEXT_LIMIT = 64 * 1024 * 1024
/** Largest file that can be uploaded: 1 GiB, which is about 20 million bars. */
const UPLOAD_BYTE_LIMIT = 1024 * 1024 * 1024
/** Bytes of one piece of an upload. */
export const UPLOAD_PIECE_BYTES = 1024 * 1024
/** Base64 takes four characters for three bytes. */
const PIECE_TEXT_LIMIT = Math.ceil(UPLOAD_PIECE_BYTES / 3) * 4

const byId = z.object({ id: idSchema })
const byUpload = z.object({ uploadId: idSchema })

/** What a person says about data. */
const factsShape = {
  name: nameSchema,
  source: z.string().max(255).default(''),
  adjusted: z.boolean().nullable().default(null),
  survivorship: survivorshipSchema.default('unknown'),
}

const textShape = { text: z.string().max(CSV_TEXT_LIMIT, 'is too long to be sent whole; upload the file in pieces') }

/** What it takes to store a file; the symbol is that of bars, a panel names its own. */
const importShape = {
  ...factsShape,
  symbol: z.string().trim().max(64).default(''),
  skipRejected: z.boolean().default(false),
  reading: readingSchema.prefault({}),
}

export const importPreviewSchema = z.object({
  format: z.enum(['csv', 'parquet']),
  /** The one used; null for Parquet. */
  delimiter: z.enum(DELIMITERS).nullable(),
  columns: z.array(
    z.object({
      name: z.string(),
      /** As the first rows look. */
      type: z.enum(['integer', 'decimal', 'date', 'time', 'text', 'empty']),
      /** What the column is read as; null: it is left out. */
      field: fileFieldSchema.nullable(),
    }),
  ),
  /** The first rows as read, at most 100. */
  rows: z.array(z.array(z.string())),
  /** null, like the quality, while the file cannot be read. */
  kind: datasetKindSchema.nullable(),
  symbols: z.array(z.string()),
  quality: qualityReportSchema.nullable(),
  firstTimeMs: z.number().nullable(),
  lastTimeMs: z.number().nullable(),
  /** Rows that can be imported. */
  barCount: z.int(),
  /** Why the file cannot be read this way; null when it can. */
  problem: z.string().nullable(),
  /** The choice that has to be made first; null when there is none. */
  question: z.enum(['timeFormat']).nullable(),
})
export type ImportPreview = z.infer<typeof importPreviewSchema>

/** How an import goes on, and at last what it brought. */
export const importEventSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('progress'), fraction: z.number().min(0).max(1) }),
  z.object({ kind: z.literal('stored'), dataset: datasetSchema }),
])
export type ImportEvent = z.infer<typeof importEventSchema>

export const datasetFilterShape = {
  /** Text in name, symbol or source. */
  search: searchSchema.default(''),
}

export const listDatasetsInputSchema = z
  .object({
    ...datasetFilterShape,
    sort: z.enum(['createdAt', 'name', 'symbol', 'barCount']).default('createdAt'),
    direction: sortDirectionSchema.default('desc'),
    ...pageRequestShape,
  })
  .prefault({})
export type ListDatasetsInput = z.infer<typeof listDatasetsInputSchema>

export const datasetsContract = {
  list: procedure.route({ method: 'GET', path: '/datasets' }).input(listDatasetsInputSchema).output(pageOf(datasetSchema)),
  get: procedure.route({ method: 'GET', path: '/datasets/{id}' }).input(byId).output(datasetSchema),
  /** Bars of one instrument as columns of doubles; of a panel `symbol` says which. */
  bars: procedure
    .route({ method: 'GET', path: '/datasets/{id}/bars' })
    .input(byId.extend({ symbol: z.string().optional() }))
    .output(barsSchema),
  /** Begins the upload of a CSV or Parquet file. */
  openUpload: procedure
    .input(z.object({ byteLength: z.int().min(0).max(UPLOAD_BYTE_LIMIT, 'must not be larger than 1 GiB; split the file by date') }))
    .output(byUpload),
  /** The next piece of the file, base64; `offset` is the number of bytes sent before. */
  appendUpload: procedure
    .input(byUpload.extend({ offset: z.int().min(0), base64: z.string().max(PIECE_TEXT_LIMIT) }))
    .output(z.object({ receivedBytes: z.int() })),
  /** Forgets an uploaded file. */
  closeUpload: procedure.input(byUpload).output(byUpload),
  /** Reads an uploaded file and reports what an import would do; stores nothing. */
  previewUpload: procedure.input(byUpload.extend({ reading: readingSchema.prefault({}) })).output(importPreviewSchema),
  /** All or nothing: any rejected row refuses the file, naming the line, unless `skipRejected`. Ending the stream cancels. */
  importUpload: procedure.input(byUpload.extend(importShape)).output(eventIterator(importEventSchema)),
  /** What previewUpload does, for a CSV that is sent whole. */
  previewCsv: procedure
    .route({ method: 'POST', path: '/datasets/preview' })
    .input(z.object({ reading: readingSchema.prefault({}), ...textShape }))
    .output(importPreviewSchema),
  /** What importUpload does, for a CSV that is sent whole. */
  importCsv: procedure
    .route({ method: 'POST', path: '/datasets' })
    .input(z.object({ ...importShape, ...textShape }))
    .output(datasetSchema),
  /** Changes what is said about data, never the data. */
  update: procedure.route({ method: 'PUT', path: '/datasets/{id}' }).input(byId.extend(factsShape)).output(datasetSchema),
  /** Coarser bars as a new dataset that knows what it was made from. */
  resample: procedure
    .route({ method: 'POST', path: '/datasets/{id}/resample' })
    .input(byId.extend({ period: z.enum(BAR_PERIODS), name: nameSchema.optional() }))
    .output(datasetSchema),
  /** A made-up universe for trying panel strategies; answers the existing dataset when it is already there. */
  importSynthetic: procedure
    .route({ method: 'POST', path: '/datasets/synthetic' })
    .input(
      z
        .object({
          seed: z.int().min(0).default(42),
          pairs: z.int().min(1).max(100).default(6),
          bars: z.int().min(100).max(20_000).default(1500),
        })
        .prefault({}),
    )
    .output(datasetSchema),
  /** Daily S&P 500 index, 2000-2020; answers the existing dataset when it is already there. */
  importSample: procedure.route({ method: 'POST', path: '/datasets/sample' }).output(datasetSchema),
  /** Backtests, sweeps and validations keep a dataset from being deleted; pipelines would go with it. */
  countDependents: procedure
    .route({ method: 'GET', path: '/datasets/{id}/dependents' })
    .input(byId)
    .output(z.object({ backtests: z.int(), sweeps: z.int(), validations: z.int(), pipelines: z.int() })),
  delete: procedure
    .route({ method: 'DELETE', path: '/datasets/{id}' })
    .input(byId)
    .output(z.object({ id: idSchema })),
}
