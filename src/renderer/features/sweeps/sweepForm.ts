import type { SweepRequestInput } from '#shared/contract/sweeps.ts'
import type { MetricName } from '#shared/domain/metricRegistry.ts'
import type { ParameterDescriptor, Parameters, StrategyDescriptor } from '#shared/domain/strategyType.ts'
import type { AxisRequest, Ranking } from '#shared/domain/sweep.ts'

type NumberField = number | string

/** One thing that may be varied: what its inputs hold, and whether it takes part. */
export interface AxisField {
  readonly descriptor: ParameterDescriptor
  readonly isOn: boolean
  readonly from: NumberField
  readonly to: NumberField
  readonly step: NumberField
  /** Of a choice or a switch. */
  readonly values: readonly string[]
}

/** How the trials are chosen and ranked. */
export interface SweepForm {
  readonly axes: readonly AxisField[]
  readonly where: string
  readonly rankMetric: MetricName
  readonly ranking: Ranking
}

export const INITIAL_RULES = { where: '', rankMetric: 'sharpe_ratio', ranking: 'plateau' } as const

/** Axes that are on when the dialog opens: what fits a heatmap. */
const FIRST_AXES = 2

/** The parameters of a strategy that can be varied, each with the range its descriptor finds sensible; the first two are on. */
export function strategyAxes(family: StrategyDescriptor, given: Parameters): AxisField[] {
  const all = { ...Object.fromEntries(family.parameters.map(({ name, default: value }) => [name, value])), ...given }
  const used = family.parameters.filter(({ kind, appliesWhen = {} }) => {
    return kind !== 'text' && Object.entries(appliesWhen).every(([name, choice]) => all[name] === choice)
  })
  const numbers = used.filter(({ kind }) => kind === 'integer' || kind === 'number').slice(0, FIRST_AXES)
  return used.map((descriptor) => ({ ...axisOf(descriptor), isOn: numbers.includes(descriptor) }))
}

/** The same for what is no parameter of the strategy: off until asked for. */
export function axisOf(descriptor: ParameterDescriptor): AxisField {
  const range = 'sweep' in descriptor ? descriptor.sweep : null
  return {
    descriptor,
    isOn: false,
    from: range?.from ?? '',
    to: range?.to ?? '',
    step: range?.step ?? '',
    values: choicesOf(descriptor).map(({ value }) => value),
  }
}

export function choicesOf(descriptor: ParameterDescriptor): { readonly value: string; readonly label: string }[] {
  if (descriptor.kind === 'choice') return [...descriptor.choices]
  if (descriptor.kind === 'boolean') return ['true', 'false'].map((value) => ({ value, label: value === 'true' ? 'Yes' : 'No' }))
  return []
}

/** How many values an axis has; null while it cannot be told. */
export function countValues(axis: AxisField): number | null {
  const request = toAxis(axis)
  if (request === null) return null
  return 'values' in request ? request.values.length : Math.floor((request.to - request.from) / request.step + 1e-9) + 1
}

/** null while the inputs do not make an axis. */
function toAxis({ descriptor, from, to, step, values }: AxisField): AxisRequest | null {
  const { name, kind } = descriptor
  if (kind === 'choice') return values.length === 0 ? null : { name, values: [...values] }
  if (kind === 'boolean') return values.length === 0 ? null : { name, values: values.map((value) => value === 'true') }
  const numbers = [from, to, step].map((field) => (String(field).trim() === '' ? Number.NaN : Number(field)))
  const [first, last, by] = numbers as [number, number, number]
  return first <= last && by > 0 ? { name, from: first, to: last, step: by } : null
}

/** What is asked of the application; null while an axis that is on is not complete, or none is on. */
export function toSweepRequest(form: SweepForm): Pick<SweepRequestInput, 'axes' | 'where' | 'rankMetric' | 'ranking'> | null {
  const axes = form.axes.filter(({ isOn }) => isOn).map(toAxis)
  if (axes.length === 0 || !axes.every((axis) => axis !== null)) return null
  const where = form.where.trim()
  return { axes, where: where === '' ? null : where, rankMetric: form.rankMetric, ranking: form.ranking }
}
