import type { ListSweepsInput } from '#shared/contract/sweeps.ts'
import { RUN_STATUSES, type RunStatus } from '#shared/domain/backtest.ts'
import { type AddressChanges, useAddressState } from '../../components/addressState.ts'
import type { TableSort } from '../../components/dataTableProps.ts'
import { type FilterChip, readTagsAndDates, type TagAndDateFilter, tagAndDateChips } from '../../components/listFilters/listFilters.ts'

export type SweepSortKey = ListSweepsInput['sort']

const SORT_KEYS: readonly SweepSortKey[] = ['createdAt', 'status', 'trialCount', 'totalReturn', 'sharpeRatio', 'maxDrawdown']

/** Takes every filter away. */
export const NO_FILTERS: AddressChanges = { search: null, status: null, tag: null, from: null, to: null }

export interface SweepList {
  readonly filter: TagAndDateFilter & { search: string; statuses: RunStatus[]; strategyId: null; datasetId: null }
  readonly chips: readonly FilterChip[]
  readonly isFiltered: boolean
  readonly sort: TableSort<SweepSortKey>
  /** A strategy's id, or `new`, when the address asks for the dialog. */
  readonly sweepAsked: string | null
  readonly change: (changes: AddressChanges) => void
}

/** Which sweeps are listed and how, as the address says. */
export function useSweepList(): SweepList {
  const address = useAddressState()
  const asked = address.text('sweep')
  const search = address.text('search')
  const statuses = address.choices('status', RUN_STATUSES)
  const created = readTagsAndDates(address)
  const chips = tagAndDateChips(created)
  return {
    filter: { search, statuses, strategyId: null, datasetId: null, ...created },
    chips,
    isFiltered: search !== '' || statuses.length > 0 || chips.length > 0,
    sort: {
      key: address.choice('sort', SORT_KEYS, 'createdAt'),
      direction: address.choice('direction', ['asc', 'desc'], 'desc'),
    },
    sweepAsked: asked === '' ? null : asked,
    change: address.change,
  }
}
