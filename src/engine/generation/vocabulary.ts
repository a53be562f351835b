/** The families that can be proposed, in the order ties are broken. */
export const PROPOSED_TYPES = ['trend_following', 'ts_momentum', 'mean_reversion', 'breakout'] as const
export type ProposedType = (typeof PROPOSED_TYPES)[number]

/** A turn of phrase that points to a family; 3 = names it, 2 = names its tool, 1 = hints at it. */
export interface FamilyPhrase {
  readonly type: ProposedType
  readonly pattern: RegExp
  readonly weight: 1 | 2 | 3
}

const phrases = (type: ProposedType, weight: FamilyPhrase['weight'], ...patterns: readonly RegExp[]): FamilyPhrase[] =>
  patterns.map((pattern) => ({ type, pattern, weight }))

/** Matched against lower-case text in which every run of other signs is one space. */
export const FAMILY_PHRASES: readonly FamilyPhrase[] = [
  ...phrases('trend_following', 3, /\btrend follow\w*/, /\bmoving averages?\b/, /\b(?:golden|death) cross\w*/),
  ...phrases('trend_following', 2, /\bcross(?:es|ing|over|overs)?\b/, /\b(?:sma|ema|macd)s?\b/, /\btrend(?:s|ing)?\b/),
  ...phrases('trend_following', 1, /\bdirectional\b/, /\bride\b/),
  ...phrases('ts_momentum', 3, /\bmomentum\b/, /\btsmom\b/),
  ...phrases('ts_momentum', 2, /\brate of change\b/, /\bvol(?:atility)? target\w*/, /\btarget(?:ing|s|ed)? vol\w*/),
  ...phrases('ts_momentum', 1, /\bwinners?\b/, /\bpast returns?\b/, /\bacceleration\b/),
  ...phrases('mean_reversion', 3, /\bmean revers\w*/, /\brevert\w*/, /\breversion\b/, /\breversals?\b/),
  ...phrases('mean_reversion', 2, /\boversold\b/, /\boverbought\b/, /\brsi\b/, /\bz ?scores?\b/, /\bbollinger\b/),
  ...phrases('mean_reversion', 1, /\bdips?\b/, /\bpullbacks?\b/, /\bcontrarian\b/, /\bbounces?\b/, /\brange bound\b/, /\bweakness\b/),
  ...phrases('breakout', 3, /\bbreak ?outs?\b/, /\bbreaks? out\b/, /\bdonchian\b/),
  ...phrases('breakout', 2, /\bchannels?\b/, /\bturtles?\b/, /\bnew (?:highs?|lows?)\b/),
  ...phrases('breakout', 1, /\bresistance\b/, /\bsupport levels?\b/, /\brange expansion\b/),
]

/** Something a goal may ask for that cannot be run yet, and what comes nearest. */
export interface MissingKind {
  readonly pattern: RegExp
  readonly name: string
  readonly nearest: ProposedType | null
}

export const MISSING_KINDS: readonly MissingKind[] = [
  { pattern: /\b(?:pairs?|cointegrat\w*)\b/, name: 'pairs trading', nearest: 'mean_reversion' },
  { pattern: /\b(?:stat arb|statistical arbitrage|arbitrage)\b/, name: 'statistical arbitrage', nearest: 'mean_reversion' },
  { pattern: /\bmarket neutral\b/, name: 'market-neutral portfolios', nearest: null },
  { pattern: /\bcarry\b/, name: 'carry', nearest: null },
  {
    pattern: /\b(?:machine learning|deep learning|neural|ml|ai|classifiers?|logistic|reinforcement)\b/,
    name: 'machine learning',
    nearest: null,
  },
  { pattern: /\b(?:volatility trading|vix|options?)\b/, name: 'volatility trading', nearest: 'ts_momentum' },
  { pattern: /\b(?:cross sectional|portfolio|multi asset|basket)\b/, name: 'portfolios of several instruments', nearest: null },
]

export const TITLES: Readonly<Record<ProposedType, string>> = {
  trend_following: 'Trend following',
  ts_momentum: 'Time-series momentum',
  mean_reversion: 'Mean reversion',
  breakout: 'Breakout',
}
