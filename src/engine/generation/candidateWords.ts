import type { RiskPreference } from '#shared/domain/strategy.ts'
import type { Parameters } from '#shared/domain/strategyType.ts'
import type { FamilyReading, GoalReading } from './readGoal.ts'
import type { Variant } from './variants.ts'
import { type ProposedType, TITLES } from './vocabulary.ts'

/** What a candidate is, before it is put into words. */
export interface Proposal {
  readonly family: FamilyReading
  readonly variant: Variant
  /** Complete and valid. */
  readonly parameters: Parameters
}

const percentOf = (value: Parameters[string] | undefined) => `${Number((Number(value) * 100).toFixed(2))} %`
const directionOf = ({ direction }: Parameters) => (direction === 'long_short' ? 'long and short' : 'long only')

/** A name that tells variants apart. */
export function nameOf({ family: { type }, parameters: p }: Proposal): string {
  switch (type) {
    case 'trend_following':
      return `${TITLES[type]} ${p['fast']}/${p['slow']} ${String(p['average']).toUpperCase()}, ${directionOf(p)}`
    case 'ts_momentum':
      return `${TITLES[type]} ${p['lookback']} bars, ${percentOf(p['vol_target'])} volatility over ${p['vol_lookback']} bars`
    case 'mean_reversion':
      return p['signal'] === 'rsi'
        ? `${TITLES[type]} RSI(${p['period']}) ${p['oversold']}/${p['overbought']}, ${directionOf(p)}`
        : `${TITLES[type]} z-score(${p['lookback']}) ${p['entry_z']}/${p['exit_z']}, ${directionOf(p)}`
    case 'breakout':
      return `${TITLES[type]} ${p['entry']}/${p['exit']}, ${directionOf(p)}`
  }
}

/** The rule with its numbers, in one sentence. */
export function descriptionOf({ family: { type }, parameters: p }: Proposal): string {
  const other = p['direction'] === 'long_short' ? 'reverses to short' : 'leaves for cash'
  switch (type) {
    case 'trend_following':
      return `Buys when the ${p['fast']}-bar ${p['average'] === 'ema' ? 'exponential' : 'simple'} average of the close crosses above the ${p['slow']}-bar one and ${other} on the mirror cross.`
    case 'ts_momentum':
      return `Holds long after a rise over ${p['lookback']} closes and short after a fall, sized to ${percentOf(p['vol_target'])} annual volatility.`
    case 'mean_reversion':
      return p['signal'] === 'rsi'
        ? `Buys while the ${p['period']}-bar RSI is below ${p['oversold']} and ${other} while it is above ${p['overbought']}.`
        : `Buys ${p['entry_z']} deviations below the ${p['lookback']}-bar mean and leaves ${p['exit_z']} deviations from it; ${directionOf(p)}.`
    case 'breakout':
      return `Buys a close above the high of the last ${p['entry']} bars and leaves below the low of the last ${p['exit']}; ${directionOf(p)}.`
  }
}

export const HYPOTHESES: Readonly<Record<ProposedType, string>> = {
  trend_following: 'Prices under-react to news, so moves that have begun tend to go on for weeks or months.',
  ts_momentum: 'An instrument that has risen tends to rise further over the following weeks, and the reverse.',
  mean_reversion: 'Short bursts of selling or buying overshoot, and the price comes back once they end.',
  breakout: 'A close beyond a long range shows new demand or supply that takes time to be met.',
}

export const LIMITATIONS: Readonly<Record<ProposedType, string>> = {
  trend_following: 'Loses in sideways markets, where crosses follow one another; gives back part of every trend.',
  ts_momentum: 'Loses at sharp turns; resizes at most bars, so costs matter.',
  mean_reversion: 'Small gains and rare large losses: a price that keeps falling is bought all the way down.',
  breakout: 'Most breakouts fail; results hang on a few long moves.',
}

const STOP_LOSS: Readonly<Record<RiskPreference, number>> = { conservative: 0.05, moderate: 0.08, aggressive: 0.15 }

/** How to run it: a family that sizes itself takes no stop. */
export function intendedUseOf({ family: { type } }: Proposal, { stopLoss }: GoalReading, risk: RiskPreference): string {
  const use = 'Daily bars of one liquid instrument.'
  if (type === 'ts_momentum')
    return `${use} It sizes its own position and takes no stop loss; fractional units keep it near its volatility target.`
  return `${use} Suggested run setting for ${risk} risk: a stop loss of ${percentOf(stopLoss ?? STOP_LOSS[risk])}.`
}

/** Why this candidate: the words of the goal it answers, what it cannot answer, and what its confidence means. */
export function rationaleOf({ family, variant, parameters }: Proposal, reading: GoalReading, risk: RiskPreference): string {
  return [
    ...reading.missingKinds.map(({ name, nearest }) => missingSentence(name, nearest)),
    familySentence(family),
    ...horizonSentences(variant, reading),
    ...directionSentences(family.type, reading, parameters),
    `Risk preference: ${risk}.`,
    'Its confidence is a prior: how well the words fit, nothing about profit.',
  ].join(' ')
}

function missingSentence(name: string, nearest: ProposedType | null): string {
  const nearby = nearest === null ? 'nothing here comes near it' : `${TITLES[nearest].toLowerCase()} on one instrument comes nearest`
  return `The goal asks for ${name}, which cannot be run yet; ${nearby}.`
}

function familySentence({ type, words, score }: FamilyReading): string {
  if (words.length > 0) return `${TITLES[type]} answers ${quoted(words)} in the goal.`
  return score > 0
    ? `${TITLES[type]} is proposed in its place.`
    : `No word of the goal points to ${TITLES[type].toLowerCase()}; it is offered for comparison.`
}

function horizonSentences({ isAsAsked, horizon }: Variant, { lengthWords, horizon: wanted }: GoalReading): string[] {
  if (isAsAsked) return [`Its lengths come from ${quoted(lengthWords)}.`]
  if (wanted === null) return []
  return [
    horizon === wanted
      ? `It has the ${wanted} horizon the goal asks for.`
      : `Its ${horizon} horizon is a contrast to the ${wanted} one asked for.`,
  ]
}

function directionSentences(type: ProposedType, { direction }: GoalReading, parameters: Parameters): string[] {
  if (direction === null) return []
  if (type !== 'ts_momentum') return [`It trades ${directionOf(parameters)}, as asked.`]
  return direction === 'long_only' ? ['The goal asks for long only, but this family also sells short and has no long-only form.'] : []
}

const quoted = (words: readonly string[]) => [...new Set(words)].map((word) => `"${word}"`).join(', ')
