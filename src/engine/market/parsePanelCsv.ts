import { AppError } from '#shared/domain/appError.ts'
import type { Panel } from '#shared/domain/dataset.ts'
import { DEFAULT_READING } from '#shared/domain/fileReading.ts'
import { alignPanel } from '../panel/panel.ts'
import { CsvMarketReader } from './csvMarketReader.ts'
import { MemoryBars } from './memoryBars.ts'

/**
 * A panel from CSV text, read as MarketReader says: a file of bars with a symbol column, and a carry column if there is
 * one (an empty carry is not known).
 * @throws AppError `data_invalid` naming the 1-based line and the column; `invalid_input` without a symbol column.
 */
export function parsePanelCsv(text: string): Panel {
  const sink = new MemoryBars()
  const reader = new CsvMarketReader({ reading: DEFAULT_READING, strict: true, sink })
  reader.push(text)
  if (reader.layout()?.places.symbol === -1) throw noSymbols()
  const { symbols, hasCarry } = reader.finish()
  return alignPanel(symbols.map((symbol) => sink.series(symbol, hasCarry)))
}

function noSymbols(): AppError {
  return new AppError(
    'invalid_input',
    'This strategy needs a panel, and the file has no symbol column; add one and put several symbols in one file',
    { details: { column: 'symbol' } },
  )
}
