import type { SpecStrategy } from '#shared/domain/runSpec.ts'
import type { ParameterDescriptor, Parameters } from '#shared/domain/strategyType.ts'
import { type Measured, measured, undefinedBecause } from '../../statistics/measured.ts'
import { anyFamily, parameterDescriptor } from '../../strategies/registry.ts'
import type { TrialScore } from '../trial.ts'

/** Above this many numbers all combinations would be too many, and each number moves alone. */
const MOST_COMBINED = 4

/**
 * Neighbours of a parameter set: every number `share` (0.1) lower, as it is, and higher, in all combinations but the set
 * itself; with more than four numbers one at a time. A whole number moves by at least 1; a value beyond its bounds stops
 * at the bound. Numbers that another choice makes idle stay, and sets that the strategy refuses are left out.
 */
export function perturbParameters({ type, parameters }: SpecStrategy, share: number): Parameters[] {
  const moves = Object.keys(parameters)
    .map((name) => ({ name, descriptor: parameterDescriptor(type, name) }))
    .filter(({ descriptor }) => descriptor !== null && isInUse(descriptor, parameters))
    .map(({ name, descriptor }) => ({ name, values: valuesAround(descriptor, parameters[name]!, share) }))
    .filter(({ values }) => values.length > 1)
  const sets = moves.length <= MOST_COMBINED ? combine(parameters, moves) : moveSingly(parameters, moves)
  const isOther = (set: Parameters) => moves.some(({ name }) => set[name] !== parameters[name])
  return sets.filter((set) => isOther(set) && anyFamily(type).findConflict(set) === null)
}

/** A number that another choice makes idle changes nothing: its neighbours would only repeat the run. */
function isInUse({ appliesWhen = {} }: ParameterDescriptor, parameters: Parameters): boolean {
  return Object.entries(appliesWhen).every(([name, value]) => String(parameters[name]) === value)
}

interface Move {
  readonly name: string
  readonly values: readonly number[]
}

function valuesAround(descriptor: ParameterDescriptor | null, value: Parameters[string], share: number): number[] {
  if (typeof value !== 'number' || (descriptor?.kind !== 'integer' && descriptor?.kind !== 'number')) return []
  const step = descriptor.kind === 'integer' ? Math.max(1, Math.round(Math.abs(value) * share)) : Math.abs(value) * share
  const around = [value - step, value, value + step].map((near) => Math.min(descriptor.max, Math.max(descriptor.min, near)))
  return [...new Set(around)]
}

function combine(parameters: Parameters, moves: readonly Move[]): Parameters[] {
  return moves.reduce<Parameters[]>(
    (sets, { name, values }) => sets.flatMap((set) => values.map((value) => ({ ...set, [name]: value }))),
    [parameters],
  )
}

function moveSingly(parameters: Parameters, moves: readonly Move[]): Parameters[] {
  return moves.flatMap(({ name, values }) => values.map((value) => ({ ...parameters, [name]: value })))
}

export interface Plateau {
  readonly neighbours: readonly { readonly parameters: Parameters; readonly score: TrialScore }[]
  /** Neighbours with a positive total return / neighbours; null without neighbours. */
  readonly profitableShare: Measured
}

/** Whether the surroundings of a parameter set earn too. `strategy` is complete. */
export function measurePlateau(
  strategy: SpecStrategy,
  { share, score }: { share: number; score: (parameters: Parameters) => TrialScore },
): Plateau {
  const sets = perturbParameters(strategy, share)
  const neighbours = sets.map((parameters) => ({ parameters, score: score(parameters) }))
  const profitable = neighbours.filter(({ score }) => (score.totalReturn ?? 0) > 0).length
  return {
    neighbours,
    profitableShare: sets.length === 0 ? undefinedBecause('no number of the strategy can be moved') : measured(profitable / sets.length),
  }
}
