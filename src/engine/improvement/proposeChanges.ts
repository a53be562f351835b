import type { StrategyChange, Weakness } from '#shared/domain/improvement.ts'
import type { RunSpec } from '#shared/domain/runSpec.ts'
import type { ParameterDescriptor, Parameters } from '#shared/domain/strategyType.ts'
import { withParameters } from '../simulator/withParameters.ts'
import { anyFamily } from '../strategies/registry.ts'

/** What is changed: the strategy as it stands, with the settings it was judged with. */
export type ChangedSpec = Pick<RunSpec, 'strategy' | 'execution'>

/** One idea that answers a weakness. A search looks for the middle of a plateau over the named parameters, all others as they are. */
export type Proposal =
  | { readonly kind: 'change'; readonly idea: string; readonly change: StrategyChange }
  | { readonly kind: 'search'; readonly idea: string; readonly parameters: readonly string[] }

/** An idea before it is applied; null where the strategy has nothing that it could change. */
type Idea = (spec: ChangedSpec) => Proposal | null

const FIRST_STOP = 0.1
const NO_CHANGE = { parameters: {}, stopLoss: null, sizeFraction: null }

const IDEAS: Readonly<Record<Weakness, readonly Idea[]>> = {
  drawdown: [tightenStop, halveSize, lowerTarget],
  few_trades: [
    scaleLengths(0.75, 'Shorter lookbacks trade more often.'),
    scaleLengths(0.5, 'Lookbacks of half the length trade more often.'),
  ],
  costs: [
    scaleLengths(1.5, 'Longer lookbacks hold longer and pay fewer costs.'),
    scaleLengths(2, 'Lookbacks of twice the length hold longer and pay fewer costs.'),
  ],
  overfitting: [searchOne(0), searchOne(1)],
  weak_edge: [searchPair, searchOne(0), searchOne(1)],
}

/** How many ideas there are for a weakness. */
export function countIdeas(weakness: Weakness): number {
  return IDEAS[weakness].length
}

/** Idea number `index` (from 0) for a weakness, applied to the strategy as it stands; null where it has nothing to change. */
export function proposeChange(weakness: Weakness, index: number, spec: ChangedSpec): Proposal | null {
  return IDEAS[weakness][index]?.(spec) ?? null
}

/** The specification with a change made. */
export function applyChange<Spec extends ChangedSpec>(spec: Spec, { parameters, stopLoss, sizeFraction }: StrategyChange): Spec {
  return {
    ...withParameters(spec, parameters),
    execution: {
      ...spec.execution,
      ...(stopLoss === null ? {} : { stop_loss: stopLoss }),
      ...(sizeFraction === null ? {} : { sizing: { type: 'fraction' as const, of_equity: sizeFraction } }),
    },
  }
}

/** "slow 50 -> 35, stop none -> 10%". */
export function describeChange({ strategy, execution }: ChangedSpec, change: Omit<StrategyChange, 'words'>): string {
  const parameters = Object.entries(change.parameters).map(([name, value]) => `${name} ${strategy.parameters[name]} -> ${value}`)
  const percent = (fraction: number) => `${Number((fraction * 100).toPrecision(6))}%`
  const { stopLoss, sizeFraction } = change
  const stop = execution.stop_loss === null ? 'none' : percent(execution.stop_loss)
  return [
    ...parameters,
    ...(stopLoss === null ? [] : [`stop loss ${stop} -> ${percent(stopLoss)}`]),
    ...(sizeFraction === null ? [] : [`position ${percent(sizeOf(execution) ?? 1)} -> ${percent(sizeFraction)} of equity`]),
  ].join(', ')
}

function change(idea: string, spec: ChangedSpec, changes: Partial<Omit<StrategyChange, 'words'>>): Proposal {
  const whole = { ...NO_CHANGE, ...changes }
  return { kind: 'change', idea, change: { ...whole, words: describeChange(spec, whole) } }
}

/** A strategy that sizes itself takes neither stop nor size. */
const takesOrders = ({ strategy }: ChangedSpec) => anyFamily(strategy.type).kind === 'signal'

