import type { Columns } from '#shared/domain/ledger.ts'
import { parameterReader } from '../planReader.ts'
import type { SweepPlan } from '../planSweep.ts'
import { SWEEP_METRICS, type SweepColumns } from '../sweepColumns.ts'

/**
 * A whole sweep as one set of columns, one entry a trial: `parameter.<name>` for every axis, then every metric by name.
 * On an axis with values that are not numbers a parameter is the index of its value; NaN is a metric that is undefined.
 */
export function sweepArtifact(plan: SweepPlan, columns: SweepColumns): Columns {
  const parameters = plan.axes.map(({ name, values }) => {
    const read = parameterReader(plan, name)
    const isNumeric = values.every((value) => typeof value === 'number')
    const numberOf = (trial: number) => (isNumeric ? Number(read(trial)) : values.indexOf(read(trial)!))
    return [`parameter.${name}`, Float64Array.from(plan.cells, (_, trial) => numberOf(trial))] as const
  })
  return Object.fromEntries([...parameters, ...SWEEP_METRICS.map((name) => [name, columns.column(name)] as const)])
}
