import { z } from 'zod'
import { barsSchema, datasetSchema, qualityReportSchema, survivorshipSchema } from '../domain/dataset.ts'
import { pageOf, pageRequestShape } from '../domain/page.ts'
import { idSchema, nameSchema } from '../domain/primitives.ts'
import { procedure } from './base.ts'

/** 64 Mi characters: about 700,000 daily bars. */
export const CSV_TEXT_LIMIT = 64 * 1024 * 1024

const byId = z.object({ id: idSchema })

export const csvPreviewSchema = z.object({
  columns: z.array(z.string()),
  /** The first rows as read, at most 100. */
  rows: z.array(z.array(z.string())),
  symbol: z.string().nullable(),
  quality: qualityReportSchema,
  firstTimeMs: z.number().nullable(),
  lastTimeMs: z.number().nullable(),
  /** Rows that can be imported. */
  barCount: z.int(),
})
export type CsvPreview = z.infer<typeof csvPreviewSchema>

export const datasetsContract = {
  list: procedure.route({ method: 'GET', path: '/datasets' }).input(z.object(pageRequestShape).prefault({})).output(pageOf(datasetSchema)),
  get: procedure.route({ method: 'GET', path: '/datasets/{id}' }).input(byId).output(datasetSchema),
  /** All bars as columns of doubles. */
  bars: procedure.route({ method: 'GET', path: '/datasets/{id}/bars' }).input(byId).output(barsSchema),
  /** Reads a CSV and reports what an import would do; stores nothing. */
  previewCsv: procedure
    .route({ method: 'POST', path: '/datasets/preview' })
    .input(z.object({ text: z.string().max(CSV_TEXT_LIMIT) }))
    .output(csvPreviewSchema),
  /** All or nothing: any rejected row refuses the file, naming the line, unless `skipRejected`. */
  importCsv: procedure
    .route({ method: 'POST', path: '/datasets' })
    .input(
      z.object({
        name: nameSchema,
        symbol: z.string().trim().min(1).max(64),
        source: z.string().max(255).default(''),
        adjusted: z.boolean().nullable().default(null),
        survivorship: survivorshipSchema.default('unknown'),
        skipRejected: z.boolean().default(false),
        text: z.string().max(CSV_TEXT_LIMIT),
      }),
    )
    .output(datasetSchema),
  /** Daily S&P 500 index, 2000-2020; answers the existing dataset when it is already there. */
  importSample: procedure.route({ method: 'POST', path: '/datasets/sample' }).output(datasetSchema),
  delete: procedure
    .route({ method: 'DELETE', path: '/datasets/{id}' })
    .input(byId)
    .output(z.object({ id: idSchema })),
}
