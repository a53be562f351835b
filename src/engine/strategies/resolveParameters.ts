import { AppError, assertNever } from '#shared/domain/appError.ts'
import type { SpecStrategy } from '#shared/domain/runSpec.ts'
import type { ParameterDescriptor, Parameters } from '#shared/domain/strategyType.ts'
import { anyFamily, parameterDescriptor } from './registry.ts'

/**
 * The complete parameters of a strategy: what was given, checked, and defaults for the rest, in descriptor order;
 * numbers the user has named come after, by name.
 * Parameters that another choice makes idle are kept too, so equal specs stay equal.
 * @throws AppError `invalid_input` naming the field: unknown name, wrong kind, out of bounds, or in conflict with another.
 */
export function resolveParameters(strategy: SpecStrategy): Parameters {
  const family = anyFamily(strategy.type)
  const resolved: Parameters = {}
  for (const descriptor of [...family.descriptor.parameters, ...userParameters(strategy)]) {
    const value = strategy.parameters[descriptor.name] ?? descriptor.default
    const problem = findParameterProblem(descriptor, value)
    if (problem !== null) throw parameterError(descriptor.name, `${problem}, not ${JSON.stringify(value)}`)
    resolved[descriptor.name] = value
  }
  const conflict = family.findConflict(resolved)
  if (conflict) throw parameterError(conflict.name, conflict.problem)
  return resolved
}

/** Parameters whose names the user has chosen, ordered by name. */
function userParameters({ type, parameters }: SpecStrategy): ParameterDescriptor[] {
  const names = anyFamily(type).descriptor.parameters.map(({ name }) => name)
  const others = Object.keys(parameters).filter((name) => !names.includes(name))
  return others.toSorted().map((name) => {
    const descriptor = parameterDescriptor(type, name)
    if (descriptor === null) throw parameterError(name, `is not a parameter of ${type}; it has ${names.join(', ')}`)
    return descriptor
  })
}

/** What keeps a value from being this parameter's, in words; null when it may be. */
export function findParameterProblem(descriptor: ParameterDescriptor, value: Parameters[string]): string | null {
  switch (descriptor.kind) {
    case 'integer':
    case 'number':
      return isNumberWithin(descriptor, value)
        ? null
        : `must be ${descriptor.kind === 'integer' ? 'a whole number' : 'a number'} from ${descriptor.min} to ${descriptor.max}`
    case 'choice':
      return descriptor.choices.some((choice) => choice.value === value)
        ? null
        : `must be one of ${descriptor.choices.map((choice) => choice.value).join(', ')}`
    case 'boolean':
      return typeof value === 'boolean' ? null : 'must be true or false'
    case 'text':
      return typeof value === 'string' && value.length <= descriptor.maxLength
        ? null
        : `must be text of at most ${descriptor.maxLength} characters`
    default:
      return assertNever(descriptor)
  }
}

function isNumberWithin(descriptor: { kind: 'integer' | 'number'; min: number; max: number }, value: Parameters[string]): boolean {
  if (typeof value !== 'number' || !(value >= descriptor.min && value <= descriptor.max)) return false
  return descriptor.kind === 'number' || Number.isInteger(value)
}

export function parameterError(name: string, problem: string): AppError {
  const field = `strategy.parameters.${name}`
  return new AppError('invalid_input', `${field}: ${problem}`, { details: { field } })
}
