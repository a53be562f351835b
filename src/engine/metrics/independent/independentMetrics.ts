import type { RunLedger } from '#shared/domain/ledger.ts'
import type { MetricName } from '#shared/domain/metric.ts'
import { normalProbability } from './normalProbability.ts'

export interface IndependentInput {
  readonly ledger: RunLedger
  readonly initialCash: number
  readonly periodsPerYear: number
  /** Annual, a fraction. */
  readonly riskFree: number
}

export type IndependentMetrics = Readonly<Record<Exclude<MetricName, 'alpha' | 'beta'>, number | null>>

/** 95% and 97.5% quantiles of the standard normal, from tables. */
const Z_95 = 1.6448536269514722
const Z_975 = 1.959963984540054

/**
 * The metrics of a run a second time, straight from their definitions in the registry and slowly on purpose: it shares
 * no code with computeMetrics, so that an error in either shows as a difference. null = undefined. Alpha and beta, which
 * need a benchmark, are left out.
 */
export function independentMetrics({ ledger, initialCash, periodsPerYear, riskFree }: IndependentInput): IndependentMetrics {
  const path = [initialCash, ...Array.from(ledger.positions.equity).slice(1)]
  const returns = returnsOf(path)
  const target = (1 + riskFree) ** (1 / periodsPerYear) - 1
  return {
    initial_equity: initialCash,
    ...growthFigures(path, periodsPerYear),
    ...ratioFigures(returns, target, periodsPerYear),
    ...tailFigures(returns),
    ...tradeFigures(Array.from(ledger.trades.pnl)),
    ...activityFigures(ledger, path, periodsPerYear),
  }
}

/** There is no return on nothing: after ruin they end. */
function returnsOf(path: readonly number[]): number[] {
  const returns: number[] = []
  for (let t = 1; t < path.length; t++) if (path[t - 1]! > 0) returns.push(path[t]! / path[t - 1]! - 1)
  return returns
}

const total = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0)
const average = (values: readonly number[]) => total(values) / values.length
const defined = (value: number) => (Number.isFinite(value) ? value : null)

function growthFigures(path: readonly number[], periodsPerYear: number) {
  const [first, last] = [path[0]!, path[path.length - 1]!]
  const cagr = path.length > 1 ? (last / first) ** (periodsPerYear / (path.length - 1)) - 1 : Number.NaN
  const { deepest, longest } = falls(path)
  return {
    final_equity: last,
    total_return: last / first - 1,
    cagr: defined(cagr),
    max_drawdown: deepest,
    max_drawdown_bars: longest,
    calmar_ratio: deepest === 0 ? null : defined(cagr / Math.abs(deepest)),
  }
}

/** Deepest fall below the highest equity so far, and most bars from a peak to the next equity as high (or the end). */
function falls(path: readonly number[]): { deepest: number; longest: number } {
  let [peak, peakAt, deepest, longest] = [path[0]!, 0, 0, 0]
  for (let t = 1; t < path.length; t++) {
    if (path[t]! >= peak) {
      if (t - peakAt > 1) longest = Math.max(longest, t - peakAt)
      peak = path[t]!
      peakAt = t
    } else deepest = Math.min(deepest, path[t]! / peak - 1)
  }
  return { deepest, longest: Math.max(longest, path.length - 1 - peakAt) }
}

function ratioFigures(returns: readonly number[], target: number, periodsPerYear: number) {
  const n = returns.length
  const year = Math.sqrt(periodsPerYear)
  const mean = average(returns)
  const central = (power: number) => total(returns.map((r) => (r - mean) ** power)) / n
  const [m2, m3, m4] = [central(2), central(3), central(4)]
  // Equal but for rounding: a quotient minus one carries a few units of 2^-52.
  const varies = n > 1 && Math.sqrt(m2) > 4 * Number.EPSILON * (1 + Math.abs(mean))
  const deviation = Math.sqrt((m2 * n) / (n - 1))
  const sharpe = (mean - target) / deviation
  const skewness = m3 / m2 ** 1.5
  const kurtosis = m4 / m2 ** 2
  const factor = 1 - skewness * sharpe + ((kurtosis - 1) / 4) * sharpe ** 2
  const downside = Math.sqrt(total(returns.map((r) => Math.min(0, r - target) ** 2)) / n)
  const losses = -total(returns.filter((r) => r < 0))
  const onlyVaried = (value: number) => (varies ? defined(value) : null)
  const reach = Z_975 * Math.sqrt(factor / (n - 1))
  const hasError = varies && factor > 0
  return {
    annual_volatility: n > 1 ? defined(deviation * year) : null,
    sharpe_ratio: onlyVaried(sharpe * year),
    sharpe_low: hasError ? defined((sharpe - reach) * year) : null,
    sharpe_high: hasError ? defined((sharpe + reach) * year) : null,
    sortino_ratio: downside > 0 ? defined(((mean - target) / downside) * year) : null,
    skewness: onlyVaried(skewness),
    kurtosis_excess: onlyVaried(kurtosis - 3),
    omega: losses > 0 ? defined(total(returns.filter((r) => r > 0)) / losses) : null,
    psr: hasError ? defined(normalProbability((sharpe * Math.sqrt(n - 1)) / Math.sqrt(factor))) : null,
    min_trl: hasError && sharpe > 0 ? defined(1 + factor * (Z_95 / sharpe) ** 2) : null,
  }
}

function tailFigures(returns: readonly number[]) {
  if (returns.length === 0) return { var_95: null, cvar_95: null, tail_ratio: null }
  const sorted = returns.toSorted((a, b) => a - b)
  const at = (level: number) => {
    const place = (sorted.length - 1) * level
    const below = Math.floor(place)
    return sorted[below]! + (sorted[Math.min(below + 1, sorted.length - 1)]! - sorted[below]!) * (place - below)
  }
  const [low, high] = [at(0.05), at(0.95)]
  return {
    var_95: low,
    cvar_95: average(sorted.slice(0, Math.floor((sorted.length - 1) * 0.05) + 1)),
    tail_ratio: low === 0 ? null : Math.abs(high) / Math.abs(low),
  }
}

function tradeFigures(profits: readonly number[]) {
  const won = total(profits.filter((profit) => profit > 0))
  const lost = -total(profits.filter((profit) => profit <= 0))
  const hasTrades = profits.length > 0
  return {
    total_trades: profits.length,
    win_rate: hasTrades ? profits.filter((profit) => profit > 0).length / profits.length : null,
    profit_factor: lost > 0 ? won / lost : null,
    expectancy: hasTrades ? total(profits) / profits.length : null,
  }
}

function activityFigures(
  { fills, positions, openTrades, ambiguousBars, droppedOrders }: RunLedger,
  path: readonly number[],
  periodsPerYear: number,
) {
  const bars = positions.units.length
  const traded = total(Array.from(fills.units, (units, i) => Math.abs(units * fills.price[i]!)))
  return {
    open_trades: openTrades,
    ambiguous_bars: ambiguousBars,
    dropped_orders: droppedOrders,
    total_commission: total(Array.from(fills.commission)),
    exposure: bars > 0 ? Array.from(positions.units).filter((units) => units !== 0).length / bars : null,
    turnover: bars > 1 ? defined(((traded / 2 / average(path)) * periodsPerYear) / (bars - 1)) : null,
  }
}
