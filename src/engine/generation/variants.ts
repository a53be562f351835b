import type { RiskPreference } from '#shared/domain/strategy.ts'
import type { Parameters } from '#shared/domain/strategyType.ts'
import type { GoalReading, Horizon } from './readGoal.ts'
import type { ProposedType } from './vocabulary.ts'

/** One set of parameters worth trying; names not given take the family's default. */
export interface Variant {
  readonly horizon: Horizon
  readonly parameters: Parameters
  /** true when the goal's own numbers stand in it. */
  readonly isAsAsked: boolean
}

const variant = (horizon: Horizon, parameters: Parameters): Variant => ({ horizon, parameters, isAsAsked: false })

/** Settings a practitioner would try first, widely used ones before rarer ones. */
const TABLE: Readonly<Record<ProposedType, readonly Variant[]>> = {
  trend_following: [
    variant('medium', { fast: 20, slow: 100 }),
    variant('long', { fast: 50, slow: 200 }),
    variant('short', { fast: 5, slow: 20 }),
    variant('medium', { fast: 20, slow: 60, average: 'ema' }),
    variant('short', { fast: 10, slow: 30, average: 'ema' }),
    variant('long', { fast: 100, slow: 250 }),
  ],
  ts_momentum: [
    variant('medium', { lookback: 63, vol_lookback: 20 }),
    variant('long', { lookback: 252, vol_lookback: 60 }),
    variant('short', { lookback: 20, vol_lookback: 20 }),
    variant('medium', { lookback: 126, vol_lookback: 40 }),
    variant('short', { lookback: 10, vol_lookback: 20, threshold: 0.02 }),
    variant('long', { lookback: 189, vol_lookback: 60 }),
  ],
  mean_reversion: [
    variant('medium', { signal: 'rsi', period: 14, oversold: 30, overbought: 70 }),
    variant('short', { signal: 'rsi', period: 5, oversold: 25, overbought: 65 }),
    variant('medium', { signal: 'zscore', lookback: 20, entry_z: 2, exit_z: 0.5 }),
    variant('long', { signal: 'zscore', lookback: 100, entry_z: 2, exit_z: 0 }),
    variant('short', { signal: 'zscore', lookback: 10, entry_z: 1.5, exit_z: 0 }),
    variant('long', { signal: 'rsi', period: 21, oversold: 35, overbought: 65 }),
  ],
  breakout: [
    variant('medium', { entry: 55, exit: 20 }),
    variant('short', { entry: 20, exit: 10 }),
    variant('long', { entry: 200, exit: 50 }),
    variant('medium', { entry: 40, exit: 15 }),
    variant('short', { entry: 10, exit: 5 }),
    variant('long', { entry: 120, exit: 40 }),
  ],
  volatility_trading: [
    variant('medium', { vol_lookback: 20, percentile: 0.5, percentile_lookback: 252 }),
    variant('short', { vol_lookback: 10, percentile: 0.4, percentile_lookback: 126 }),
    variant('long', { vol_lookback: 60, percentile: 0.6, percentile_lookback: 504 }),
    variant('medium', { vol_lookback: 20, percentile: 0.8, percentile_lookback: 252 }),
  ],
  pairs_trading: [
    variant('medium', { lookback: 60, entry_z: 2, exit_z: 0.5, stop_z: 4 }),
    variant('short', { lookback: 20, entry_z: 1.5, exit_z: 0.3, stop_z: 3 }),
    variant('long', { lookback: 252, entry_z: 2, exit_z: 0, stop_z: 4 }),
  ],
  stat_arb: [
    variant('medium', { lookback: 60, factors: 1, entry_z: 1.5, exit_z: 0.5 }),
    variant('short', { lookback: 20, factors: 0, entry_z: 1.5, exit_z: 0.3 }),
    variant('long', { lookback: 120, factors: 3, entry_z: 2, exit_z: 0.5 }),
  ],
  market_neutral: [
    variant('medium', { lookback: 126, quantile: 0.2, rebalance: 21 }),
    variant('long', { lookback: 252, quantile: 0.2, rebalance: 21 }),
    variant('short', { lookback: 42, quantile: 0.3, rebalance: 5 }),
  ],
  carry: [
    variant('medium', { quantile: 0.2, rebalance: 21 }),
    variant('long', { quantile: 0.3, rebalance: 63 }),
    variant('short', { quantile: 0.2, rebalance: 5 }),
  ],
  ml_classifier: [
    variant('medium', { horizon: 5, train_bars: 500, retrain_every: 21 }),
    variant('short', { horizon: 1, train_bars: 250, retrain_every: 5 }),
    variant('long', { horizon: 21, train_bars: 1000, retrain_every: 63 }),
  ],
  rules: [
    variant('short', { entry: 'close > sma(200) and rsi(2) < 10', exit: 'close > sma(5)' }),
    variant('medium', { entry: 'crossover(sma(20), sma(60)) and rsi(14) < 70', exit: 'crossunder(sma(20), sma(60))' }),
    variant('long', { entry: 'close > highest(high, 120)[1] and close > sma(200)', exit: 'close < lowest(low, 60)[1]' }),
  ],
}

