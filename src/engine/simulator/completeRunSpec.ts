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
  const { kind } = anyFamily(spec.strategy.type)
  if (kind !== 'signal') refuseIdleSettings(spec)
  refuseIdleDelisting(spec, kind === 'panel')
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
  for (const name of Object.keys(idle) as (keyof typeof idle)[]) {
    if (idle[name]) throw idleSetting(name, `${strategy.type} sizes its own positions and takes no ${name}; leave it out`)
  }
}

/** One instrument's data end with its run, and a loss needs the event it belongs to. */
function refuseIdleDelisting({ execution, strategy }: RunSpec, isPanel: boolean): void {
  for (const name of ['delist_after', 'delisting_loss'] as const) {
    if (!execution[name]) continue
    if (!isPanel) throw idleSetting(name, `${strategy.type} runs on one instrument, whose data end with the run; leave it out`)
    if (!execution.delist_after) throw idleSetting(name, 'nothing is closed without delist_after; set that too, or leave it out')
  }
}

function idleSetting(name: keyof RunSpec['execution'], problem: string): AppError {
  const field = `execution.${name}`
  return new AppError('invalid_input', `${field}: ${problem}`, { details: { field } })
}
