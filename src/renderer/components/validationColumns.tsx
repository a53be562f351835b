import type { ListValidationsInput } from '#shared/contract/validations.ts'
import { WALK_FORWARD_TERMS as TERMS } from '#shared/domain/glossary.ts'
import type { ValidationSummary } from '#shared/domain/validation.ts'
import { formatCount, formatNumber, formatPercent } from '../format/figures.ts'
import { Age } from './Age.tsx'
import type { DataColumn } from './dataTableProps.ts'
import { StabilityMark } from './StabilityMark.tsx'
import { StatusBadge } from './StatusBadge.tsx'

export type ValidationSortKey = ListValidationsInput['sort']

/** Columns of a list of validations wherever one stands; the strategy's name goes before them where it is not plain already. */
export const VALIDATION_COLUMNS: readonly DataColumn<ValidationSummary, ValidationSortKey>[] = [
  {
    id: 'status',
    header: 'Status',
    sortKey: 'status',
    cell: ({ status, progress }) => <StatusBadge status={status} progress={progress} />,
  },
  {
    id: 'stability',
    header: 'Stability',
    definition: TERMS.stability.definition,
    align: 'end',
    sortKey: 'stabilityScore',
    cell: ({ metrics }) => <StabilityMark metrics={metrics} />,
  },
  {
    id: 'testSharpe',
    header: 'OOS Sharpe',
    definition: TERMS.oosSharpe.definition,
    align: 'end',
    sortKey: 'testSharpe',
    cell: ({ testSharpe }) => formatNumber(testSharpe),
  },
  {
    id: 'testReturn',
    header: 'OOS return',
    definition: TERMS.oosReturn.definition,
    align: 'end',
    cell: ({ testReturn }) => formatPercent(testReturn),
  },
  {
    id: 'degradation',
    header: 'Degradation',
    definition: TERMS.degradation.definition,
    align: 'end',
    sortKey: 'avgDegradation',
    cell: ({ metrics }) => formatPercent(metrics?.avgDegradation, { decimals: 1 }),
  },
  {
    id: 'windows',
    header: 'Windows',
    definition: TERMS.window.definition,
    align: 'end',
    cell: ({ metrics }) => formatCount(metrics?.numWindows),
  },
  { id: 'trials', header: 'Trials', align: 'end', cell: ({ trialCount }) => formatCount(trialCount) },
  {
    id: 'createdAt',
    header: 'Created',
    sortKey: 'createdAt',
    cell: ({ createdAtMs }) => <Age atMs={createdAtMs} />,
  },
  { id: 'dates', header: 'Dates', isOptional: true, cell: ({ startDate, endDate }) => `${startDate} – ${endDate}` },
]
