import { parseBarsCsv } from '#engine/market/parseBarsCsv.ts'
import { parsePanelCsv } from '#engine/market/parsePanelCsv.ts'
import type { ParsedRunSpec } from '#engine/simulator/parseRunSpec.ts'
import { anyFamily } from '#engine/strategies/registry.ts'
import { AppError } from '#shared/domain/appError.ts'
import type { Bars, Panel } from '#shared/domain/dataset.ts'

/** Bars go by the name that the specification or the file gives them; null when neither does. */
export type MarketFile = { readonly bars: Bars; readonly symbol: string | null } | { readonly panel: Panel }

/**
 * A CSV as the strategy of a specification needs it: bars, or a panel.
 * @throws AppError `data_invalid` naming line and column, `invalid_input` (no symbol column, a symbol that contradicts the data).
 */
export function parseMarketFile({ spec, symbol }: ParsedRunSpec, csv: string): MarketFile {
  if (anyFamily(spec.strategy.type).kind !== 'panel') {
    const parsed = parseBarsCsv(csv)
    return { bars: parsed.bars, symbol: chooseSymbol(symbol, parsed.symbol) }
  }
  if (symbol === null) return { panel: parsePanelCsv(csv) }
  throw new AppError('invalid_input', `strategy.symbol: ${spec.strategy.type} runs on all symbols of the data; leave it out`, {
    details: { field: 'strategy.symbol' },
  })
}

function chooseSymbol(fromSpec: string | null, fromData: string | null): string | null {
  if (fromSpec === null || fromData === null || fromSpec === fromData) return fromData ?? fromSpec
  throw new AppError('invalid_input', `strategy.symbol: the specification asks for ${fromSpec}, but the data holds ${fromData}`, {
    details: { field: 'strategy.symbol' },
  })
}
