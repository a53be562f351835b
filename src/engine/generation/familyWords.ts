import type { Parameters } from '#shared/domain/strategyType.ts'
import type { ProposedType } from './vocabulary.ts'

/** What can be said of a family in words. `p` are complete, valid parameters. */
export interface FamilyWords {
  readonly title: string
  /** Which sides it trades: as its direction parameter says, always both, or long only. */
  readonly sides: 'chosen' | 'both' | 'long'
  /** Panel families run on several instruments at once. */
  readonly runsOn: 'instrument' | 'panel'
  /** A family that sizes its own positions takes no stop loss. */
  readonly sizesItself: boolean
  /** Why it might earn something. */
  readonly hypothesis: string
  readonly limitations: string
  /** Tells variants apart, without the title. */
  readonly variant: (p: Parameters) => string
  /** The rule with its numbers, in one sentence. */
  readonly describe: (p: Parameters) => string
}

export const percentOf = (value: Parameters[string] | undefined) => `${Number((Number(value) * 100).toFixed(2))}%`
export const directionOf = ({ direction }: Parameters) => (direction === 'long_short' ? 'long and short' : 'long only')
const exitOf = ({ direction }: Parameters) => (direction === 'long_short' ? 'reverses to short' : 'leaves for cash')

const signalFamily = { sides: 'chosen', runsOn: 'instrument', sizesItself: false } as const
const panelFamily = { sides: 'both', runsOn: 'panel', sizesItself: true } as const

