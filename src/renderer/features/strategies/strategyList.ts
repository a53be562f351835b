import type { StrategyStatus } from '#shared/domain/strategy.ts'
import type { StrategyType } from '#shared/domain/strategyType.ts'
import { type AddressChanges, useAddressState } from '../../components/addressState.ts'
import type { TableSort } from '../../components/dataTableProps.ts'
import { type FilterChip, readTagsAndDates, type TagAndDateFilter, tagAndDateChips } from '../../components/listFilters/listFilters.ts'
import { NAMED_TYPES } from './strategyNames.ts'

/** Takes every filter away; archived ones stay shown where they were. */
export const NO_FILTERS: AddressChanges = { search: null, type: null, status: null, tag: null, from: null, to: null }

export const LISTED_STATUSES = ['draft', 'dev', 'crv', 'product', 'approved'] as const satisfies readonly StrategyStatus[]
const SORT_KEYS = ['createdAt', 'updatedAt', 'name', 'type', 'status', 'confidence'] as const
export type StrategySortKey = (typeof SORT_KEYS)[number]

export interface StrategyList {
  readonly filter: TagAndDateFilter & { search: string; types: StrategyType[]; statuses: StrategyStatus[]; includeArchived: boolean }
  /** The filters behind the button, in words. */
  readonly chips: readonly FilterChip[]
  readonly isFiltered: boolean
  readonly sort: TableSort<StrategySortKey>
  /** `/strategies?generate=yes` opens the generator. */
  readonly isGenerateAsked: boolean
  /** `/strategies?new=yes` opens the editor on a new strategy. */
  readonly isNewAsked: boolean
  readonly change: (changes: AddressChanges) => void
}

/** Which strategies are listed and how, as the address says. */
export function useStrategyList(): StrategyList {
  const address = useAddressState()
  const search = address.text('search')
  const types = address.choices('type', NAMED_TYPES)
  const statuses = address.choices('status', LISTED_STATUSES)
  const created = readTagsAndDates(address)
  const chips = tagAndDateChips(created)
  return {
    filter: { search, types, statuses, includeArchived: address.text('archived') === 'yes', ...created },
    chips,
    isFiltered: search !== '' || types.length + statuses.length + chips.length > 0,
    sort: {
      key: address.choice('sort', SORT_KEYS, 'updatedAt'),
      direction: address.choice('direction', ['asc', 'desc'], 'desc'),
    },
    isGenerateAsked: address.text('generate') !== '',
    isNewAsked: address.text('new') !== '',
    change: address.change,
  }
}
