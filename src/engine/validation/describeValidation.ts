import type { MarketSeries } from '#shared/domain/dataset.ts'
import type { Columns, TradeColumns } from '#shared/domain/ledger.ts'
import { spreadOf } from '#shared/domain/trialLedger.ts'
import type { ValidationMetrics, ValidationOutcome, ValidationWindow } from '#shared/domain/validation.ts'
import type { ValidationPlan } from '#shared/domain/validationPlan.ts'
import { DoubleHasher } from '../identity/doubleHasher.ts'
import { ENGINE_VERSION } from '../identity/engineVersion.ts'
import { calendarOf, holdingValues } from '../market/marketData.ts'
import { findFoldProblems } from './findFoldProblems.ts'
import { hashFoldRows } from './hashFoldRows.ts'
import { countSimulatedBars, countTrials, type ValidationLayout } from './layOutValidation.ts'
import { measureDrift } from './parameterDrift.ts'
import { summariseWalkForward, toValidationMetrics, toValidationWindow } from './summariseWalkForward.ts'
import type { WalkForward } from './walkForward.ts'

/** A finished validation, ready to be stored. Series are columns; see the schemas of their names in the domain. */
export interface ValidationResult {
  readonly windows: readonly ValidationWindow[]
  readonly metrics: ValidationMetrics
  readonly outcome: ValidationOutcome
  readonly equity: Columns
  readonly trades: Columns
  readonly trials: Columns
}

export type WalkedValidation = MarketSeries & {
  readonly plan: ValidationPlan
  readonly layout: ValidationLayout
  readonly walk: WalkForward
}

/** A walk-forward in the form it is stored, shown and judged in. */
export function describeValidation({ plan, layout, walk, ...data }: WalkedValidation): ValidationResult {
  const time = calendarOf(data)
  const hashes = hashFoldRows(data, layout.folds)
  const summary = summariseWalkForward(walk)
  return {
    windows: walk.windows.map((window, index) => ({
      ...toValidationWindow(window, index, time),
      detail: describeDetail(window, hashes[index]!),
    })),
    metrics: toValidationMetrics(summary, walk.windows.length),
    outcome: describeOutcome({ plan, layout, walk, barCount: time.length }, summary),
    equity: equityColumns({ time, close: holdingValues(data) }, walk),
    trades: tradeColumns(walk),
    trials: trialColumns(walk),
  }
}

function describeDetail(
  { fold, trials, chosen, parameters, inSample, outOfSample, openTrades }: WalkForward['windows'][number],
  hashes: { readonly trainHash: string; readonly testHash: string },
): NonNullable<ValidationWindow['detail']> {
  return {
    ...fold,
    ...hashes,
    trials: trials.length,
    chosenTrial: chosen,
    parameters,
    trainCagr: inSample?.cagr ?? null,
    testCagr: outOfSample?.cagr ?? null,
    trainTrades: inSample?.trades ?? null,
    testTrades: outOfSample?.trades ?? null,
    openTrades,
  }
}

function describeOutcome(
  { plan, layout, walk, barCount }: Pick<WalkedValidation, 'plan' | 'layout' | 'walk'> & { readonly barCount: number },
  summary: ReturnType<typeof summariseWalkForward>,
): ValidationOutcome {
  const { stitched, windows } = walk
  const perPeriod = Math.sqrt(layout.spec.periods_per_year)
  // Without axes nothing was searched: the one thing tried is the strategy itself, as the tests show it.
  const tried = layout.sweep === null ? [stitched.score.sharpe] : windows.flatMap(({ trials }) => trials.map(({ sharpe }) => sharpe))
  return {
    engineVersion: ENGINE_VERSION,
    resultHash: hashWalk(walk),
    trialCount: countTrials(layout),
    trialSharpe: spreadOf(tried.map((sharpe) => (sharpe === null ? null : sharpe / perPeriod))),
    simulatedBars: countSimulatedBars(layout),
    stitched: { ...stitched.score, periods: Math.max(0, stitched.equity.length - 1) },
    efficiency: summary.efficiency,
    stabilityScore: summary.stabilityScore,
    averageDegradation: summary.averageDegradation,
    undefinedWindows: summary.undefinedWindows,
    profitableShare: summary.profitableShare,
    largestProfitShare: summary.largestProfitShare,
    longestHoldingBars: summary.longestHoldingBars,
    drift: measureDrift(
      windows,
      plan.axes.map(({ name }) => name),
    ),
    problems: findFoldProblems(layout.folds, { barCount, gapBars: plan.purgeBars + plan.embargoBars }),
  }
}

/** Scores of every trial, every choice, every test's trades and the stitched equity. */
function hashWalk(walk: WalkForward): string {
  const hasher = new DoubleHasher()
  for (const columns of [trialColumns(walk), tradeColumns(walk)]) for (const column of Object.values(columns)) hasher.addColumn(column)
  hasher.addColumn(walk.stitched.equity)
  return hasher.toHex()
}

function equityColumns(
  { time, close }: { readonly time: Float64Array; readonly close: Float64Array },
  { windows, stitched }: WalkForward,
): Columns {
  const { bars, equity } = stitched
  const window = windows.flatMap(({ fold: { test } }, index) => new Array<number>(test.end - test.from).fill(index))
  const at = (column: Float64Array) => Float64Array.from(bars, (bar) => column[bar]!)
  return { time: at(time), bar: Float64Array.from(bars), window: Float64Array.from(window), close: at(close), equity }
}

const TRADE_COLUMNS = [
  ...(['entryBar', 'exitBar', 'entryTime', 'exitTime', 'units', 'entryPrice', 'exitPrice', 'pnl', 'commission', 'exitReason'] as const),
] satisfies readonly (keyof TradeColumns)[]

function tradeColumns({ windows }: WalkForward): Columns {
  const traded = windows.map(({ trades }, index) => ({ trades, index }))
  const column = (name: keyof TradeColumns) => joinColumns(traded.map(({ trades }) => trades?.[name] ?? new Float64Array()))
  const window = joinColumns(traded.map(({ trades, index }) => new Float64Array(trades?.pnl.length ?? 0).fill(index)))
  // Only the trades of a panel say which instrument they are of.
  const names = windows.some(({ trades }) => trades?.symbol !== undefined) ? [...TRADE_COLUMNS, 'symbol' as const] : TRADE_COLUMNS
  return { window, ...Object.fromEntries(names.map((name) => [name, column(name)])) }
}

function joinColumns(columns: readonly Float64Array[]): Float64Array {
  const joined = new Float64Array(columns.reduce((sum, { length }) => sum + length, 0))
  let at = 0
  for (const column of columns) {
    joined.set(column, at)
    at += column.length
  }
  return joined
}

function trialColumns({ windows }: WalkForward): Columns {
  const rows = windows.flatMap(({ trials, chosen }, window) => trials.map((score, trial) => ({ window, trial, chosen, score })))
  const column = (read: (row: (typeof rows)[number]) => number | null) => Float64Array.from(rows, (row) => read(row) ?? Number.NaN)
  return {
    window: column(({ window }) => window),
    trial: column(({ trial }) => trial),
    chosen: column(({ trial, chosen }) => Number(trial === chosen)),
    sharpe: column(({ score }) => score.sharpe),
    totalReturn: column(({ score }) => score.totalReturn),
    cagr: column(({ score }) => score.cagr),
    maxDrawdown: column(({ score }) => score.maxDrawdown),
    trades: column(({ score }) => score.trades),
  }
}
