import type { RunStatus } from '#shared/domain/backtest.ts'
import { type AddressChanges, useAddressState } from '../../components/addressState.ts'
import type { TableSort } from '../../components/dataTableProps.ts'
import {
  type FilterChip,
  type Range,
  type RangeSpec,
  rangeChip,
  readRange,
  readTagsAndDates,
  type TagAndDateFilter,
  tagAndDateChips,
} from '../../components/listFilters/listFilters.ts'
import type { RunSortKey } from '../../components/runColumns.tsx'

export const STATUSES: readonly { readonly status: RunStatus; readonly name: string }[] = [
  { status: 'pending', name: 'Pending' },
  { status: 'running', name: 'Running' },
  { status: 'completed', name: 'Completed' },
  { status: 'failed', name: 'Failed' },
  { status: 'cancelled', name: 'Cancelled' },
  { status: 'interrupted', name: 'Interrupted' },
]

const SORT_KEYS: readonly RunSortKey[] = [
  'createdAt',
  'status',
  'strategyName',
  'totalReturn',
  'cagr',
  'sharpeRatio',
  'maxDrawdown',
  'totalTrades',
]

/** Figures of a run that the list can be narrowed by. */
const RANGES = [
  { label: 'Sharpe', minKey: 'minSharpe', maxKey: 'maxSharpe', unit: 'ratio' },
  { label: 'Return', minKey: 'minReturn', maxKey: 'maxReturn', unit: 'percent' },
  { label: 'Drawdown', minKey: 'minDrawdown', maxKey: 'maxDrawdown', unit: 'percent' },
  { label: 'Trades', minKey: 'minTrades', maxKey: 'maxTrades', unit: 'count' },
] as const satisfies readonly RangeSpec[]
type BoundKey = (typeof RANGES)[number]['minKey' | 'maxKey']

/** Takes every filter away. */
export const NO_FILTERS: AddressChanges = {
  search: null,
  status: null,
  tag: null,
  from: null,
  to: null,
  ...Object.fromEntries(RANGES.flatMap(({ minKey, maxKey }) => [minKey, maxKey].map((key) => [key, null]))),
}

type RunFilter = TagAndDateFilter &
  Readonly<Record<BoundKey, number | null>> & { search: string; statuses: RunStatus[]; strategyId: null; datasetId: null }

export interface BacktestList {
  readonly filter: RunFilter
  readonly ranges: readonly { readonly spec: RangeSpec; readonly range: Range }[]
  /** The filters behind the button, in words. */
  readonly chips: readonly FilterChip[]
  readonly isFiltered: boolean
  readonly sort: TableSort<RunSortKey>
  /** A strategy's id, or `new`, when the address asks for the run dialog. */
  readonly runAsked: string | null
  readonly change: (changes: AddressChanges) => void
}

/** Which runs are listed and how, as the address says. */
export function useBacktestList(): BacktestList {
  const address = useAddressState()
  const run = address.text('run')
  const search = address.text('search')
  const statuses = address.choices(
    'status',
    STATUSES.map(({ status }) => status),
  )
  const created = readTagsAndDates(address)
  const ranges = RANGES.map((spec) => ({ spec, range: readRange(address, spec) }))
  const chips = [...tagAndDateChips(created), ...ranges.flatMap(({ spec, range }) => rangeChip(spec, range))]
  return {
    filter: { search, statuses, strategyId: null, datasetId: null, ...created, ...boundsOf(ranges) },
    ranges,
    chips,
    isFiltered: search !== '' || statuses.length > 0 || chips.length > 0,
    sort: {
      key: address.choice('sort', SORT_KEYS, 'createdAt'),
      direction: address.choice('direction', ['asc', 'desc'], 'desc'),
    },
    runAsked: run === '' ? null : run,
    change: address.change,
  }
}

function boundsOf(ranges: readonly { spec: (typeof RANGES)[number]; range: Range }[]): Record<BoundKey, number | null> {
  const bounds = ranges.flatMap(({ spec, range }) => [[spec.minKey, range.min] as const, [spec.maxKey, range.max] as const])
  return Object.fromEntries(bounds) as Record<BoundKey, number | null>
}
