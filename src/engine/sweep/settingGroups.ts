import type { RunSpec } from '#shared/domain/runSpec.ts'
import { cellStrides } from './gridCells.ts'
import type { SweepPlan } from './planSweep.ts'
import { applySettings, isSettingAxis } from './settingAxes.ts'

/** Trials with the same settings, which differ in the strategy's parameters alone. */
interface SettingGroup {
  readonly spec: RunSpec
  readonly trials: readonly number[]
}

/** In the order of their first trials. */
export function groupBySettings(plan: SweepPlan): Iterable<SettingGroup> {
  const { axes, cells } = plan
  const [strides, settings] = [cellStrides(axes), axes.map(({ name }) => isSettingAxis(name))]
  if (!settings.includes(true)) return [{ spec: plan.spec, trials: Array.from(cells.keys()) }]
  const groups = new Map<number, { spec: RunSpec; trials: number[] }>()
  for (let trial = 0; trial < cells.length; trial++) {
    const cell = cells[trial]!
    let key = 0
    for (let axis = 0; axis < axes.length; axis++) {
      const { length } = axes[axis]!.values
      if (settings[axis]) key = key * length + (Math.floor(cell / strides[axis]!) % length)
    }
    const group = groups.get(key) ?? { spec: applySettings(plan.spec, axes, cell), trials: [] }
    if (group.trials.length === 0) groups.set(key, group)
    group.trials.push(trial)
  }
  return groups.values()
}
