import type { Dataset, InstrumentSeries } from '#shared/domain/dataset.ts'
import type { RejectedRow } from '../../jobs/import/listRejects.ts'
import { type CsvCell, type CsvTable, csvInstant } from './csvTable.ts'
import { tableOf } from './entityTables.ts'

/**
 * The bars of a dataset as an import reads them back: importing the file gives the same data hash. A panel's instruments
 * follow one another. Columns that nobody knows are left out, for an empty volume would be refused.
 */
export function dataTable({ kind }: Dataset, series: readonly InstrumentSeries[]): CsvTable {
  const columns = {
    isPanel: kind === 'panel',
    hasVolume: series.some(({ bars }) => bars.volume.some((value) => !Number.isNaN(value))),
    hasCarry: series.some(({ carry }) => carry !== null),
  }
  const header = [
    'time',
    ...(columns.isPanel ? ['symbol'] : []),
    ...['open', 'high', 'low', 'close'],
    ...(columns.hasVolume ? ['volume'] : []),
    ...(columns.hasCarry ? ['carry'] : []),
  ]
  return { header, rows: dataRows(series, columns) }
}

/** One row a rejected row of a file: where it stands and what is wrong with it. */
export function rejectsTable(rows: AsyncIterable<RejectedRow>): CsvTable {
  return tableOf(rows, { line: ({ line }) => line, column: ({ column }) => column, problem: ({ problem }) => problem })
}

interface ShownColumns {
  readonly isPanel: boolean
  readonly hasVolume: boolean
  readonly hasCarry: boolean
}

function* dataRows(series: readonly InstrumentSeries[], { isPanel, hasVolume, hasCarry }: ShownColumns): Generator<CsvCell[]> {
  for (const { symbol, bars, carry } of series) {
    for (let i = 0; i < bars.time.length; i++) {
      const row: CsvCell[] = [csvInstant(bars.time[i]!)]
      if (isPanel) row.push(symbol)
      row.push(bars.open[i]!, bars.high[i]!, bars.low[i]!, bars.close[i]!)
      if (hasVolume) row.push(valueOrNull(bars.volume[i]!))
      if (hasCarry) row.push(valueOrNull(carry?.[i] ?? Number.NaN))
      yield row
    }
  }
}

const valueOrNull = (value: number) => (Number.isNaN(value) ? null : value)
