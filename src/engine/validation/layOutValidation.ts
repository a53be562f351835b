import { AppError } from '#shared/domain/appError.ts'
import type { RunSpec } from '#shared/domain/runSpec.ts'
import type { EqualWindowsPlan, PlannedWindow, ValidationPlan } from '#shared/domain/validationPlan.ts'
import { completeRunSpec } from '../simulator/completeRunSpec.ts'
import { parameterError } from '../strategies/resolveParameters.ts'
import { cellIndices } from '../sweep/gridCells.ts'
import { planSweep, type SweepPlan } from '../sweep/planSweep.ts'
import { isSettingAxis } from '../sweep/settingAxes.ts'
import type { GridPoint } from './chooseTrial.ts'
import { type BarRange, type Fold, planFolds } from './planFolds.ts'
import { planFoldsByDays } from './planFoldsByDays.ts'
import { planListedFolds } from './planListedFolds.ts'
import { findTestedRange } from './robustness/testedParts.ts'
import { spanWindows } from './spanWindows.ts'
import { describeFold } from './summariseWalkForward.ts'

/** Every in-sample trial is kept, so their number has an end. */
const MAX_TRIALS = 500_000
/** Combinations of the axes' values that are looked at. */
const MAX_COMBINATIONS = 100_000
const MAX_WINDOWS = 5_000

/** A validation before anything has run: its windows and what each of them tries. */
export interface ValidationLayout {
  /** Complete; its dates bound the windows, and are those of windows given one by one. */
  readonly spec: RunSpec
  readonly folds: readonly Fold[]
  /** The bars between the dates of the spec; those before warm indicators up. */
  readonly range: BarRange
  readonly grid: readonly GridPoint[]
  /** null: the plan has no axes, and every window keeps the strategy's parameters. */
  readonly sweep: SweepPlan | null
}

export interface ValidationRequest {
  /** Epoch ms UTC of all bars there are. */
  readonly time: Float64Array
  readonly spec: RunSpec
  readonly plan: ValidationPlan
}

/**
 * Lays out a validation.
 * @throws AppError `invalid_input` (lengths, axes, constraint, no window fits), `data_out_of_range` (dates), `too_large`.
 */
export function layOutValidation({ time, spec: asked, plan }: ValidationRequest): ValidationLayout {
  const spec = spanWindows(asked, plan)
  const { folds, range } = placeWindows(time, spec, plan)
  const { grid, sweep } = layOutGrid(spec, plan)
  if (folds.length > MAX_WINDOWS) throw tooLarge(`${folds.length} windows; at most ${MAX_WINDOWS} are possible. Choose longer tests.`)
  const trials = folds.length * grid.length
  if (trials > MAX_TRIALS) {
    throw tooLarge(`${trials} in-sample trials; at most ${MAX_TRIALS} are possible. Take larger steps, fewer parameters or longer tests.`)
  }
  return { spec: sweep?.spec ?? completeRunSpec(spec), folds, range, grid, sweep }
}

function placeWindows(time: Float64Array, spec: RunSpec, plan: ValidationPlan): Pick<ValidationLayout, 'folds' | 'range'> {
  if (plan.mode === 'listed') return { folds: planListedFolds(time, plan), range: findTestedRange(time, spec) }
  const range = findTestedRange(time, spec)
  return { folds: planEqualFolds(time, plan, range), range }
}

/** Windows of equal length between the dates, as rows of all the data. */
function planEqualFolds(time: Float64Array, plan: EqualWindowsPlan, { from, end }: BarRange): Fold[] {
  const { trainLength, testLength, purgeBars, embargoBars, lastTest } = plan
  const common = { purgeBars, embargoBars, anchored: plan.mode === 'anchored' }
  const folds =
    plan.unit === 'bars'
      ? planFolds(end - from, { ...common, trainBars: trainLength, testBars: testLength, lastTest })
      : planFoldsByDays(time.subarray(from, end), { ...common, trainDays: trainLength, testDays: testLength })
  return shiftFolds(folds, from)
}

function shiftFolds(folds: readonly Fold[], by: number): Fold[] {
  const shift = ({ from, end }: BarRange) => ({ from: from + by, end: end + by })
  return folds.map(({ train, test }) => ({ train: shift(train), test: shift(test) }))
}

export function layOutGrid(
  spec: RunSpec,
  { axes, where }: Pick<ValidationPlan, 'axes' | 'where'>,
): Pick<ValidationLayout, 'grid' | 'sweep'> {
  if (axes.length === 0) return { grid: [{ parameters: {}, place: [] }], sweep: null }
  const combinations = axes.reduce((count, { values }) => count * values.length, 1)
  if (combinations > MAX_COMBINATIONS) throw tooLarge(`${combinations} combinations a window; at most ${MAX_COMBINATIONS} are possible.`)
  requireParameters(axes)
  const sweep = planSweep({ spec, axes, where })
  const grid = Array.from(sweep.cells, (cell): GridPoint => {
    const place = cellIndices(axes, cell)
    return { parameters: Object.fromEntries(axes.map(({ name, values }, axis) => [name, values[place[axis]!]!])), place }
  })
  return { grid, sweep }
}

/** A sweep also varies settings of the run; what a strategy pays or risks is not for a window to choose. */
function requireParameters(axes: ValidationPlan['axes']): void {
  const setting = axes.find(({ name }) => isSettingAxis(name))
  if (setting === undefined) return
  throw parameterError(setting.name, 'is a setting of the run; windows choose parameters of the strategy. Vary it in a sweep')
}

const tooLarge = (problem: string) => new AppError('too_large', `The validation has ${problem}`)

/** In-sample trials that a search is judged by: without axes nothing is chosen, and one strategy was tried. */
export function countTrials({ folds, grid, sweep }: Pick<ValidationLayout, 'folds' | 'grid' | 'sweep'>): number {
  return sweep === null ? 1 : folds.length * grid.length
}

/** Bars to simulate, all trials together. */
export function countSimulatedBars({ folds, grid }: Pick<ValidationLayout, 'folds' | 'grid'>): number {
  return folds.reduce((sum, { train, test }) => sum + (train.end - train.from) * grid.length + test.end - test.from, 0)
}

/** The windows as a preview shows them. */
export function describeWindows({ folds }: Pick<ValidationLayout, 'folds'>, time: Float64Array): PlannedWindow[] {
  return folds.map((fold, windowId) => ({
    windowId,
    ...describeFold(fold, time),
    trainBars: fold.train.end - fold.train.from,
    testBars: fold.test.end - fold.test.from,
  }))
}
