import type { MarketData } from '#shared/domain/dataset.ts'
import { type PanelBacktestResult, runPanelBacktest } from '../panel/runPanelBacktest.ts'
import { type BacktestInput, runBacktest } from './runBacktest.ts'

/** A run on whatever the data are; see runBacktest and runPanelBacktest. */
export type MarketRunInput = MarketData & Omit<BacktestInput, 'bars' | 'symbol' | 'benchmark'>

/**
 * Runs one strategy over one instrument or over a panel.
 * @throws AppError as runBacktest and runPanelBacktest; `invalid_input` when the strategy needs the other kind of data.
 */
export function runOnMarketData(input: MarketRunInput): PanelBacktestResult {
  return 'panel' in input ? runPanelBacktest(input) : runBacktest(input)
}
