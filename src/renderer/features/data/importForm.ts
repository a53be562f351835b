import type { ImportPreview } from '#shared/contract/datasets.ts'
import type { Survivorship } from '#shared/domain/dataset.ts'
import type { FileField, Reading } from '#shared/domain/fileReading.ts'

export type AdjustedChoice = 'unknown' | 'yes' | 'no'

/** What the user says about a file. */
export interface ImportForm {
  readonly name: string
  readonly symbol: string
  readonly source: string
  readonly adjusted: AdjustedChoice
  readonly survivorship: Survivorship
  readonly skipRejected: boolean
}

export const EMPTY_FORM: ImportForm = {
  name: '',
  symbol: '',
  source: '',
  adjusted: 'unknown',
  survivorship: 'unknown',
  skipRejected: false,
}

/** Everything found from the file itself. */
export const FOUND_READING: Reading = { delimiter: null, decimal: '.', timeFormat: 'auto', timezone: 'UTC', columns: {} }

/** A dataset's first name: its file's, without the ending. */
export function nameFromFile(fileName: string): string {
  return fileName.replace(/\.[^.]+$/, '')
}

/** null = not known, which is not the same as no. */
export function adjustedOf(choice: AdjustedChoice): boolean | null {
  return choice === 'unknown' ? null : choice === 'yes'
}

export function adjustedChoice(adjusted: boolean | null): AdjustedChoice {
  return adjusted === null ? 'unknown' : adjusted ? 'yes' : 'no'
}

/** The reading in which a column is this field; null takes back what was said about the column. */
export function mapColumn(reading: Reading, column: string, field: FileField | null): Reading {
  const others = Object.entries(reading.columns).filter(([known, name]) => known !== field && name !== column)
  return { ...reading, columns: { ...Object.fromEntries(others), ...(field !== null && { [field]: column }) } }
}

/** A file with rejected rows is imported only when the user said to leave them out. */
export function canImport(form: ImportForm, { kind, quality, barCount }: ImportPreview): boolean {
  if (quality === null) return false
  const isNamed = form.name.trim() !== '' && (kind === 'panel' || form.symbol.trim() !== '')
  return isNamed && barCount > 0 && (quality.rejectedRows === 0 || form.skipRejected)
}
