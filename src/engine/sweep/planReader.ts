import { cellStrides } from './gridCells.ts'
import type { ParameterValue } from './parseAxis.ts'
import type { SweepPlan } from './planSweep.ts'

/** Reads one parameter of any trial without making the others: hot loops ask for one or two of them. */
export function parameterReader({ spec, axes, cells }: SweepPlan, name: string): (trial: number) => ParameterValue | undefined {
  const axis = axes.findIndex((candidate) => candidate.name === name)
  if (axis === -1) {
    const fixed = spec.strategy.parameters[name]
    return () => fixed
  }
  const { values } = axes[axis]!
  const stride = cellStrides(axes)[axis]!
  return (trial) => values[Math.floor(cells[trial]! / stride) % values.length]
}
