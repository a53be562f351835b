import { eventIterator } from '@orpc/contract'
import { z } from 'zod'
import { idSchema } from '../domain/primitives.ts'
import { procedure } from './base.ts'
import { csvExportInputSchema, csvModeSchema } from './csvExports.ts'

/** json: the whole run, to be read again without loss; html: a tear sheet for people, one file without scripts. */
export const runDocumentFormatSchema = z.enum(['json', 'html'])
export type RunDocumentFormat = z.infer<typeof runDocumentFormatSchema>

const documentSchema = z.object({ fileName: z.string(), contentType: z.string(), text: z.string() })
export type ExportDocument = z.infer<typeof documentSchema>

/** A tear sheet as PDF; the bytes as base64. */
const printedDocumentSchema = z.object({ fileName: z.string(), contentType: z.literal('application/pdf'), base64: z.base64() })
export type PrintedDocument = z.infer<typeof printedDocumentSchema>

/** What can be dragged out of the desktop window as a file. */
const dragSubjectSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('run'), backtestId: idSchema, format: z.enum([...runDocumentFormatSchema.options, 'pdf']) }),
  z.object({ kind: z.literal('table'), input: csvExportInputSchema }),
])
export type DragSubject = z.infer<typeof dragSubjectSchema>

/** Pieces of several files, each file's in order; the path is relative, with / between its parts. */
const folderPieceSchema = z.object({ path: z.string(), text: z.string() })
export type FolderPiece = z.infer<typeof folderPieceSchema>

const folderScopeSchema = z.discriminatedUnion('kind', [
  /** Everything known of one run. */
  z.object({ kind: z.literal('run'), backtestId: idSchema }),
  /** Every table of the workspace; on request every completed run with it. */
  z.object({ kind: z.literal('workspace'), withRuns: z.boolean().default(false) }),
])

export const exportsContract = {
  document: procedure.input(z.object({ backtestId: idSchema, format: runDocumentFormatSchema })).output(documentSchema),
  /** `unavailable` but in the desktop window. */
  pdf: procedure.input(z.object({ backtestId: idSchema })).output(printedDocumentSchema),
  /** Called while a person drags: the file is made, and other programs take it from under the pointer. `unavailable` but in the desktop window. */
  dragOut: procedure.input(dragSubjectSchema).output(z.object({ fileName: z.string() })),
  folder: procedure.input(z.object({ scope: folderScopeSchema, mode: csvModeSchema })).output(eventIterator(folderPieceSchema)),
}
