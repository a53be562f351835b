import type { CsvPreview } from '#shared/contract/datasets.ts'

export type AdjustedChoice = 'unknown' | 'yes' | 'no'

/** What the user says about a file. */
export interface ImportForm {
  readonly name: string
  readonly symbol: string
  readonly source: string
  readonly adjusted: AdjustedChoice
  readonly skipRejected: boolean
}

export const EMPTY_FORM: ImportForm = { name: '', symbol: '', source: '', adjusted: 'unknown', skipRejected: false }

/** A dataset's first name: its file's, without the ending. */
export function nameFromFile(fileName: string): string {
  return fileName.replace(/\.[^.]+$/, '')
}

/** null = not known, which is not the same as no. */
export function adjustedOf(choice: AdjustedChoice): boolean | null {
  return choice === 'unknown' ? null : choice === 'yes'
}

/** A file with rejected rows is imported only when the user said to leave them out. */
export function canImport(form: ImportForm, preview: CsvPreview): boolean {
  const isNamed = form.name.trim() !== '' && form.symbol.trim() !== ''
  return isNamed && preview.barCount > 0 && (preview.quality.rejectedRows === 0 || form.skipRejected)
}
