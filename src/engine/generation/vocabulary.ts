/** The families that can be proposed, in the order ties are broken. */
export const PROPOSED_TYPES = [
  'trend_following',
  'ts_momentum',
  'mean_reversion',
  'breakout',
  'volatility_trading',
  'pairs_trading',
  'stat_arb',
  'market_neutral',
  'carry',
  'ml_classifier',
  'rules',
] as const
export type ProposedType = (typeof PROPOSED_TYPES)[number]

/** Offered for comparison when the goal says nothing of them; the others come only when asked for. */
export const UNASKED_TYPES: ReadonlySet<ProposedType> = new Set([
  'trend_following',
  'ts_momentum',
  'mean_reversion',
  'breakout',
  'volatility_trading',
])

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
  ...phrases('volatility_trading', 3, /\bvolatility trad\w*/, /\btrad(?:e|es|ing) volatility\b/),
  ...phrases('volatility_trading', 2, /\blow vol(?:atility)?\b/, /\bcalm\b/, /\bvol(?:atility)? (?:regimes?|percentiles?|filters?)\b/),
  ...phrases('volatility_trading', 1, /\bvix\b/, /\bquiet\b/, /\bstorm\w*/),
  ...phrases('pairs_trading', 3, /\bpairs?\b/, /\bcointegrat\w*/),
  ...phrases('pairs_trading', 2, /\bspreads?\b/, /\bhedge ratios?\b/, /\brelative value\b/),
  ...phrases('stat_arb', 3, /\bstat(?:istical)? arb\w*/),
  ...phrases('stat_arb', 2, /\bresiduals?\b/, /\bprincipal components?\b/, /\bpca\b/, /\bdollar neutral\b/),
  ...phrases('stat_arb', 1, /\barbitrage\b/, /\bidiosyncratic\b/),
  ...phrases('market_neutral', 3, /\b(?:market|beta) neutral\b/, /\bcross sectional momentum\b/, /\brelative strength rank\w*/),
  ...phrases('market_neutral', 2, /\bcross sectional\b/, /\blong short (?:equity|equities|portfolio|book)\b/, /\brank\w*/),
  ...phrases('market_neutral', 1, /\bportfolios?\b/, /\bmulti asset\b/, /\bbaskets?\b/, /\bquantiles?\b/, /\bhedged\b/),
  ...phrases('carry', 3, /\bcarry\b/),
  ...phrases('carry', 2, /\b(?:yield|interest rate|rate) differentials?\b/, /\broll yields?\b/, /\bbackwardat\w*/),
  ...phrases('carry', 1, /\byields?\b/, /\bdividends?\b/, /\bincome\b/),
  ...phrases('ml_classifier', 3, /\bmachine learning\b/, /\bclassif(?:y|ier|iers|ication)\b/, /\blogistic\b/),
  ...phrases('ml_classifier', 2, /\b(?:ml|ai)\b/, /\bpredict\w*/),
  ...phrases('ml_classifier', 1, /\bprobabilit\w*/, /\bfeatures?\b/, /\blearn\w*/),
  ...phrases('rules', 3, /\b(?:own|custom|written|explicit) (?:rules?|conditions?)\b/, /\bexpressions?\b/),
  ...phrases('rules', 2, /\brule based\b/, /\bconditions?\b/),
  ...phrases('rules', 1, /\brules?\b/),
]

/** Something a goal may ask for that cannot be run yet, and what comes nearest. */
export interface MissingKind {
  readonly pattern: RegExp
  readonly name: string
  readonly nearest: ProposedType
}

export const MISSING_KINDS: readonly MissingKind[] = [
  { pattern: /\b(?:options?|straddles?|covered calls?)\b/, name: 'options', nearest: 'volatility_trading' },
  { pattern: /\b(?:deep learning|neural|reinforcement)\b/, name: 'deep learning', nearest: 'ml_classifier' },
  {
    pattern: /\b(?:order flow|order book|market making|high frequency|hft)\b/,
    name: 'trading on the order book',
    nearest: 'mean_reversion',
  },
]
