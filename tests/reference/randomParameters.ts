import fc from 'fast-check'
import type { PANEL_STRATEGIES, STRATEGIES } from '#engine/strategies/registry.ts'
import type { Parameters } from '#shared/domain/strategyType.ts'
import { bars, direction, level } from './randomRuns.ts'

type ParametersOf<Families> = Readonly<Record<keyof Families, fc.Arbitrary<Parameters>>>

/** Parameters of every family on one instrument, with windows short enough that a walk of a hundred bars trades. */
export const SINGLE_PARAMETERS: ParametersOf<typeof STRATEGIES> = {
  trend_following: fc.record({ fast: bars(1, 4), slow: bars(5, 9), average: fc.constantFrom('sma', 'ema'), direction }),
  mean_reversion: fc.oneof(
    fc.record({ signal: fc.constant('rsi'), period: bars(2, 6), oversold: level(20, 45), overbought: level(55, 80), direction }),
    fc.record({ signal: fc.constant('zscore'), lookback: bars(3, 9), entry_z: level(0.8, 1.4), exit_z: level(0, 0.7), direction }),
  ),
  breakout: fc.record({ entry: bars(1, 8), exit: bars(1, 5), direction }),
  ts_momentum: fc.record({ lookback: bars(2, 6), vol_lookback: bars(2, 6), threshold: level(0, 0.02), vol_target: level(0.05, 1) }),
  volatility_trading: fc.record({
    vol_lookback: bars(2, 5),
    percentile: level(0.2, 1),
    percentile_lookback: bars(2, 8),
    vol_target: level(0.05, 1),
  }),
  ml_classifier: fc.record({ horizon: bars(1, 3), train_bars: bars(20, 30), retrain_every: bars(1, 30), threshold: level(0, 0.1) }),
  rules: fc.record({
    entry: fc.constantFrom('crossover(sma(close, fast), sma(close, slow))', 'close > highest(high, fast)[1]', 'rsi(fast) < 40'),
    exit: fc.constantFrom('close < ema(close, slow)', 'zscore(close, slow) > 1', 'roc(close, slow) < 0'),
    entry_short: fc.constantFrom('', 'close < lowest(low, slow)[1]'),
    exit_short: fc.constantFrom('', 'close > sma(close, fast)'),
    'params.fast': bars(2, 4),
    'params.slow': bars(5, 9),
  }),
}

/** Parameters of every family on a panel. */
export const PANEL_PARAMETERS: ParametersOf<typeof PANEL_STRATEGIES> = {
  pairs_trading: fc.record({ lookback: bars(3, 8), entry_z: level(0.8, 1.2), exit_z: level(0, 0.5), stop_z: level(1.3, 2.5) }),
  stat_arb: fc.record({
    lookback: bars(3, 8),
    factors: bars(0, 2),
    // Off the scores that a window of equal sums has exactly, where two orders of summation may rightly disagree.
    entry_z: level(0.51, 0.97),
    exit_z: level(0.03, 0.37),
    gross: fc.constantFrom(1, 3),
  }),
  market_neutral: fc.record({ lookback: bars(2, 8), quantile: level(0.1, 0.5), rebalance: bars(1, 8), gross: fc.constantFrom(1, 3) }),
  carry: fc.record({ quantile: level(0.1, 0.5), rebalance: bars(1, 8), gross: fc.constantFrom(1, 3) }),
}
