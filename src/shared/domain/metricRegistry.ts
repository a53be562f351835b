export type MetricUnit = 'fraction' | 'ratio' | 'money' | 'count' | 'bars' | 'probability'

export interface MetricDefinition {
  readonly label: string
  readonly unit: MetricUnit
  readonly definition: string
  /** true: higher is better; false: lower is better; null: neither. */
  readonly higherIsBetter: boolean | null
}

const define = (label: string, unit: MetricUnit, higherIsBetter: boolean | null, definition: string): MetricDefinition => ({
  label,
  unit,
  higherIsBetter,
  definition,
})

/** The one registry of metrics: names, units and definitions, in the order of stats.json. r are simple returns of equity, A is periods_per_year. */
export const METRICS = {
  initial_equity: define('Initial equity', 'money', null, 'Equity before the first bar of the run.'),
  final_equity: define('Final equity', 'money', true, 'Cash plus open positions at the last close.'),
  total_return: define('Total return', 'fraction', true, 'Final equity / initial equity - 1.'),
  cagr: define('CAGR', 'fraction', true, '(Final / initial equity)^(A/n) - 1, n = number of returns.'),
  annual_volatility: define('Volatility', 'fraction', false, 'Standard deviation of r (ddof 1) times sqrt(A).'),
  sharpe_ratio: define('Sharpe ratio', 'ratio', true, 'Mean excess return / its standard deviation (ddof 1), times sqrt(A).'),
  sortino_ratio: define('Sortino ratio', 'ratio', true, 'Mean excess return / downside deviation over all observations, times sqrt(A).'),
  calmar_ratio: define('Calmar ratio', 'ratio', true, 'CAGR / absolute maximum drawdown.'),
  max_drawdown: define('Max drawdown', 'fraction', true, 'Deepest fall from a running peak of equity, as a negative fraction.'),
  max_drawdown_bars: define('Longest drawdown', 'bars', false, 'Most bars between a peak and its recovery (or the end).'),
  win_rate: define('Win rate', 'fraction', true, 'Closed trades with positive net profit / closed trades.'),
  profit_factor: define('Profit factor', 'ratio', true, 'Sum of winning trades / absolute sum of losing trades, net of costs.'),
  expectancy: define('Expectancy', 'money', true, 'Mean net profit of a closed trade.'),
  total_trades: define('Trades', 'count', null, 'Closed trades; a position still open at the end is not one.'),
  open_trades: define('Open trades', 'count', null, 'Positions still open at the last bar.'),
  total_commission: define('Commission', 'money', false, 'All commission paid, entries and exits.'),
  exposure: define('Exposure', 'fraction', null, 'Bars that end with a position / bars.'),
  turnover: define('Turnover', 'ratio', null, 'Sum of absolute traded value / 2 / mean equity, a year.'),
  skewness: define('Skewness', 'ratio', null, 'm3 / m2^1.5 of r (biased).'),
  kurtosis_excess: define('Excess kurtosis', 'ratio', null, 'm4 / m2^2 - 3 of r (biased).'),
  var_95: define('VaR 95', 'fraction', true, '5th percentile of r (linear interpolation, type 7).'),
  cvar_95: define('CVaR 95', 'fraction', true, 'Mean of the floor((n-1)*0.05)+1 smallest r.'),
  omega: define('Omega', 'ratio', true, 'Sum of gains / sum of losses of r around 0.'),
  tail_ratio: define('Tail ratio', 'ratio', true, 'Absolute 95th percentile / absolute 5th percentile of r.'),
  alpha: define('Alpha', 'fraction', true, '(1 + mean((r - rf) - beta (b - rf)))^A - 1 against the benchmark b.'),
  beta: define('Beta', 'ratio', null, 'Covariance with the benchmark / variance of the benchmark.'),
  psr: define('PSR', 'probability', true, 'Probability that the true Sharpe ratio exceeds 0 (Bailey and Lopez de Prado 2012).'),
  min_trl: define('MinTRL', 'bars', false, 'Returns needed to reject Sharpe <= 0 at 95 % (Bailey and Lopez de Prado 2012).'),
  ambiguous_bars: define('Ambiguous bars', 'count', false, 'Bars that touched both stop and target; the stop was taken.'),
  dropped_orders: define('Dropped orders', 'count', false, 'Orders whose size came to zero units.'),
} as const satisfies Record<string, MetricDefinition>

export type MetricName = keyof typeof METRICS
export const METRIC_NAMES = Object.keys(METRICS) as readonly MetricName[]