const NEIGHBOURS: Readonly<Record<Horizon, readonly Horizon[]>> = {
  short: ['short', 'medium', 'long'],
  medium: ['medium', 'long', 'short'],
  long: ['long', 'medium', 'short'],
}

/** Who bears less risk trades more slowly, unless the goal says otherwise. */
const HORIZON_OF_RISK: Readonly<Record<RiskPreference, Horizon>> = { conservative: 'long', moderate: 'medium', aggressive: 'short' }

/** A family's variants: the goal's own numbers first, then those of the wanted horizon, then the rest. */
export function variantsOf(type: ProposedType, reading: GoalReading, risk: RiskPreference): Variant[] {
  const order = NEIGHBOURS[reading.horizon ?? HORIZON_OF_RISK[risk]]
  const listed = order.flatMap((horizon) => TABLE[type].filter((entry) => entry.horizon === horizon))
  const asked = variantAsAsked(type, reading)
  return preferSignal(asked === null ? listed : [asked, ...listed], reading)
}

function variantAsAsked(type: ProposedType, { lengths, horizon, families }: GoalReading): Variant | null {
  const [first, second] = lengths
  // A rule says its own numbers; which of them a length would be is anyone's guess.
  if (first === undefined || type === 'rules') return null
  const words = families.find((family) => family.type === type)?.words ?? []
  return {
    horizon: horizon ?? 'medium',
    parameters: parametersOf(type, { first, second, byZScore: speaksOfZScore(words) }),
    isAsAsked: true,
  }
}

interface AskedLengths {
  readonly first: number
  readonly second: number | undefined
  readonly byZScore: boolean
}

function parametersOf(type: Exclude<ProposedType, 'rules'>, { first, second, byZScore }: AskedLengths): Parameters {
  switch (type) {
    case 'trend_following': {
      const slow = Math.max(first, second ?? 0)
      const fast = second === undefined || second === first ? Math.floor(slow / 4) : Math.min(first, second)
      return { fast, slow: Math.max(slow, fast + 1) }
    }
    case 'ts_momentum':
      return { lookback: first, ...(second === undefined ? {} : { vol_lookback: second }) }
    case 'mean_reversion':
      return byZScore ? { signal: 'zscore', lookback: first } : { signal: 'rsi', period: first }
    case 'breakout':
      return { entry: first, exit: second ?? Math.ceil(first / 2) }
    case 'volatility_trading':
      return { vol_lookback: first, ...(second === undefined ? {} : { percentile_lookback: second }) }
    case 'pairs_trading':
    case 'stat_arb':
      return { lookback: first }
    case 'market_neutral':
      return { lookback: first, ...(second === undefined ? {} : { rebalance: second }) }
    case 'carry':
      return { rebalance: first }
    case 'ml_classifier':
      return { horizon: first, ...(second === undefined ? {} : { train_bars: second }) }
  }
}

const speaksOfZScore = (words: readonly string[]) => words.some((word) => /score|bollinger/.test(word))

/** A goal that names one signal of mean reversion sees that signal before the other. */
function preferSignal(variants: Variant[], { families }: GoalReading): Variant[] {
  const words = families.find(({ type }) => type === 'mean_reversion')?.words ?? []
  const wantsRsi = words.some((word) => /rsi|oversold|overbought/.test(word))
  const wantsZScore = speaksOfZScore(words)
  if (wantsRsi === wantsZScore) return variants
  const rank = ({ parameters: { signal } }: Variant) => (signal === undefined || (signal === 'rsi') === wantsRsi ? 0 : 1)
  return variants.toSorted((a, b) => rank(a) - rank(b))
}
