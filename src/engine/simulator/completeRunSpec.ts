import { AppError } from '#shared/domain/appError.ts'
import type { RunSpec } from '#shared/domain/runSpec.ts'
import { anyFamily } from '../strategies/registry.ts'
import { resolveParameters } from '../strategies/resolveParameters.ts'

/**
 * The specification with every default parameter written out: all that can be checked without the bars is checked here.
 * @throws AppError `invalid_input` naming the field: strategies that cannot be run, parameters, settings that would be idle.
 */
export function completeRunSpec(spec: RunSpec): RunSpec {
  const parameters = resolveParameters(spec.strategy)
  if (anyFamily(spec.strategy.type).kind !== 'signal') refuseIdleSettings(spec)
  return { ...spec, strategy: { type: spec.strategy.type, parameters } }
}

/** A target or panel strategy sizes itself: a setting it would not obey is an error, never silently ignored. */
function refuseIdleSettings({ execution, strategy }: RunSpec): void {
  const idle = {
    stop_loss: execution.stop_loss !== null,
    take_profit: execution.take_profit !== null,
    trailing_stop: (execution.trailing_stop ?? null) !== null,
    time_stop: (execution.time_stop ?? null) !== null,
    sizing: execution.sizing.type !== 'all_in',
  }
  for (const [name, isSet] of Object.entries(idle)) {
    if (!isSet) continue
    const field = `execution.${name}`
    throw new AppError('invalid_input', `${field}: ${strategy.type} sizes its own positions and takes no ${name}; leave it out`, {
      details: { field },
    })
  }
}