export const FAMILY_WORDS: Readonly<Record<ProposedType, FamilyWords>> = {
  trend_following: {
    ...signalFamily,
    title: 'Trend following',
    hypothesis: 'Prices under-react to news, so moves that have begun tend to go on for weeks or months.',
    limitations: 'Loses in sideways markets, where crosses follow one another; gives back part of every trend.',
    variant: (p) => `${p['fast']}/${p['slow']} ${String(p['average']).toUpperCase()}, ${directionOf(p)}`,
    describe: (p) =>
      `Buys when the ${p['fast']}-bar ${p['average'] === 'ema' ? 'exponential' : 'simple'} average of the close crosses above the ${p['slow']}-bar one and ${exitOf(p)} on the mirror cross.`,
  },
  ts_momentum: {
    title: 'Time-series momentum',
    sides: 'both',
    runsOn: 'instrument',
    sizesItself: true,
    hypothesis: 'An instrument that has risen tends to rise further over the following weeks, and the reverse.',
    limitations: 'Loses at sharp turns; resizes at most bars, so costs matter.',
    variant: (p) => `${p['lookback']} bars, ${percentOf(p['vol_target'])} volatility over ${p['vol_lookback']} bars`,
    describe: (p) =>
      `Holds long after a rise over ${p['lookback']} closes and short after a fall, sized to ${percentOf(p['vol_target'])} annual volatility.`,
  },
  mean_reversion: {
    ...signalFamily,
    title: 'Mean reversion',
    hypothesis: 'Short bursts of selling or buying overshoot, and the price comes back once they end.',
    limitations: 'Small gains and rare large losses: a price that keeps falling is bought all the way down.',
    variant: (p) =>
      p['signal'] === 'rsi'
        ? `RSI(${p['period']}) ${p['oversold']}/${p['overbought']}, ${directionOf(p)}`
        : `z-score(${p['lookback']}) ${p['entry_z']}/${p['exit_z']}, ${directionOf(p)}`,
    describe: (p) =>
      p['signal'] === 'rsi'
        ? `Buys while the ${p['period']}-bar RSI is below ${p['oversold']} and ${exitOf(p)} while it is above ${p['overbought']}.`
        : `Buys ${p['entry_z']} deviations below the ${p['lookback']}-bar mean and leaves ${p['exit_z']} deviations from it; ${directionOf(p)}.`,
  },
  breakout: {
    ...signalFamily,
    title: 'Breakout',
    hypothesis: 'A close beyond a long range shows new demand or supply that takes time to be met.',
    limitations: 'Most breakouts fail; results hang on a few long moves.',
    variant: (p) => `${p['entry']}/${p['exit']}, ${directionOf(p)}`,
    describe: (p) =>
      `Buys a close above the high of the last ${p['entry']} bars and leaves below the low of the last ${p['exit']}; ${directionOf(p)}.`,
  },
  volatility_trading: {
    title: 'Volatility trading',
    sides: 'long',
    runsOn: 'instrument',
    sizesItself: true,
    hypothesis: 'Calm tends to last, and calm markets have earned more for the risk taken than stormy ones.',
    limitations: 'Leaves after the storm has begun and comes back after the rebound; resizes at most bars, so costs matter.',
    variant: (p) =>
      `${p['vol_lookback']}/${p['percentile_lookback']} bars below ${percentOf(p['percentile'])}, ${percentOf(p['vol_target'])} volatility`,
    describe: (p) =>
      `Holds long, sized to ${percentOf(p['vol_target'])} annual volatility, while the ${p['vol_lookback']}-bar volatility is below the ${percentOf(p['percentile'])} point of its last ${p['percentile_lookback']} values.`,
  },
  ml_classifier: {
    title: 'Machine-learning classifier',
    sides: 'both',
    runsOn: 'instrument',
    sizesItself: true,
    hypothesis: 'Recent returns and volatility hold a little information about the next ones, and it changes slowly.',
    limitations: 'Easily fits noise; a probability near one half says little, and resizing at most bars costs money.',
    variant: (p) => `${p['horizon']} bars ahead, ${p['train_bars']} bars learnt every ${p['retrain_every']}`,
    describe: (p) =>
      `Learns from the last ${p['train_bars']} bars, again every ${p['retrain_every']}, how likely a higher close after ${p['horizon']} bars is, and holds long or short by that probability.`,
  },
  rules: {
    ...signalFamily,
    title: 'Rules',
    sides: 'long',
    hypothesis: 'Conditions a person can name and defend are harder to fit by accident than a search over numbers.',
    limitations: 'Every condition added makes fewer trades and an easier fit to the past.',
    variant: (p) => `${p['entry']}; ${p['exit']}`,
    describe: (p) => `Buys while ${p['entry']} and leaves while ${p['exit']}.`,
  },
  pairs_trading: {
    ...panelFamily,
    title: 'Pairs trading',
    hypothesis: 'Two instruments driven by the same forces drift apart for passing reasons and meet again.',
    limitations: 'A pair can part for good: the stop is the only word about that. Costs fall on two instruments.',
    variant: (p) => `${p['lookback']} bars, ${p['entry_z']}/${p['exit_z']}/${p['stop_z']}`,
    describe: (p) =>
      `Fits one instrument on the other over ${p['lookback']} bars, sells the dear one ${p['entry_z']} deviations out, leaves within ${p['exit_z']} or beyond ${p['stop_z']}.`,
  },
  stat_arb: {
    ...panelFamily,
    title: 'Statistical arbitrage',
    hypothesis: 'What an instrument earns beyond what the others explain is mostly passing pressure, and comes back.',
    limitations: 'Many small trades: costs decide. Fails when what looked like noise was news.',
    variant: (p) => `${p['lookback']} bars, ${p['factors']} factors, ${p['entry_z']}/${p['exit_z']}`,
    describe: (p) =>
      `Sells what has earned ${p['entry_z']} deviations more than ${p['factors'] === 0 ? 'the mean' : `${p['factors']} common factors`} explain over ${p['lookback']} bars and buys what has earned less, equal in money; leaves within ${p['exit_z']}.`,
  },
  market_neutral: {
    ...panelFamily,
    title: 'Market-neutral momentum',
    hypothesis: 'Winners among many go on winning for months, whatever the market as a whole does.',
    limitations: 'Sharp reversals after market turns hit both sides at once; betas of the past are not those of tomorrow.',
    variant: (p) => `${p['lookback']} bars, ${percentOf(p['quantile'])} a side, every ${p['rebalance']} bars`,
    describe: (p) =>
      `Every ${p['rebalance']} bars holds the ${percentOf(p['quantile'])} that rose most over ${p['lookback']} bars long and the ${percentOf(p['quantile'])} that rose least short, with betas that cancel.`,
  },
  carry: {
    ...panelFamily,
    title: 'Carry',
    hypothesis: 'What pays most for being held pays for a risk that others shun, and seldom falls by as much.',
    limitations: 'Loses fast when that risk comes true; needs a carry column in the data.',
    variant: (p) => `${percentOf(p['quantile'])} a side, every ${p['rebalance']} bars`,
    describe: (p) =>
      `Every ${p['rebalance']} bars holds the ${percentOf(p['quantile'])} with the highest carry long and the ${percentOf(p['quantile'])} with the lowest short, equal in money.`,
  },
}
