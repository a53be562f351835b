import type { DragSubject, ExportDocument, PrintedDocument, RunDocumentFormat } from '#shared/contract/exports.ts'
import { AppError } from '#shared/domain/appError.ts'
import type { DesktopFiles, DraggedFile } from '../../config/desktopFiles.ts'
import type { CsvExportService } from '../csvExportService.ts'

export interface DesktopExports {
  /** The tear sheet of a run. Throws `not_found`, `unavailable` without a desktop. */
  pdf(request: { backtestId: string }): Promise<PrintedDocument>
  /** Makes a file and puts it under the pointer. Throws `not_found`, `invalid_input`, `unavailable` without a desktop. */
  dragOut(subject: DragSubject): Promise<{ fileName: string }>
}

export interface DesktopExportParts {
  /** null = this is no desktop window. */
  readonly desktop: DesktopFiles | null
  readonly document: (request: { backtestId: string; format: RunDocumentFormat }) => Promise<ExportDocument>
  readonly csvExports: CsvExportService
}

export function createDesktopExports({ desktop, document, csvExports }: DesktopExportParts): DesktopExports {
  const print = async (backtestId: string) => {
    const { printPdf } = requireDesktop(desktop)
    const { fileName, text } = await document({ backtestId, format: 'html' })
    const bytes = await printPdf(text)
    return { fileName: fileName.replace(/\.html$/, '.pdf'), bytes }
  }
  const fileOf = async (subject: DragSubject): Promise<DraggedFile> => {
    if (subject.kind === 'table') return tableFile(csvExports, subject)
    const { backtestId, format } = subject
    if (format === 'pdf') {
      const { fileName, bytes } = await print(backtestId)
      return { fileName, contents: once(bytes) }
    }
    const { fileName, text } = await document({ backtestId, format })
    return { fileName, contents: once(text) }
  }
  return {
    pdf: async ({ backtestId }) => {
      const { fileName, bytes } = await print(backtestId)
      return { fileName, contentType: 'application/pdf', base64: Buffer.from(bytes).toString('base64') }
    },
    dragOut: async (subject) => {
      const window = requireDesktop(desktop)
      const file = await fileOf(subject)
      await window.dragOut(file)
      return { fileName: file.fileName }
    },
  }
}

async function* once<Piece>(piece: Piece): AsyncGenerator<Piece> {
  yield piece
}

/** The first piece brings the file's name. */
async function tableFile(csvExports: CsvExportService, { input }: Extract<DragSubject, { kind: 'table' }>): Promise<DraggedFile> {
  const pieces = csvExports.stream(input)
  const first = await pieces.next()
  if (first.done) throw new AppError('internal', 'The export was empty.')
  const { fileName, text } = first.value
  async function* contents(): AsyncGenerator<string> {
    yield text
    for await (const piece of pieces) yield piece.text
  }
  return { fileName, contents: contents() }
}

function requireDesktop(desktop: DesktopFiles | null): DesktopFiles {
  if (desktop !== null) return desktop
  throw new AppError(
    'unavailable',
    'Only the desktop window prints to PDF and hands files to other programs. Save the tear sheet as HTML and print it in a browser.',
  )
}