function tightenStop(spec: ChangedSpec): Proposal | null {
  if (!takesOrders(spec)) return null
  const { stop_loss } = spec.execution
  if (stop_loss === null) return change('A stop ends losing positions early.', spec, { stopLoss: FIRST_STOP })
  return change('A tighter stop ends losing positions earlier.', spec, { stopLoss: round(stop_loss * 0.75) })
}

function halveSize(spec: ChangedSpec): Proposal | null {
  const size = sizeOf(spec.execution)
  if (!takesOrders(spec) || size === null) return null
  return change('A smaller position loses less.', spec, { sizeFraction: round(size / 2) })
}

/** Fraction of equity in a position; null where the size follows another rule. */
function sizeOf({ sizing }: RunSpec['execution']): number | null {
  if (sizing.type === 'all_in') return 1
  return sizing.type === 'fraction' ? sizing.of_equity : null
}

function lowerTarget(spec: ChangedSpec): Proposal | null {
  const descriptor = numericParameters(spec).find(({ name }) => name === 'vol_target')
  if (descriptor === undefined) return null
  const target = within(descriptor, 0.7 * Number(spec.strategy.parameters['vol_target']))
  return changedParameters('A lower target of volatility holds smaller positions.', spec, { vol_target: target })
}

/** All lengths in bars together, so that their proportions stay. */
function scaleLengths(factor: number, idea: string): Idea {
  return (spec) => {
    const lengths = numericParameters(spec).filter(({ kind, unit }) => kind === 'integer' && unit === 'bars')
    const scaled = lengths.map((descriptor) => [
      descriptor.name,
      within(descriptor, factor * Number(spec.strategy.parameters[descriptor.name])),
    ])
    return changedParameters(idea, spec, Object.fromEntries(scaled))
  }
}

/** null when every value is what it was, and when the family refuses them together. */
function changedParameters(idea: string, spec: ChangedSpec, wished: Parameters): Proposal | null {
  const { type, parameters } = spec.strategy
  const differing = Object.entries(wished).filter(([name, value]) => parameters[name] !== value)
  const isRefused = anyFamily(type).findConflict({ ...parameters, ...wished }) !== null
  return differing.length === 0 || isRefused ? null : change(idea, spec, { parameters: Object.fromEntries(differing) })
}

function searchOne(place: number): Idea {
  return (spec) => {
    const name = searchable(spec)[place]?.name
    if (name === undefined) return null
    return { kind: 'search', idea: `The middle of a plateau over ${name} alone: one free parameter instead of many.`, parameters: [name] }
  }
}

function searchPair(spec: ChangedSpec): Proposal | null {
  const names = searchable(spec)
    .slice(0, 2)
    .map(({ name }) => name)
  if (names.length < 2) return null
  return { kind: 'search', idea: `The middle of a plateau over ${names.join(' and ')}.`, parameters: names }
}

type NumericParameter = Extract<ParameterDescriptor, { kind: 'integer' | 'number' }>

/** Numbers that bear on the strategy as it is. */
function numericParameters({ strategy }: ChangedSpec): NumericParameter[] {
  const bears = ({ appliesWhen = {} }: ParameterDescriptor) =>
    Object.entries(appliesWhen).every(([name, value]) => strategy.parameters[name] === value)
  return anyFamily(strategy.type).descriptor.parameters.filter(
    (descriptor): descriptor is NumericParameter => (descriptor.kind === 'integer' || descriptor.kind === 'number') && bears(descriptor),
  )
}

/** Parameters that bear on the strategy and have a usual range, in their order. */
export function searchable(spec: ChangedSpec): NumericParameter[] {
  return numericParameters(spec).filter(({ sweep }) => sweep !== null)
}

function within({ kind, min, max }: NumericParameter, value: number): number {
  const bounded = Math.min(max, Math.max(min, value))
  return kind === 'integer' ? Math.round(bounded) : round(bounded)
}

const round = (value: number) => Number(value.toPrecision(6))
