import { AppError } from '#shared/domain/appError.ts'
import type { RunSpec } from '#shared/domain/runSpec.ts'
import type { ParameterDescriptor, Parameters, StrategyDescriptor, StrategyType } from '#shared/domain/strategyType.ts'
import { completeRunSpec } from '../simulator/completeRunSpec.ts'
import { anyFamily, parameterDescriptor } from '../strategies/registry.ts'
import { findParameterProblem, parameterError } from '../strategies/resolveParameters.ts'
import { type Constraint, parseConstraint } from './constraint/parseConstraint.ts'
import { cellCount, cellIndices } from './gridCells.ts'
import type { SweepAxis } from './parseAxis.ts'
import { applySetting, applySettings, findSettingProblem, isSettingAxis, SWEEP_SETTINGS } from './settingAxes.ts'

export const MAX_GRID_CELLS = 10_000_000
/** A trial's row takes about 250 bytes; a million of them is what a desktop holds at ease. */
export const MAX_TRIALS = 1_000_000

export interface SweepRequest {
  /** Everything about the runs but the parameters and settings that the axes vary. */
  readonly spec: RunSpec
  readonly axes: readonly SweepAxis[]
  /** Which combinations are wanted (see parseConstraint); null wants all. */
  readonly where: string | null
}

/** The trials of a sweep, in their order: the last axis varies fastest. Plain data, so that it can go to other threads. */
export interface SweepPlan {
  /** Complete; what an axis names is replaced in every trial. */
  readonly spec: RunSpec
  readonly axes: readonly SweepAxis[]
  /** Grid cell of every trial, ascending. */
  readonly cells: Int32Array
  /** Combinations of the axes' values; each is a trial, or excluded, or refused. */
  readonly gridCells: number
  /** Left out by the constraint. */
  readonly excluded: number
  /** Left out because the strategy has no such parameters, as an SMA cross with fast >= slow. */
  readonly refused: number
}

/**
 * Lays out a sweep. Every combination is accounted for: gridCells = trials + excluded + refused.
 * @throws AppError `invalid_input` (axis, value, constraint, a grid without any trial), `too_large`.
 */
export function planSweep({ spec, axes, where }: SweepRequest): SweepPlan {
  checkAxes(spec, axes)
  const gridCells = cellCount(axes)
  if (gridCells > MAX_GRID_CELLS) throw tooLarge(`The grid has ${gridCells} cells; at most ${MAX_GRID_CELLS} are possible`)
  const chosen = chooseCells({ spec, axes, where }, gridCells)
  if (chosen.cells.length > MAX_TRIALS) throw tooLarge(`The sweep has ${chosen.cells.length} trials; at most ${MAX_TRIALS} are possible`)
  if (chosen.cells.length === 0) throw noTrial(chosen)
  const first = trialParameters({ spec, axes, cells: chosen.cells }, 0)
  const complete = completeRunSpec({ ...spec, strategy: { type: spec.strategy.type, parameters: first } })
  checkSettings(complete, axes)
  return { spec: complete, axes, gridCells, ...chosen }
}

/** The complete parameters of a trial's strategy. */
export function trialParameters({ spec, axes, cells }: Pick<SweepPlan, 'spec' | 'axes' | 'cells'>, trial: number): Parameters {
  const indices = cellIndices(axes, cells[trial]!)
  const parameters = { ...spec.strategy.parameters }
  axes.forEach(({ name, values }, axis) => {
    if (!isSettingAxis(name)) parameters[name] = values[indices[axis]!]!
  })
  return parameters
}

/** The specification of a trial, as a single run would be given it. */
export function trialSpec(plan: SweepPlan, trial: number): RunSpec {
  const spec = applySettings(plan.spec, plan.axes, plan.cells[trial]!)
  return { ...spec, strategy: { type: spec.strategy.type, parameters: trialParameters(plan, trial) } }
}

