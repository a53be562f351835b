import type { GenerateRequest, RiskPreference, StrategyCandidate } from '#shared/domain/strategy.ts'
import type { Parameters } from '#shared/domain/strategyType.ts'
import { anyFamily } from '../strategies/registry.ts'
import { boundedParameters } from './boundedParameters.ts'
import { descriptionOf, intendedUseOf, nameOf, type Proposal, rationaleOf } from './candidateWords.ts'
import { FAMILY_WORDS } from './familyWords.ts'
import { type FamilyReading, type GoalReading, readGoal } from './readGoal.ts'
import { type Variant, variantsOf } from './variants.ts'
import { UNASKED_TYPES } from './vocabulary.ts'

const VOLATILITY_TARGET: Readonly<Record<RiskPreference, number>> = { conservative: 0.1, moderate: 0.15, aggressive: 0.25 }

/**
 * Proposes strategies for a goal in words, most relevant first, at most `maxStrategies`, no two alike. Works from fixed
 * tables: the same request gives the same candidates. A goal that asks for what cannot be run is told so in the
 * rationale. Nothing here has seen a price.
 */
export function generateCandidates({ goal, riskPreference, maxStrategies }: GenerateRequest): StrategyCandidate[] {
  const reading = readGoal(goal)
  const proposals = rankProposals(reading, riskPreference)
  return withoutRepeats(proposals)
    .slice(0, maxStrategies)
    .map((proposal, rank) => toCandidate(proposal, { reading, risk: riskPreference, rank }))
}

/** Families the goal speaks of take turns, the best fit first; of the others only the common ones follow. */
function rankProposals(reading: GoalReading, risk: RiskPreference): Proposal[] {
  const propose = (family: FamilyReading) =>
    variantsOf(family.type, reading, risk).map((variant) => ({
      family,
      variant,
      parameters: completeParameters(family, variant, { reading, risk }),
    }))
  const families = reading.families.toSorted((a, b) => fitOf(b, reading) - fitOf(a, reading))
  const spokenOf = families.filter(({ score }) => score > 0)
  const others = families.filter(({ type, score }) => score === 0 && UNASKED_TYPES.has(type))
  return [...takeTurns(spokenOf.map(propose)), ...takeTurns(others.map(propose))]
}

function takeTurns<Item>(queues: readonly (readonly Item[])[]): Item[] {
  const rounds = Math.max(0, ...queues.map((queue) => queue.length))
  return Array.from({ length: rounds }, (_, round) => queues.flatMap((queue) => queue.slice(round, round + 1))).flat()
}

interface Wish {
  readonly reading: GoalReading
  readonly risk: RiskPreference
}

function completeParameters({ type }: FamilyReading, { parameters }: Variant, { reading, risk }: Wish): Parameters {
  const direction = reading.direction ?? (risk === 'conservative' ? 'long_only' : null)
  const wished = {
    ...parameters,
    ...(direction === null ? {} : { direction }),
    vol_target: reading.volatilityTarget ?? VOLATILITY_TARGET[risk],
  }
  return boundedParameters(anyFamily(type).descriptor, wished)
}

function withoutRepeats(proposals: readonly Proposal[]): Proposal[] {
  const seen = new Set<string>()
  return proposals.filter(({ family, parameters }) => {
    const key = JSON.stringify([family.type, parameters])
    const isNew = !seen.has(key)
    seen.add(key)
    return isNew
  })
}

function toCandidate(proposal: Proposal, { reading, risk, rank }: Wish & { readonly rank: number }): StrategyCandidate {
  const { type } = proposal.family
  const confidence = priorConfidence(fitOf(proposal.family, reading), rank)
  return {
    draft: {
      name: nameOf(proposal),
      description: descriptionOf(proposal),
      type,
      parameters: proposal.parameters,
      confidence,
      tags: ['generated', risk],
      author: '',
      hypothesis: FAMILY_WORDS[type].hypothesis,
      intendedUse: intendedUseOf(proposal, reading, risk),
      limitations: FAMILY_WORDS[type].limitations,
    },
    rationale: rationaleOf(proposal, reading, risk),
    thresholds: [...reading.thresholds],
    confidence,
  }
}

/** How well a family answers the goal, 0..1: by the weight of the words that point to it. */
function fitOf({ type, score, words }: FamilyReading, { direction }: GoalReading): number {
  if (score === 0) return 0.2
  if (words.length === 0) return 0.3
  const fit = Math.min(0.45 + 0.1 * score, 0.85)
  const contradicts = direction === 'long_only' && FAMILY_WORDS[type].sides === 'both'
  return contradicts ? fit - 0.2 : fit
}

/** The family's fit, a little less for each place down the list. */
function priorConfidence(fit: number, rank: number): number {
  return Number(Math.max(fit - 0.01 * rank, 0.05).toFixed(2))
}
