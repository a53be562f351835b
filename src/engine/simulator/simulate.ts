import type { Bars } from '#shared/domain/dataset.ts'
import type { RunLedger } from '#shared/domain/ledger.ts'
import type { CostModel, Execution } from '#shared/domain/runSpec.ts'
import { Account } from './account.ts'
import { type CancelSignal, throwIfCancelled } from './cancelSignal.ts'
import { type CommissionRates, commissionOf, commissionRates } from './commission.ts'
import { LedgerRecorder, type RunWindow } from './ledgerRecorder.ts'

/** Bars between two looks at the cancel signal; a power of two. */
const BLOCK_BARS = 4096

export interface SimulationInput {
  readonly bars: Bars
  readonly window: RunWindow
  readonly initialCash: number
  readonly costModel: CostModel
  readonly execution: Execution
  readonly cancel?: CancelSignal | undefined
  /** Told the share of bars done, 0..1. */
  readonly onProgress?: ((share: number) => void) | undefined
}

/** What a trader works with during one run. */
export interface TradingDesk {
  readonly bars: Bars
  readonly execution: Execution
  readonly rates: CommissionRates
  readonly account: Account
  readonly recorder: LedgerRecorder
}

/** Turns a strategy's decisions into fills. Each method is called once per bar, in this order or as `fill` asks. */
export interface Trader {
  /** Orders decided on an earlier bar fill at this bar's open. */
  fillAtOpen(bar: number): void
  /** Stop and target orders may fill within the bar. */
  fillBrackets(bar: number): void
  /** Decides on this bar's close; with close fills the orders fill at once, else they wait for the next open. */
  decide(bar: number): void
}

/**
 * The order of events within a bar: open orders, brackets, [decide and fill, with close fills], equity is recorded,
 * [decide, with next-open fills]. Equity at or below zero ends the run: the position closes at that close and equity
 * stays 0; a loss beyond the capital shows in the last trade, not in equity.
 */
export function simulate(input: SimulationInput, makeTrader: (desk: TradingDesk) => Trader): RunLedger {
  const { bars, window, execution } = input
  const recorder = new LedgerRecorder(bars, window, input.initialCash)
  const account = new Account(input.initialCash, recorder)
  const desk: TradingDesk = { bars, execution, rates: commissionRates(input.costModel), account, recorder }
  const trader = makeTrader(desk)
  const fillsAtClose = execution.fill === 'close'
  for (let bar = window.firstBar; bar <= window.lastBar; bar++) {
    if (((bar - window.firstBar) & (BLOCK_BARS - 1)) === 0) reportBlock(input, bar)
    const close = bars.close[bar]!
    trader.fillAtOpen(bar)
    trader.fillBrackets(bar)
    if (fillsAtClose && account.equityAt(close) > 0) trader.decide(bar)
    if (account.equityAt(close) <= 0) {
      closeRuined(desk, bar)
      break
    }
    recorder.recordBar(bar, account.cash, account.units)
    if (!fillsAtClose) trader.decide(bar)
  }
  input.onProgress?.(1)
  return recorder.toLedger(account.units === 0 ? 0 : 1)
}

function reportBlock({ window, cancel, onProgress }: SimulationInput, bar: number): void {
  throwIfCancelled(cancel)
  onProgress?.((bar - window.firstBar) / (window.lastBar - window.firstBar + 1))
}

function closeRuined({ bars, account, recorder, rates }: TradingDesk, bar: number): void {
  recorder.ruined = true
  if (account.units === 0) return
  const price = bars.close[bar]!
  const units = -account.units
  account.fill({ bar, decisionBar: bar, units, price, commission: commissionOf(rates, units, price), reason: 'ruin' })
}
