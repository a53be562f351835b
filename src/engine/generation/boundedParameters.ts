import type { ParameterDescriptor, Parameters, StrategyDescriptor } from '#shared/domain/strategyType.ts'
import { resolveParameters } from '../strategies/resolveParameters.ts'

/**
 * Complete, valid parameters from wished ones: numbers are moved within their bounds, names the family does not have
 * are left out.
 * @throws AppError `invalid_input` when the wishes contradict each other.
 */
export function boundedParameters({ type, parameters: descriptors }: StrategyDescriptor, wished: Parameters): Parameters {
  const bounded: Parameters = {}
  for (const descriptor of descriptors) {
    const value = wished[descriptor.name]
    if (value !== undefined) bounded[descriptor.name] = boundValue(descriptor, value)
  }
  return resolveParameters({ type, parameters: bounded })
}

function boundValue(descriptor: ParameterDescriptor, value: Parameters[string]): Parameters[string] {
  if (typeof value !== 'number' || (descriptor.kind !== 'integer' && descriptor.kind !== 'number')) return value
  const within = Math.min(Math.max(value, descriptor.min), descriptor.max)
  return descriptor.kind === 'integer' ? Math.round(within) : within
}
