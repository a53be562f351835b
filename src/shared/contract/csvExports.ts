import { eventIterator } from '@orpc/contract'
import { z } from 'zod'
import { idSchema } from '../domain/primitives.ts'
import { backtestFilterShape } from './backtests.ts'
import { procedure } from './base.ts'
import { strategyFilterShape } from './strategies.ts'

/** What to export; tables honour the filters the user sees. */
export const csvExportInputSchema = z.discriminatedUnion('table', [
  z.object({ table: z.literal('strategies'), ...strategyFilterShape, mode: z.enum(['raw', 'spreadsheet']).default('raw') }),
  z.object({ table: z.literal('backtests'), ...backtestFilterShape, mode: z.enum(['raw', 'spreadsheet']).default('raw') }),
  z.object({ table: z.literal('datasets'), mode: z.enum(['raw', 'spreadsheet']).default('raw') }),
  z.object({ table: z.literal('bars'), datasetId: idSchema, mode: z.enum(['raw', 'spreadsheet']).default('raw') }),
  z.object({ table: z.literal('gate_results'), mode: z.enum(['raw', 'spreadsheet']).default('raw') }),
  z.object({ table: z.literal('trades'), backtestId: idSchema, mode: z.enum(['raw', 'spreadsheet']).default('raw') }),
  z.object({ table: z.literal('equity_curve'), backtestId: idSchema, mode: z.enum(['raw', 'spreadsheet']).default('raw') }),
])
export type CsvExportInput = z.infer<typeof csvExportInputSchema>
/** As a caller writes it: what is left out has its default. */
export type CsvExportRequest = z.input<typeof csvExportInputSchema>

/** Pieces of one RFC 4180 file in order; every piece repeats the suggested file name. */
export const csvPieceSchema = z.object({ fileName: z.string(), text: z.string() })

export const csvExportsContract = {
  stream: procedure.input(csvExportInputSchema).output(eventIterator(csvPieceSchema)),
}