function checkAxes({ strategy }: RunSpec, axes: readonly SweepAxis[]): void {
  if (axes.length === 0) throw new AppError('invalid_input', 'A sweep needs at least one parameter with values, such as fast=5:100:1')
  const twice = axes.find(({ name }, index) => axes.findIndex((axis) => axis.name === name) < index)
  if (twice !== undefined) throw parameterError(twice.name, 'is swept twice; give it one list of values')
  const fixed = Object.entries(strategy.parameters).map(([name, value]) => ({ name, values: [value] }))
  for (const axis of [...axes, ...fixed]) checkAxis(strategy.type, axis)
}

/** Whether the run may have every value of the settings: a strategy that sizes itself takes no stop, for one. */
function checkSettings(complete: RunSpec, axes: readonly SweepAxis[]): void {
  for (const { name, values } of axes) {
    if (isSettingAxis(name)) for (const value of values) completeRunSpec(applySetting(complete, name, value))
  }
}

function checkAxis(type: StrategyType, { name, values }: SweepAxis): void {
  const findProblem = isSettingAxis(name)
    ? findSettingProblem.bind(null, name)
    : findParameterProblem.bind(null, requireParameter(type, name))
  if (values.length === 0) throw parameterError(name, 'has no values; give at least one')
  for (const value of values) {
    const problem = findProblem(value)
    if (problem !== null) throw parameterError(name, `${problem}, not ${JSON.stringify(value)}`)
  }
}

function requireParameter(type: StrategyType, name: string): ParameterDescriptor {
  const descriptor = parameterDescriptor(type, name)
  if (descriptor !== null) return descriptor
  const known = anyFamily(type).descriptor.parameters.map((parameter) => parameter.name)
  const settings = SWEEP_SETTINGS.map((setting) => setting.name)
  throw parameterError(name, `is not a parameter of ${type}; it has ${known.join(', ')}; a sweep can also vary ${settings.join(', ')}`)
}

function chooseCells({ spec, axes, where }: SweepRequest, gridCells: number): Pick<SweepPlan, 'cells' | 'excluded' | 'refused'> {
  const family = anyFamily(spec.strategy.type)
  const swept = Object.fromEntries(axes.map(({ name, values }) => [name, values.find((value) => typeof value === 'number') ?? values[0]!]))
  const parameters = { ...defaultParameters(family.descriptor, spec.strategy.parameters), ...swept }
  const isWanted = readConstraint(where, parameters)
  const cells = new Int32Array(gridCells)
  let [trials, excluded, refused] = [0, 0, 0]
  for (let cell = 0; cell < gridCells; cell++) {
    const indices = cellIndices(axes, cell)
    for (let axis = 0; axis < axes.length; axis++) parameters[axes[axis]!.name] = axes[axis]!.values[indices[axis]!]!
    if (!isWanted()) excluded++
    else if (family.findConflict(parameters) !== null) refused++
    else cells[trials++] = cell
  }
  return { cells: cells.slice(0, trials), excluded, refused }
}

function defaultParameters({ parameters }: StrategyDescriptor, given: Parameters): Parameters {
  return { ...Object.fromEntries(parameters.map((parameter) => [parameter.name, parameter.default])), ...given }
}

/** The constraint as a question about `parameters`, whose values change from cell to cell. */
function readConstraint(where: string | null, parameters: Parameters): () => boolean {
  if (where === null) return () => true
  const names = Object.keys(parameters).filter((name) => typeof parameters[name] === 'number')
  const constraint: Constraint = parseConstraint(where, names)
  const values = new Float64Array(names.length)
  return () => {
    for (let i = 0; i < names.length; i++) values[i] = Number(parameters[names[i]!])
    return constraint(values)
  }
}

function tooLarge(problem: string): AppError {
  return new AppError('too_large', `${problem}; take larger steps or fewer parameters`)
}

function noTrial({ excluded, refused }: { excluded: number; refused: number }): AppError {
  return new AppError(
    'invalid_input',
    `The sweep has no trial: the constraint leaves out ${excluded} combinations and the strategy refuses ${refused}; widen the ranges`,
    { details: { excluded, refused } },
  )
}
