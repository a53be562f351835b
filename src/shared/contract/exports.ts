import { eventIterator } from '@orpc/contract'
import { z } from 'zod'
import { idSchema } from '../domain/primitives.ts'
import { procedure } from './base.ts'
import { csvModeSchema } from './csvExports.ts'

/** json: the whole run, to be read again without loss; html: a tear sheet for people, one file without scripts. */
export const runDocumentFormatSchema = z.enum(['json', 'html'])
export type RunDocumentFormat = z.infer<typeof runDocumentFormatSchema>

const documentSchema = z.object({ fileName: z.string(), contentType: z.string(), text: z.string() })
export type ExportDocument = z.infer<typeof documentSchema>

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
  folder: procedure.input(z.object({ scope: folderScopeSchema, mode: csvModeSchema })).output(eventIterator(folderPieceSchema)),
}
