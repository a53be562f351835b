import { placeColumns } from '#engine/market/csvHeader.ts'
import type { ImportPreview } from '#shared/contract/datasets.ts'
import { isAppError } from '#shared/domain/appError.ts'
import { FILE_FIELDS, type FileField, type Reading } from '#shared/domain/fileReading.ts'
import { countBars, kindOf } from '../../repositories/datasetChunks.ts'
import { outlineOf } from '../prepareData.ts'
import { type FileHead, isParquet, type ReadControl, withFile } from './fileSource.ts'
import { readCsvHead } from './readCsvFile.ts'
import { type FileBars, type FileLook, withFileBars } from './readFile.ts'
import { readParquetHead } from './readParquetFile.ts'

const PREVIEW_ROWS = 100

/**
 * The first rows as they stand in the file, and what an import of the whole file would find. A question or a problem that
 * another way of reading may solve is part of the answer.
 * @throws AppError `data_invalid` for a file that is no table, `cancelled`.
 */
export async function previewFile(request: FileLook, control: ReadControl): Promise<ImportPreview> {
  const { reading } = request
  const head = await withFile(request, (file) =>
    isParquet(file) ? readParquetHead(file, PREVIEW_ROWS) : readCsvHead(file, reading, PREVIEW_ROWS),
  )
  const { format, delimiter, columns, rows } = head
  const shown = { format, delimiter, columns: describeColumns(head, reading), rows: rows.map((row) => [...row]) }
  if (columns.length === 0) return { ...shown, ...NOTHING, problem: 'The file is empty.' }
  try {
    return { ...shown, ...(await withFileBars({ ...request, strict: false }, control, describeBars)), problem: null, question: null }
  } catch (error) {
    if (!isAppError(error) || error.code !== 'data_invalid') throw error
    const question = error.details['field'] === 'timeFormat' ? 'timeFormat' : null
    return { ...shown, ...NOTHING, problem: error.message, question }
  }
}

/** Bars of a file in figures. */
type BarFigures = Pick<ImportPreview, 'kind' | 'symbols' | 'quality' | 'firstTimeMs' | 'lastTimeMs' | 'barCount'>

function describeBars({ sources, quality }: FileBars): BarFigures {
  return { ...outlineOf(sources), kind: kindOf(sources), barCount: countBars(sources), quality }
}

const NOTHING: BarFigures & Pick<ImportPreview, 'question'> = {
  kind: null,
  symbols: [],
  quality: null,
  firstTimeMs: null,
  lastTimeMs: null,
  barCount: 0,
  question: null,
}

function describeColumns({ columns, rows }: FileHead, reading: Reading): ImportPreview['columns'] {
  const fields = fieldsOf(columns, reading)
  return columns.map((name, place) => ({
    name,
    type: typeOf(
      rows.map((row) => row[place] ?? ''),
      reading,
    ),
    field: fields.get(place) ?? null,
  }))
}

/** Which field each column is; none when the header cannot be understood yet. */
function fieldsOf(columns: readonly string[], reading: Reading): ReadonlyMap<number, FileField> {
  try {
    const places = placeColumns(columns, reading.columns, 1)
    return new Map(FILE_FIELDS.map((field) => [places[field], field]))
  } catch {
    return new Map()
  }
}

function typeOf(cells: readonly string[], { decimal }: Reading): ImportPreview['columns'][number]['type'] {
  const present = cells.filter((cell) => cell !== '')
  const all = (pattern: RegExp) => present.every((cell) => pattern.test(cell))
  if (present.length === 0) return 'empty'
  if (all(/^[+-]?\d+$/)) return 'integer'
  if (all(decimal === ',' ? /^[+-]?[\d,]+([eE][+-]?\d+)?$/ : /^[+-]?[\d.]+([eE][+-]?\d+)?$/)) return 'decimal'
  if (all(/^\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}$/)) return 'date'
  return all(/^\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}[T ]\d{1,2}:\d{2}/) ? 'time' : 'text'
}
