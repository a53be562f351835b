import { initialSchema } from './0001_initial.ts'
import { adoptedRows } from './0002_adopted_rows.ts'
import { listOrder } from './0003_list_order.ts'
import { datasetKinds } from './0004_dataset_kinds.ts'
import { sweeps } from './0005_sweeps.ts'
import { validationPlans } from './0006_validation_plans.ts'
import { gatePolicies } from './0007_gate_policies.ts'
import { governance } from './0008_governance.ts'
import { pipelines } from './0009_pipelines.ts'
import { sharpeInterval } from './0010_sharpe_interval.ts'
import { statusOrder } from './0011_status_order.ts'
import { packedVerdicts } from './0012_packed_verdicts.ts'
import { leanerIndexes } from './0013_leaner_indexes.ts'
import { overviewIndexes } from './0014_overview_indexes.ts'
import { robustnessJobs } from './0015_robustness_jobs.ts'
import type { Migration } from './migration.ts'

/** In the order they are applied. */
export const MIGRATIONS: readonly Migration[] = [
  initialSchema,
  adoptedRows,
  listOrder,
  datasetKinds,
  sweeps,
  validationPlans,
  gatePolicies,
  governance,
  pipelines,
  sharpeInterval,
  statusOrder,
  packedVerdicts,
  leanerIndexes,
  overviewIndexes,
  robustnessJobs,
]
