export type MetricUnit = 'fraction' | 'ratio' | 'money' | 'count' | 'bars' | 'probability'

export interface MetricDefinition {
  readonly label: string
  readonly unit: MetricUnit
  readonly definition: string
  /** true: higher is better; false: lower is better; null: neither. */
  readonly higherIsBetter: boolean | null
}

/** The one registry of metrics: names, units and definitions, in the order of stats.json. r are simple returns of equity, A is periods_per_year. */
export const METRICS = {
  initial_equity: { label: 'Initial equity', unit: 'money', higherIsBetter: null, definition: 'Equity before the first bar of the run.' },
  final_equity: { label: 'Final equity', unit: 'money', higherIsBetter: true, definition: 'Cash plus open positions at the last close.' },
  total_return: { label: 'Total return', unit: 'fraction', higherIsBetter: true, definition: 'Final equity / initial equity - 1.' },
  cagr: { label: 'CAGR', unit: 'fraction', higherIsBetter: true, definition: '(Final / initial equity)^(A/n) - 1, n = number of returns.' },
  annual_volatility: {
    label: 'Volatility',
    unit: 'fraction',
    higherIsBetter: false,
    definition: 'Standard deviation of r (ddof 1) times sqrt(A).',
  },
  sharpe_ratio: {
    label: 'Sharpe ratio',
    unit: 'ratio',
    higherIsBetter: true,
    definition: 'Mean excess return / its standard deviation (ddof 1), times sqrt(A).',
  },
  sharpe_low: {
    label: 'Sharpe, low',
    unit: 'ratio',
    higherIsBetter: true,
    definition: 'Lower end of the 95% confidence interval of the Sharpe ratio, allowing for skew and fat tails (Mertens 2002).',
  },
  sharpe_high: {
    label: 'Sharpe, high',
    unit: 'ratio',
    higherIsBetter: true,
    definition: 'Upper end of the 95% confidence interval of the Sharpe ratio, allowing for skew and fat tails (Mertens 2002).',
  },
  sortino_ratio: {
    label: 'Sortino ratio',
    unit: 'ratio',
    higherIsBetter: true,
    definition: 'Mean excess return / downside deviation over all observations, times sqrt(A).',
  },
  calmar_ratio: { label: 'Calmar ratio', unit: 'ratio', higherIsBetter: true, definition: 'CAGR / absolute maximum drawdown.' },
  max_drawdown: {
    label: 'Max drawdown',
    unit: 'fraction',
    higherIsBetter: true,
    definition: 'Deepest fall from a running peak of equity, as a negative fraction.',
  },
  max_drawdown_bars: {
    label: 'Longest drawdown',
    unit: 'bars',
    higherIsBetter: false,
    definition: 'Most bars between a peak and its recovery (or the end).',
  },
  win_rate: {
    label: 'Win rate',
    unit: 'fraction',
    higherIsBetter: true,
    definition: 'Closed trades with positive net profit / closed trades.',
  },
  profit_factor: {
    label: 'Profit factor',
    unit: 'ratio',
    higherIsBetter: true,
    definition: 'Sum of winning trades / absolute sum of losing trades, net of costs.',
  },
  expectancy: { label: 'Expectancy', unit: 'money', higherIsBetter: true, definition: 'Mean net profit of a closed trade.' },
  total_trades: {
    label: 'Trades',
    unit: 'count',
    higherIsBetter: null,
    definition: 'Closed trades; a position still open at the end is not one.',
  },
  open_trades: { label: 'Open trades', unit: 'count', higherIsBetter: null, definition: 'Positions still open at the last bar.' },
  total_commission: { label: 'Commission', unit: 'money', higherIsBetter: false, definition: 'All commission paid, entries and exits.' },
  exposure: { label: 'Exposure', unit: 'fraction', higherIsBetter: null, definition: 'Bars that end with a position / bars.' },
  turnover: {
    label: 'Turnover',
    unit: 'ratio',
    higherIsBetter: null,
    definition: 'Sum of absolute traded value / 2 / mean equity, a year.',
  },
  skewness: { label: 'Skewness', unit: 'ratio', higherIsBetter: null, definition: 'm3 / m2^1.5 of r (biased).' },
  kurtosis_excess: { label: 'Excess kurtosis', unit: 'ratio', higherIsBetter: null, definition: 'm4 / m2^2 - 3 of r (biased).' },
  var_95: { label: 'VaR 95', unit: 'fraction', higherIsBetter: true, definition: '5th percentile of r (linear interpolation, type 7).' },
  cvar_95: { label: 'CVaR 95', unit: 'fraction', higherIsBetter: true, definition: 'Mean of the floor((n-1)*0.05)+1 smallest r.' },
  omega: { label: 'Omega', unit: 'ratio', higherIsBetter: true, definition: 'Sum of gains / sum of losses of r around 0.' },
  tail_ratio: {
    label: 'Tail ratio',
    unit: 'ratio',
    higherIsBetter: true,
    definition: 'Absolute 95th percentile / absolute 5th percentile of r.',
  },
  alpha: {
    label: 'Alpha',
    unit: 'fraction',
    higherIsBetter: true,
    definition: '(1 + mean((r - rf) - beta (b - rf)))^A - 1 against the benchmark b.',
  },
  beta: { label: 'Beta', unit: 'ratio', higherIsBetter: null, definition: 'Covariance with the benchmark / variance of the benchmark.' },
  psr: {
    label: 'PSR',
    unit: 'probability',
    higherIsBetter: true,
    definition: 'Probability that the true Sharpe ratio exceeds 0 (Bailey and Lopez de Prado 2012).',
  },
  min_trl: {
    label: 'MinTRL',
    unit: 'bars',
    higherIsBetter: false,
    definition: 'Returns needed to reject Sharpe <= 0 at 95% (Bailey and Lopez de Prado 2012).',
  },
  ambiguous_bars: {
    label: 'Ambiguous bars',
    unit: 'count',
    higherIsBetter: false,
    definition: 'Bars that touched both stop and target; the stop was taken.',
  },
  dropped_orders: {
    label: 'Dropped orders',
    unit: 'count',
    higherIsBetter: false,
    definition: 'Orders whose size came to zero units, or that the limit on volume cut.',
  },
} as const satisfies Record<string, MetricDefinition>

export type MetricName = keyof typeof METRICS
export const METRIC_NAMES = Object.keys(METRICS) as readonly MetricName[]
