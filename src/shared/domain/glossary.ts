import { METRICS } from './metricRegistry.ts'

export interface GlossaryTerm {
  readonly term: string
  /** Spelled out, or what else it is called; '' when there is nothing to add. */
  readonly alsoCalled: string
  readonly definition: string
}

export interface GlossaryGroup {
  readonly title: string
  /** What the definitions take for granted; '' when nothing. */
  readonly note: string
  readonly terms: readonly GlossaryTerm[]
}

const define = (term: string, definition: string, alsoCalled = ''): GlossaryTerm => ({ term, alsoCalled, definition })

/** Terms of a walk-forward; figures of the window show the same definitions. */
export const WALK_FORWARD_TERMS = {
  walkForward: define(
    'Walk-forward',
    'Parameters are chosen on training rows and judged on the test rows after them, window by window through the history.',
  ),
  window: define('Window', 'One training range with the test range that follows it.', 'fold'),
  inSample: define('In-sample', 'Rows that parameters were chosen on. A good result there proves nothing yet.', 'IS, training rows'),
  outOfSample: define('Out-of-sample', 'Rows that no choice has read. Only they are evidence.', 'OOS, test rows'),
  purge: define(
    'Purge',
    'Bars left out between training and test, at least as many as the longest trade lasts, so that no trade reaches across.',
  ),
  embargo: define('Embargo', 'Further bars left out after the purge, for dependence that outlives a trade.'),
  stitchedCurve: define('Stitched curve', 'The equity of all tests one after another: what following the method would have earned.'),
  oosSharpe: define(
    'OOS Sharpe',
    'Annual Sharpe ratio of the tests one after another: the evidence. In-sample figures are only how you got there.',
  ),
  oosReturn: define('OOS return', 'Growth over all tests, one after another.'),
  oosDrawdown: define('OOS drawdown', 'Deepest fall of the stitched curve from a peak.'),
  stability: define(
    'Stability',
    '100 - 120 x mean degradation, held in 0 to 100. 75 passes, unless the degradation of a window is undefined: unknown is not a pass.',
    'stability score',
  ),
  degradation: define(
    'Degradation',
    'Mean of (in-sample Sharpe - out-of-sample Sharpe) / |in-sample Sharpe| over the windows: the share that was lost.',
  ),
  efficiency: define(
    'Walk-forward efficiency',
    'Annualised out-of-sample return / mean annualised in-sample return of the chosen parameters. For information.',
    'WFE',
  ),
  profitableWindows: define(
    'Profitable windows',
    'Windows with a profit out of sample, and how much of the whole growth the best one brought.',
  ),
  drift: define('Drift', 'How the chosen parameters change from window to window. An edge keeps its parameters; noise jumps about.'),
} as const

/** Terms of robustness tests; figures of the window show the same definitions. */
export const ROBUSTNESS_TERMS = {
  breakeven: define(
    'Break-even costs',
    'The multiple of all costs at which the return reaches zero, to 0.01. At least 1.5 is sound.',
    'cost stress',
  ),
  delay: define('Kept one bar late', 'Sharpe ratio with every decision one bar later / without. At least half is sound.', 'delay stress'),
  droppedTrades: define(
    'Kept without trades',
    '5th percentile of the Sharpe ratios over runs that each leave out a tenth of the positions, against the whole.',
  ),
  neighbours: define(
    'Profitable neighbours',
    'Parameter sets a tenth lower or higher that earn too, on the same rows. At least 70% is sound.',
  ),
  monteCarlo: define('Monte Carlo', 'Many resampled histories from the trades or returns that happened, drawn from a seed that is shown.'),
  paths: define('Paths', 'Histories that were drawn; each ends with a growth and a deepest drawdown of its own.'),
  steps: define('Steps', 'Trades or bars that make up one path.'),
  growthBad: define('Growth, bad 5%', 'One path in twenty ends with less than this multiple of the initial cash.', '5th percentile'),
  growthMedian: define('Growth, median', 'Half of the paths end above this multiple of the initial cash, half below.'),
  growthGood: define('Growth, good 5%', 'One path in twenty ends with more than this multiple of the initial cash.', '95th percentile'),
  drawdownBad: define(
    'Drawdown, bad 5%',
    'One path in twenty falls deeper than this from a peak. Plan for it, not for what happened.',
    '5th percentile',
  ),
  drawdownMedian: define('Drawdown, median', 'Half of the paths fall deeper than this from a peak.'),
  drawdownReal: define('Drawdown, real', 'The deepest fall from a peak that happened: one path of many.'),
  lossProbability: define('End with a loss', 'Share of the paths that end below where they began.'),
  regime: define('Regime', 'A stretch of the history sorted by trend and volatility of the bars before it.'),
} as const

