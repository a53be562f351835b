import { AppError } from '#shared/domain/appError.ts'
import type { RunSpec } from '#shared/domain/runSpec.ts'
import type { ParameterDescriptor, Parameters } from '#shared/domain/strategyType.ts'
import { parameterError } from '../strategies/resolveParameters.ts'
import { cellIndices } from './gridCells.ts'
import type { SweepAxis } from './parseAxis.ts'

/** A setting of the run itself that a sweep may vary beside the strategy's parameters. */
interface SweepSetting {
  readonly descriptor: ParameterDescriptor & { readonly kind: 'number' | 'integer' }
  /** Whether `none` is a value: the setting switched off. */
  readonly isOptional: boolean
  readonly apply: (spec: RunSpec, value: number | null) => RunSpec
}

type SettingName = 'stop_loss' | 'take_profit' | 'trailing_stop' | 'time_stop' | 'slippage_bps' | 'spread_bps'

/** Switches an optional setting off in a list of values, as in `stop_loss=none,0.05`. */
const NONE = 'none'

const execution = (name: SettingName) => (spec: RunSpec, value: number | null) => ({
  ...spec,
  execution: { ...spec.execution, [name]: value },
})

function applyCommission(spec: RunSpec, value: number | null): RunSpec {
  const { cost_model } = spec
  if (cost_model.type === 'fixed_per_share') {
    throw new AppError('invalid_input', 'commission: these costs are charged per share; sweep a percentage of the traded value instead', {
      details: { field: 'commission' },
    })
  }
  const minimum_commission = cost_model.type === 'percentage' ? cost_model.minimum_commission : 0
  return { ...spec, cost_model: { type: 'percentage', percentage: value ?? 0, minimum_commission } }
}

const fraction = { kind: 'number' as const, unit: 'fraction' }
const basisPoints = { kind: 'number' as const, unit: 'bps', min: 0, max: 1000, step: 1, sweep: { from: 0, to: 20, step: 5 } }

const SETTINGS: readonly SweepSetting[] = [
  {
    descriptor: {
      ...fraction,
      name: 'stop_loss',
      label: 'Stop loss',
      help: 'Loss at which a position is closed, as a fraction of the reference price.',
      min: 0.0001,
      max: 0.9999,
      step: 0.01,
      default: 0.05,
      sweep: { from: 0.02, to: 0.1, step: 0.02 },
    },
    isOptional: true,
    apply: execution('stop_loss'),
  },
  {
    descriptor: {
      ...fraction,
      name: 'take_profit',
      label: 'Take profit',
      help: 'Gain at which a position is closed, as a fraction of the reference price.',
      min: 0.0001,
      max: 100,
      step: 0.01,
      default: 0.1,
      sweep: { from: 0.05, to: 0.25, step: 0.05 },
    },
    isOptional: true,
    apply: execution('take_profit'),
  },
  {
    descriptor: {
      ...fraction,
      name: 'trailing_stop',
      label: 'Trailing stop',
      help: 'Fall from the best price since entry at which a position is closed.',
      min: 0.0001,
      max: 0.9999,
      step: 0.01,
      default: 0.1,
      sweep: { from: 0.05, to: 0.25, step: 0.05 },
    },
    isOptional: true,
    apply: execution('trailing_stop'),
  },
  {
    descriptor: {
      kind: 'integer',
      unit: 'bars',
      name: 'time_stop',
      label: 'Time stop',
      help: 'Bars a position is held at most.',
      min: 1,
      max: 1_000_000,
      step: 1,
      default: 20,
      sweep: { from: 5, to: 40, step: 5 },
    },
    isOptional: true,
    apply: execution('time_stop'),
  },
  {
    descriptor: {
      ...basisPoints,
      name: 'slippage_bps',
      label: 'Slippage',
      help: 'How much worse than the quoted price a fill is, in basis points.',
      default: 0,
    },
    isOptional: false,
    apply: execution('slippage_bps'),
  },
  {
    descriptor: {
      ...basisPoints,
      name: 'spread_bps',
      label: 'Spread',
      help: 'Between bid and ask; each fill pays half of it.',
      default: 0,
    },
    isOptional: false,
    apply: execution('spread_bps'),
  },
  {
    descriptor: {
      ...fraction,
      name: 'commission',
      label: 'Commission',
      help: 'Share of the traded value charged per fill.',
      min: 0,
      max: 0.5,
      step: 0.0005,
      default: 0.001,
      sweep: { from: 0, to: 0.004, step: 0.001 },
    },
    isOptional: false,
    apply: applyCommission,
  },
]

/** The settings that may be axes, described as parameters are. */
export const SWEEP_SETTINGS: readonly ParameterDescriptor[] = SETTINGS.map(({ descriptor }) => descriptor)

export const isSettingAxis = (name: string): boolean => findSetting(name) !== undefined

const findSetting = (name: string) => SETTINGS.find(({ descriptor }) => descriptor.name === name)

/** What keeps a value from being this setting's, in words; null when it may be. */
export function findSettingProblem(name: string, value: Parameters[string]): string | null {
  const { descriptor, isOptional } = findSetting(name)!
  if (isOptional && value === NONE) return null
  const isWhole = descriptor.kind === 'number' || Number.isInteger(value)
  if (typeof value === 'number' && value >= descriptor.min && value <= descriptor.max && isWhole) return null
  const kind = descriptor.kind === 'integer' ? 'a whole number' : 'a number'
  return `must be ${kind} from ${descriptor.min} to ${descriptor.max}${isOptional ? ', or none' : ''}`
}

/** The specification with one setting changed; the value has been checked. Throws `invalid_input` where it contradicts the rest. */
export function applySetting(spec: RunSpec, name: string, value: Parameters[string]): RunSpec {
  const setting = findSetting(name)
  if (setting === undefined) throw parameterError(name, 'is not a setting that a sweep can vary')
  return setting.apply(spec, typeof value === 'number' ? value : null)
}

/** The specification of one cell as far as the axes of settings go; the strategy's parameters stay as they are. */
export function applySettings(spec: RunSpec, axes: readonly SweepAxis[], cell: number): RunSpec {
  const indices = cellIndices(axes, cell)
  return axes.reduce(
    (changed, { name, values }, axis) => (isSettingAxis(name) ? applySetting(changed, name, values[indices[axis]!]!) : changed),
    spec,
  )
}
