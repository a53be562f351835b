import { z } from 'zod'
import { parseBarsCsv } from '#engine/market/parseBarsCsv.ts'
import { parsePanelCsv } from '#engine/market/parsePanelCsv.ts'
import { alignPanel } from '#engine/panel/panel.ts'
import { AppError } from '#shared/domain/appError.ts'
import type { InstrumentSeries, MarketData } from '#shared/domain/dataset.ts'
import { documentColumnSchema as column, toDocumentColumn } from './documentColumns.ts'

const FORMAT = 'aurelius-data-1'

const dataSchema = z.object({
  format: z.literal(FORMAT),
  series: z
    .array(
      z.object({
        symbol: z.string(),
        bars: z.object({ time: column, open: column, high: column, low: column, close: column, volume: column }),
        carry: column.nullable(),
      }),
    )
    .min(1),
})

/** Market data as one JSON document that reads back bit for bit. Times are epoch milliseconds, UTC. */
export function packData(series: readonly InstrumentSeries[]): string {
  const plain = series.map(({ symbol, bars, carry }) => ({
    symbol,
    bars: Object.fromEntries(Object.entries(bars).map(([name, values]) => [name, toDocumentColumn(values)])),
    carry: carry === null ? null : toDocumentColumn(carry),
  }))
  return `${JSON.stringify({ format: FORMAT, series: plain })}\n`
}

export interface DataShape {
  readonly isPanel: boolean
  /** Name of a single instrument. */
  readonly symbol: string
}

/** Reads what `packData` wrote, or a CSV file of the kind the run needs. Throws `data_invalid`. */
export function unpackData(text: string, { isPanel, symbol }: DataShape): MarketData {
  if (!text.trimStart().startsWith('{')) return isPanel ? { panel: parsePanelCsv(text) } : { bars: parseBarsCsv(text).bars, symbol }
  const parsed = dataSchema.safeParse(parseJson(text))
  if (!parsed.success) throw new AppError('data_invalid', 'These are not the data of an evidence pack.')
  const { series } = parsed.data
  return isPanel ? { panel: alignPanel(series) } : { bars: series[0]!.bars, symbol }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}
