import type { Execution } from '#shared/domain/runSpec.ts'

/** Says what of the trading costs stands in the fill prices and is therefore no part of the sums. */
export function executionCostWords(execution: Execution | undefined): string {
  if (execution === undefined) return 'Whether prices contained slippage or spread was not recorded.'
  const { slippage_bps, spread_bps } = execution
  if (slippage_bps === 0 && spread_bps === 0) return 'This run assumed neither slippage nor spread.'
  return `Slippage of ${slippage_bps} bps and a spread of ${spread_bps} bps stand in the fill prices and are not counted here.`
}