const STATISTICS: readonly GlossaryTerm[] = [
  define(
    'DSR',
    'PSR against the Sharpe ratio that the best of all counted trials shows by luck. 0.95: one chance in twenty that this is the luck of the search.',
    'deflated Sharpe ratio',
  ),
  define('SR0', 'The Sharpe ratio that the best of N worthless trials shows on average.', 'expected maximum Sharpe ratio'),
  define(
    'PBO',
    'Share of splits of the history in which the winner of one half ends at or below the median of the other. 0.5 is noise; 0.1 or less is good.',
    'probability of backtest overfitting',
  ),
  define(
    'SPA',
    'How often chance alone beats the benchmark as well as the best of all tried, by a bootstrap. A small p speaks for the strategy.',
    "superior predictive ability, Hansen's test",
  ),
  define(
    'MinBTL',
    'With fewer years than this, as many trials as were made are expected to show the target Sharpe ratio by luck.',
    'minimum backtest length',
  ),
  define(
    'Effective number of trials',
    'Trials that resemble one another count as fewer: r + (1 - r) x count, r the mean correlation of their returns.',
  ),
  define('Confidence interval', 'The range that holds the true value with 95% confidence. Read it before the value.'),
  define('Bootstrap', 'Resampling what happened in blocks, so that volatile stretches stay together.', 'stationary bootstrap'),
]

const SEARCH: readonly GlossaryTerm[] = [
  define('Sweep', 'One strategy run with every combination of the values chosen for some parameters.', 'grid search'),
  define('Trial', 'One parameter set that was tried on data. The more trials, the better the best one looks by luck.'),
  define(
    'Trial ledger',
    'The count of everything tried with a family of strategies on an instrument, kept for good: copies and deletions do not reset it.',
  ),
  define('Plateau', 'Parameters whose neighbours earn too. Ranking by plateau judges a point together with its neighbours.'),
  define('Peak', 'The single best trial. Alone among poor neighbours it is likely to be luck.'),
  define('Constraint', 'A condition that excludes trials before they run, such as fast < slow.'),
]

const GATES: readonly GlossaryTerm[] = [
  define('Gate', 'A list of questions with bounds. It passes only when every blocking check lets it through; no score outvotes a blocker.'),
  define('Dev gate', 'Is the run what it says it is: does it replay, do its books close, does it look into the future?'),
  define(
    'CRV gate',
    'Can its risk and return be believed: out of sample, after all trials, under stress?',
    'correctness of risk and return verdict',
  ),
  define('Product gate', 'May it trade: both gates passed, reviewed, approved by somebody else, limits and plans written down?'),
  define('Check', 'One question of a gate: measured value, bound, margin, evidence and what to do next.'),
  define('Blocking', 'A check that the gate does not pass without.'),
  define('Margin', 'Distance of the value from its bound, positive on the good side. A pass by a hair is a pass by luck.'),
  define('Incomplete', 'Evidence is missing. That is no better than failed: unknown is not a pass.', 'NOT_RUN'),
  define('Stale', 'The verdict was given on something that has changed since. Run the gate again.'),
  define('Policy', 'The bounds of all checks as a document with a version. A change is the next version, tried in a dry run first.'),
  define('Dry run', 'Stored evidence judged by other bounds, to see which verdicts would flip before anything is saved.'),
  define('Negative control', 'A run known to be bad. A policy that lets one pass issues no verdict.', 'self-test'),
  define('Readiness', '0 to 100 over determinism, risk, policy, operations and usability. Red whenever a check blocks.'),
]

