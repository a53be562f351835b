import type { GoalThreshold, RiskPreference } from '#shared/domain/strategy.ts'
import type { Parameters } from '#shared/domain/strategyType.ts'
import { directionOf, FAMILY_WORDS, percentOf } from './familyWords.ts'
import type { FamilyReading, GoalReading } from './readGoal.ts'
import type { Variant } from './variants.ts'
import type { ProposedType } from './vocabulary.ts'

/** What a candidate is, before it is put into words. */
export interface Proposal {
  readonly family: FamilyReading
  readonly variant: Variant
  /** Complete and valid. */
  readonly parameters: Parameters
}

/** A name that tells variants apart. */
export function nameOf({ family: { type }, parameters }: Proposal): string {
  return `${FAMILY_WORDS[type].title} ${FAMILY_WORDS[type].variant(parameters)}`
}

/** The rule with its numbers, in one sentence. */
export function descriptionOf({ family: { type }, parameters }: Proposal): string {
  return FAMILY_WORDS[type].describe(parameters)
}

const STOP_LOSS: Readonly<Record<RiskPreference, number>> = { conservative: 0.05, moderate: 0.08, aggressive: 0.15 }

/** How to run it: a family that sizes itself takes no stop. */
export function intendedUseOf({ family: { type } }: Proposal, { stopLoss, thresholds }: GoalReading, risk: RiskPreference): string {
  const { runsOn, sizesItself } = FAMILY_WORDS[type]
  const use =
    runsOn === 'instrument'
      ? 'Daily bars of one liquid instrument.'
      : 'Daily bars of several liquid instruments in one file with a symbol column, with "aurelius run".'
  const aim = thresholds.length === 0 ? '' : ` Meant to reach: ${thresholdWords(thresholds)}.`
  if (!sizesItself) return `${use} Suggested run setting for ${risk} risk: a stop loss of ${percentOf(stopLoss ?? STOP_LOSS[risk])}.${aim}`
  return `${use} It sizes its own positions and takes no stop loss; fractional units keep it near its target.${aim}`
}

/** Why this candidate: the words of the goal it answers, what it cannot answer, and what its confidence means. */
export function rationaleOf({ family, variant, parameters }: Proposal, reading: GoalReading, risk: RiskPreference): string {
  return [
    ...reading.missingKinds.map(({ name, nearest }) => missingSentence(name, nearest)),
    familySentence(family),
    ...horizonSentences(variant, reading),
    ...directionSentences(family.type, reading, parameters),
    ...(reading.thresholds.length === 0
      ? []
      : [`The goal's numbers are limits to be tested, no promise: ${thresholdWords(reading.thresholds)}.`]),
    `Risk preference: ${risk}.`,
    'Its confidence is a prior: how well the words fit, nothing about profit.',
  ].join(' ')
}

const METRIC_WORDS: Readonly<Record<GoalThreshold['metric'], string>> = {
  sharpe_ratio: 'Sharpe ratio',
  sortino_ratio: 'Sortino ratio',
  calmar_ratio: 'Calmar ratio',
  profit_factor: 'profit factor',
  max_drawdown: 'max drawdown',
  cagr: 'return a year',
  win_rate: 'win rate',
  annual_volatility: 'volatility a year',
}
const RATIOS: readonly GoalThreshold['metric'][] = ['sharpe_ratio', 'sortino_ratio', 'calmar_ratio', 'profit_factor']

function thresholdWords(thresholds: readonly GoalThreshold[]): string {
  return thresholds
    .map(({ metric, comparison, bound }) => {
      const words = metric === 'max_drawdown' ? 'no deeper than' : comparison.replace('_', ' ')
      return `${METRIC_WORDS[metric]} ${words} ${RATIOS.includes(metric) ? bound : percentOf(Math.abs(bound))}`
    })
    .join(', ')
}

function missingSentence(name: string, nearest: ProposedType): string {
  return `The goal asks for ${name}, which cannot be run yet; ${FAMILY_WORDS[nearest].title.toLowerCase()} comes nearest.`
}

function familySentence({ type, words, score }: FamilyReading): string {
  const { title } = FAMILY_WORDS[type]
  if (words.length > 0) return `${title} answers ${quoted(words)} in the goal.`
  return score > 0
    ? `${title} is proposed in its place.`
    : `No word of the goal points to ${title.toLowerCase()}; it is offered for comparison.`
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
  switch (FAMILY_WORDS[type].sides) {
    case 'chosen':
      return [`It trades ${directionOf(parameters)}, as asked.`]
    case 'both':
      return direction === 'long_only' ? ['The goal asks for long only, but this family also sells short and has no long-only form.'] : []
    case 'long':
      return direction === 'long_short' ? ['The goal asks for both sides, but this one only buys.'] : ['It trades long only, as asked.']
  }
}

const quoted = (words: readonly string[]) => [...new Set(words)].map((word) => `"${word}"`).join(', ')
