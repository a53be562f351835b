import { AppError } from '#shared/domain/appError.ts'
import type { Bars, QualityReport } from '#shared/domain/dataset.ts'
import { DEFAULT_READING, type Reading } from '#shared/domain/fileReading.ts'
import { sourceOf } from './barSource.ts'
import { CsvMarketReader } from './csvMarketReader.ts'
import { reportQuality } from './inspectQuality.ts'
import { MemoryBars } from './memoryBars.ts'

export interface CsvOptions {
  /** true (the default): the first bad row is an error. false: bad rows are left out and reported. */
  readonly strict?: boolean
  readonly reading?: Reading
}

export interface ParsedBars {
  readonly bars: Bars
  /** From the symbol column; null when there is none. */
  readonly symbol: string | null
  readonly quality: QualityReport
}

/**
 * Bars of one instrument from CSV text, read as MarketReader says.
 * @throws AppError `data_invalid` naming the 1-based line and the column; `invalid_input` for more than one symbol.
 */
export function parseBarsCsv(text: string, { strict = true, reading = DEFAULT_READING }: CsvOptions = {}): ParsedBars {
  const sink = new MemoryBars()
  const reader = new CsvMarketReader({ reading, strict, sink })
  reader.push(text)
  const market = reader.finish()
  const symbols = reader.symbols()
  if (symbols.length > 1) throw severalSymbols(symbols)
  const series = sink.series(market.symbols[0]!, market.hasCarry)
  return { bars: series.bars, symbol: symbols[0] ?? null, quality: reportQuality([sourceOf(series)], market) }
}

function severalSymbols(symbols: readonly string[]): AppError {
  return new AppError(
    'invalid_input',
    `The file holds several symbols (${symbols.slice(0, 2).join(', ')}${symbols.length > 2 ? ', ...' : ''}), and one instrument is needed here: keep one symbol per file`,
    { details: { column: 'symbol' } },
  )
}
