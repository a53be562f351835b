import type { CsvCell, CsvTable } from '#core/services/exports/csvTable.ts'
import { parameterReader } from '#engine/sweep/planReader.ts'
import type { SweepPlan } from '#engine/sweep/planSweep.ts'
import { SWEEP_METRICS, type SweepColumns } from '#engine/sweep/sweepColumns.ts'

/** One row a trial, in order of trials: the swept parameters, then every metric; what is undefined is an empty cell. */
export function sweepTable(plan: SweepPlan, columns: SweepColumns): CsvTable {
  return { header: [...plan.axes.map(({ name }) => name), ...SWEEP_METRICS], rows: sweepRows(plan, columns) }
}

function* sweepRows(plan: SweepPlan, columns: SweepColumns): Generator<CsvCell[]> {
  const parameters = plan.axes.map(({ name }) => parameterReader(plan, name))
  const metrics = SWEEP_METRICS.map((name) => columns.column(name))
  for (let trial = 0; trial < plan.cells.length; trial++) {
    const values = metrics.map((column) => column[trial]!)
    yield [...parameters.map((read) => read(trial) ?? null), ...values.map((value) => (Number.isNaN(value) ? null : value))]
  }
}
