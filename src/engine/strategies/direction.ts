import type { ParameterDescriptor } from '#shared/domain/strategyType.ts'

/** The `direction` parameter shared by the signal families. */
export function directionParameter(defaultValue: 'long_only' | 'long_short'): ParameterDescriptor {
  return {
    kind: 'choice',
    name: 'direction',
    label: 'Direction',
    help: 'Long only stays in cash on the other side; long and short reverses.',
    unit: '',
    choices: [
      { value: 'long_only', label: 'Long only' },
      { value: 'long_short', label: 'Long and short' },
    ],
    default: defaultValue,
  }
}
