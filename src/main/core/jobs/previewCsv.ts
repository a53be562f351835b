import { parse } from 'csv-parse/sync'
import { parseBarsCsv } from '#engine/market/parseBarsCsv.ts'
import type { CsvPreview } from '#shared/contract/datasets.ts'

const PREVIEW_ROWS = 100

/** The first rows as they stand in the file, and what an import of the whole file would find. Throws `data_invalid`. */
export function previewCsv(text: string): CsvPreview {
  const { bars, symbol, quality } = parseBarsCsv(text, { strict: false })
  const [columns = [], ...rows] = readCells(text)
  const count = bars.time.length
  return {
    columns,
    rows,
    symbol,
    quality,
    firstTimeMs: bars.time[0] ?? null,
    lastTimeMs: bars.time[count - 1] ?? null,
    barCount: count,
  }
}

function readCells(text: string): string[][] {
  const head = text.split('\n', PREVIEW_ROWS + 1).join('\n')
  return parse(head, {
    bom: true,
    delimiter: [',', ';', '\t'],
    relax_column_count: true,
    relax_quotes: true,
    skip_empty_lines: true,
    trim: true,
  })
}
