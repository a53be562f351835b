import type { Client } from '#shared/contract/contract.ts'
import { AppError } from '#shared/domain/appError.ts'
import type { Backtest } from '#shared/domain/backtest.ts'
import { msToDate } from '#shared/domain/calendarDate.ts'
import type { StrategyType } from '#shared/domain/strategyType.ts'
import { exportCsv } from './exportCsv.ts'
import { formatCount, formatPercent, formatRatio } from './figures.ts'
import { runBacktest } from './runBacktest.ts'
import type { Terminal } from './terminal.ts'
import { writeStream } from './writeFiles.ts'

export interface DemoRequest {
  readonly client: Client
  readonly terminal: Terminal
  /** Tells the story as it happens. */
  readonly say: (text: string) => void
  readonly goal: string
  /** Panel strategies on a synthetic universe instead of the S&P 500. */
  readonly panel: boolean
  readonly exportFile: string
}

const PANEL_TYPES: readonly StrategyType[] = ['pairs_trading', 'stat_arb', 'market_neutral', 'carry']

const COSTS = { cost_model: { type: 'percentage', percentage: 0.001, minimum_commission: 0 } } as const

/** The whole pipeline through the very client the windows use: data, strategies, backtests, gates, export. */
export async function runDemo({ client, terminal, say, goal, panel, exportFile }: DemoRequest) {
  const dataset = panel ? await client.datasets.importSynthetic() : await client.datasets.importSample()
  say(
    `Data        ${dataset.name}: ${dataset.symbol}, ${dataset.barCount} daily bars, ${msToDate(dataset.firstTimeMs)} to ${msToDate(dataset.lastTimeMs)}\n`,
  )

  say(`Goal        "${goal}"\n`)
  const candidates = (await client.strategies.generate({ goal, maxStrategies: 8 }))
    .filter(({ draft }) => PANEL_TYPES.includes(draft.type) === panel)
    .slice(0, 4)
  if (candidates.length === 0) throw new AppError('invalid_input', `No strategy family answers the goal "${goal}"; say it in other words`)
  const backtests: Backtest[] = []
  for (const { draft, rationale } of candidates) {
    const strategy = await client.strategies.create(draft)
    say(`Strategy    ${strategy.name}: ${rationale}\n`)
    const backtest = await runBacktest(client, { strategyId: strategy.id, datasetId: dataset.id, settings: COSTS }, terminal)
    say(`Backtest    ${describeBacktest(backtest)}\n`)
    backtests.push(backtest)
  }

  const best = bestOf(backtests)
  say(`Best        ${best.strategyName}\n`)
  const replay = await client.backtests.replay({ id: best.id })
  say(`Replay      ${replay.equal ? 'same ledger hash' : 'DIFFERENT ledger hash'} ${replay.replayedLedgerHash}\n`)
  const gates = []
  for (const gateType of ['dev', 'crv'] as const) {
    const result = await client.gates.run({ strategyId: best.strategyId, gateType, backtestId: best.id })
    say(`Gate ${gateType.padEnd(7)}${result.verdict}. ${result.recommendation}\n`)
    gates.push(result)
  }

  await writeStream(exportFile, exportCsv(client, { table: 'trades', backtestId: best.id, mode: 'raw' }))
  say(`Export      ${exportFile}\n`)
  return { dataset, backtests, best: best.id, replay, gates, tradesFile: exportFile }
}

function describeBacktest({ totalReturn, sharpeRatio, maxDrawdown, totalTrades }: Backtest): string {
  const figures = [
    `return ${formatPercent(totalReturn)}`,
    `Sharpe ${formatRatio(sharpeRatio)}`,
    `drawdown ${formatPercent(maxDrawdown)}`,
    `${formatCount(totalTrades)} trades`,
  ]
  return figures.join(', ')
}

/** Highest Sharpe ratio; one that is not known ranks last. */
function bestOf(backtests: readonly Backtest[]): Backtest {
  const sharpe = ({ sharpeRatio }: Backtest) => sharpeRatio ?? Number.NEGATIVE_INFINITY
  return backtests.reduce((best, next) => (sharpe(next) > sharpe(best) ? next : best))
}