const GOVERNANCE: readonly GlossaryTerm[] = [
  define('Waiver', 'Leave for one failed check of one version, with a reason, by somebody who wrote none of it, for 90 days at most.'),
  define('Approval', 'Somebody with the role, neither author nor last editor, lets one version go to production.'),
  define('Review', 'Notes and objections of somebody else. An objection stays open until it is answered.'),
  define('Holdout', 'Dates of a dataset that are locked away and may be looked at once, after the version has passed the dev gate.'),
  define('Audit log', 'One row for every change, each holding the hash of the row before it, so that tampering shows.', 'Activity'),
  define('Evidence pack', 'Everything a verdict rests on in one folder or ZIP, which can be verified offline with a replay.'),
]

/** Terms of a trade; headers of the window show the same definitions. */
export const TRADE_TERMS = {
  mae: define('MAE', 'The furthest a trade went against you while it was open.', 'maximum adverse excursion'),
  mfe: define('MFE', 'The furthest a trade went for you while it was open.', 'maximum favourable excursion'),
} as const

const RUNS: readonly GlossaryTerm[] = [
  define('Run', 'One version of a strategy played over one dataset with costs and settings.', 'backtest'),
  define('Ledger', 'What a run did bar by bar: position, cash, equity, and its fills and trades.'),
  define('Ledger hash', 'SHA-256 over the ledger. Two runs with the same hash did the same to the last bit.'),
  define('Specification hash', 'SHA-256 over everything that decides a run: rules, parameters, costs, dates, seed.', 'spec hash'),
  define('Data hash', 'SHA-256 over the bars, whatever file they came from.', 'content hash'),
  define('Replay', 'The run again from its specification and data, compared with the stored ledger hash.'),
  define('Seed', 'The number that all chance of a run is drawn from. The same seed gives the same bytes.'),
  define('Slippage', 'How much worse a fill is than the price that was seen, in basis points.'),
  ...Object.values(TRADE_TERMS),
  define('Look-ahead', 'A decision that used data of later. The dev gate looks for it by cutting and changing the future.'),
  define('Survivorship', 'Whether instruments that died are in the data. Without them every result looks better than it was.'),
  define('Panel', 'Bars of several instruments on one calendar.'),
]

/** A metric's own label and definition: what the window shows on hover is what the glossary says. */
const METRIC_TERMS: readonly GlossaryTerm[] = Object.values(METRICS).map(({ label, definition }) => define(label, definition))

/** Every term the window uses without explaining it in place, by subject. */
export const GLOSSARY: readonly GlossaryGroup[] = [
  {
    title: 'Metrics of a run',
    note: 'r: simple returns of equity from bar to bar. A: bars a year. rf: the risk-free rate a bar.',
    terms: METRIC_TERMS,
  },
  { title: 'Statistics of a search', note: '', terms: STATISTICS },
  { title: 'Runs and data', note: '', terms: RUNS },
  { title: 'Sweeps', note: '', terms: SEARCH },
  { title: 'Walk-forward', note: '', terms: Object.values(WALK_FORWARD_TERMS) },
  { title: 'Robustness', note: '', terms: Object.values(ROBUSTNESS_TERMS) },
  { title: 'Gates', note: '', terms: GATES },
  { title: 'Governance', note: '', terms: GOVERNANCE },
]

/** The groups with the terms that hold every word asked for, in name, other name or definition; groups without any are left out. */
export function searchGlossary(search: string): readonly GlossaryGroup[] {
  const words = search.toLowerCase().split(/\s+/).filter(Boolean)
  const fits = ({ term, alsoCalled, definition }: GlossaryTerm) => {
    const text = `${term} ${alsoCalled} ${definition}`.toLowerCase()
    return words.every((word) => text.includes(word))
  }
  return GLOSSARY.map((group) => ({ ...group, terms: group.terms.filter(fits) })).filter(({ terms }) => terms.length > 0)
}
