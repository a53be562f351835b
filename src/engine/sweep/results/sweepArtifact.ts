import type { Columns } from '#shared/domain/ledger.ts'
import { parameterReader } from '../planReader.ts'
import type { SweepPlan } from '../planSweep.ts'
import { SWEEP_METRICS, type SweepColumns } from '../sweepColumns.ts'

/**
 * A whole sweep as one set of columns, one entry a trial: `parameter.<name>` for every axis, then every metric by name.
 * A parameter that is not a number is the index of its value on the axis; NaN is a metric that is undefined.
 */
export function sweepArtifact(plan: SweepPlan, columns: SweepColumns): Columns {
  const parameters = plan.axes.map(({ name, values }) => {
    const read = parameterReader(plan, name)
    const numberOf = (trial: number) => {
      const value = read(trial)!
      return typeof value === 'number' ? value : values.indexOf(value)
    }
    return [`parameter.${name}`, Float64Array.from(plan.cells, (_, trial) => numberOf(trial))] as const
  })
  return Object.fromEntries([...parameters, ...SWEEP_METRICS.map((name) => [name, columns.column(name)] as const)])
}
