import { AppError } from '#shared/domain/appError.ts'
import type { Panel } from '#shared/domain/dataset.ts'
import { alignPanel } from '../panel/panel.ts'
import { BarRowReader, type CsvRow, describeProblem, forEachRow } from './barRowReader.ts'
import { noRows } from './parseBarsCsv.ts'

/**
 * A panel from CSV text: the columns of a file of bars, a symbol column, and a carry column if there is one (an empty
 * carry is not known). Rows may come by time or by symbol; within a symbol times increase strictly.
 * @throws AppError `data_invalid` naming the 1-based line and the column; `invalid_input` without a symbol column.
 */
export function parsePanelCsv(text: string): Panel {
  const readers = new Map<string, BarRowReader>()
  let hasCarry = false
  forEachRow(text, (row) => {
    const symbol = readSymbol(row)
    hasCarry = row.header.carry !== -1
    const reader = readers.get(symbol) ?? new BarRowReader({ readsCarry: true })
    readers.set(symbol, reader)
    const problem = reader.read(row)
    if (problem === null) return
    const details = { line: problem.line, column: problem.column }
    throw new AppError('data_invalid', `${describeProblem(problem)} (symbol ${symbol})`, { details })
  })
  if (readers.size === 0) throw noRows()
  return alignPanel(Array.from(readers, ([symbol, reader]) => ({ symbol, bars: reader.toBars(), carry: hasCarry ? reader.carry() : null })))
}

function readSymbol({ cells, line, header }: CsvRow): string {
  if (header.symbol === -1) {
    throw new AppError(
      'invalid_input',
      'This strategy needs a panel, and the file has no symbol column; add one and put several symbols in one file',
      {
        details: { column: 'symbol' },
      },
    )
  }
  const symbol = cells[header.symbol]?.trim() ?? ''
  if (symbol !== '') return symbol
  throw new AppError('data_invalid', `line ${line}, column symbol: is empty`, { details: { line, column: 'symbol' } })
}
