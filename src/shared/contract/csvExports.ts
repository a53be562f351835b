import { eventIterator } from '@orpc/contract'
import { z } from 'zod'
import { MOST_COMPARED } from '../domain/comparison.ts'
import { readingSchema } from '../domain/fileReading.ts'
import { idSchema } from '../domain/primitives.ts'
import { auditFilterShape } from './audit.ts'
import { backtestFilterShape } from './backtests.ts'
import { procedure } from './base.ts'
import { datasetFilterShape } from './datasets.ts'
import { strategyFilterShape } from './strategies.ts'
import { sweepFilterShape } from './sweeps.ts'
import { validationFilterShape } from './validations.ts'

/** raw keeps every byte; spreadsheet disarms text that a spreadsheet would run as a formula. */
export const csvModeSchema = z.enum(['raw', 'spreadsheet']).default('raw')

/** What to export; tables honour the filters the user sees. */
export const csvExportInputSchema = z.discriminatedUnion('table', [
  z.object({ table: z.literal('strategies'), ...strategyFilterShape, mode: csvModeSchema }),
  z.object({ table: z.literal('backtests'), ...backtestFilterShape, mode: csvModeSchema }),
  z.object({ table: z.literal('datasets'), ...datasetFilterShape, mode: csvModeSchema }),
  z.object({ table: z.literal('bars'), datasetId: idSchema, mode: csvModeSchema }),
  z.object({ table: z.literal('rejects'), uploadId: idSchema, reading: readingSchema.prefault({}), mode: csvModeSchema }),
  z.object({ table: z.literal('gate_results'), mode: csvModeSchema }),
  z.object({ table: z.literal('trades'), backtestId: idSchema, mode: csvModeSchema }),
  z.object({ table: z.literal('equity_curve'), backtestId: idSchema, mode: csvModeSchema }),
  z.object({ table: z.literal('positions'), backtestId: idSchema, mode: csvModeSchema }),
  z.object({ table: z.literal('fills'), backtestId: idSchema, mode: csvModeSchema }),
  z.object({ table: z.literal('metrics'), backtestId: idSchema, mode: csvModeSchema }),
  z.object({ table: z.literal('validations'), ...validationFilterShape, mode: csvModeSchema }),
  z.object({ table: z.literal('validation_windows'), validationId: idSchema, mode: csvModeSchema }),
  z.object({ table: z.literal('validation_equity'), validationId: idSchema, mode: csvModeSchema }),
  z.object({ table: z.literal('validation_trades'), validationId: idSchema, mode: csvModeSchema }),
  z.object({ table: z.literal('validation_trials'), validationId: idSchema, mode: csvModeSchema }),
  z.object({ table: z.literal('audit'), ...auditFilterShape, mode: csvModeSchema }),
  z.object({ table: z.literal('sweeps'), ...sweepFilterShape, mode: csvModeSchema }),
  z.object({ table: z.literal('sweep_trials'), sweepId: idSchema, mode: csvModeSchema }),
  z.object({ table: z.literal('comparison'), runs: z.array(idSchema).min(1).max(MOST_COMPARED), mode: csvModeSchema }),
])
export type CsvExportInput = z.infer<typeof csvExportInputSchema>
/** As a caller writes it: what is left out has its default. */
export type CsvExportRequest = z.input<typeof csvExportInputSchema>

/**
 * Pieces of one RFC 4180 file in order; every piece repeats the suggested file name. The last one has no text but the
 * manifest, JSON to keep beside the file: units, time zone, hashes, filters.
 */
const csvPieceSchema = z.object({ fileName: z.string(), text: z.string(), manifest: z.string().nullable() })

export const csvExportsContract = {
  stream: procedure.input(csvExportInputSchema).output(eventIterator(csvPieceSchema)),
}
