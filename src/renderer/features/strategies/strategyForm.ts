import type { Strategy, StrategyDraft } from '#shared/domain/strategy.ts'
import type { ParameterDescriptor, Parameters, StrategyDescriptor } from '#shared/domain/strategyType.ts'

/** What the inputs of a strategy hold; a parameter is '' while its box is empty. */
export type StrategyForm = StrategyDraft

/** Messages by field: `name`, `parameters.fast`. */
export type StrategyFormErrors = Readonly<Record<string, string>>

export function defaultParameters(descriptor: StrategyDescriptor): Parameters {
  return Object.fromEntries(descriptor.parameters.map((parameter) => [parameter.name, parameter.default]))
}

/** A blank form for a family with the family's own defaults. */
export function blankForm(descriptor: StrategyDescriptor): StrategyForm {
  return {
    name: '',
    description: '',
    type: descriptor.type,
    parameters: defaultParameters(descriptor),
    confidence: null,
    tags: [],
    author: '',
    hypothesis: '',
    intendedUse: '',
    limitations: '',
  }
}

/** The editable part of a stored strategy. */
export function formOf(strategy: Strategy): StrategyForm {
  const { id: _id, version: _version, status: _status, createdAtMs: _createdAtMs, updatedAtMs: _updatedAtMs, ...draft } = strategy
  return draft
}

/** The same strategy under another name, to be changed freely. */
export function cloneDraft(strategy: Strategy): StrategyForm {
  return { ...formOf(strategy), name: `Copy of ${strategy.name}` }
}

/** Parameters that the present choices leave in use; `appliesWhen` names the choices a parameter needs. */
export function usedParameters(descriptor: StrategyDescriptor, values: Parameters): ParameterDescriptor[] {
  return descriptor.parameters.filter(({ appliesWhen = {} }) =>
    Object.entries(appliesWhen).every(([name, choice]) => String(values[name]) === choice),
  )
}

/**
 * The draft to save: trimmed, with the parameters in use and those the user named himself (`params.fast`), no others.
 * Expects a form without errors.
 */
export function toDraft(form: StrategyForm, descriptor: StrategyDescriptor): StrategyDraft {
  const used = usedParameters(descriptor, form.parameters)
  return {
    ...form,
    name: form.name.trim(),
    parameters: Object.fromEntries([
      ...used.map((parameter) => [parameter.name, savedValue(parameter, form.parameters)]),
      ...Object.entries(form.parameters).filter(([name]) => name.startsWith('params.')),
    ]),
  }
}

function savedValue(parameter: ParameterDescriptor, values: Parameters): Parameters[string] {
  const value = values[parameter.name] ?? parameter.default
  return parameter.kind === 'integer' || parameter.kind === 'number' ? Number(value) : value
}

/** What a person can mend before asking the application; empty when nothing is wrong. */
export function checkForm(form: StrategyForm, descriptor: StrategyDescriptor): StrategyFormErrors {
  const errors: Record<string, string> = {}
  if (form.name.trim() === '') errors['name'] = 'Give it a name'
  for (const parameter of usedParameters(descriptor, form.parameters)) {
    const problem = checkParameter(parameter, form.parameters[parameter.name])
    if (problem !== null) errors[`parameters.${parameter.name}`] = problem
  }
  return errors
}

function checkParameter(parameter: ParameterDescriptor, value: Parameters[string] | undefined): string | null {
  if (parameter.kind !== 'integer' && parameter.kind !== 'number') return null
  const number = Number(value)
  if (value === undefined || String(value).trim() === '' || !Number.isFinite(number)) return 'Enter a number'
  if (parameter.kind === 'integer' && !Number.isInteger(number)) return 'Enter a whole number'
  if (number < parameter.min || number > parameter.max) return `From ${parameter.min} to ${parameter.max}`
  return null
}

/** One line of a comparison; undefined where a version has no such parameter. */
export interface ParameterDifference {
  readonly name: string
  readonly before: Parameters[string] | undefined
  readonly after: Parameters[string] | undefined
}

/** Parameters that differ between two versions, in the order of their names. */
export function diffParameters(before: Parameters, after: Parameters): ParameterDifference[] {
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])].toSorted()
  return names.filter((name) => before[name] !== after[name]).map((name) => ({ name, before: before[name], after: after[name] }))
}
