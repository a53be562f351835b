import type { StrategyStatus } from '#shared/domain/strategy.ts'
import type { StrategyType } from '#shared/domain/strategyType.ts'
import { type AddressChanges, useAddressState } from '../../components/addressState.ts'
import type { TableSort } from '../../components/dataTableProps.ts'

export const LISTED_TYPES = ['trend_following', 'mean_reversion', 'breakout', 'ts_momentum'] as const satisfies readonly StrategyType[]
export const LISTED_STATUSES = ['draft', 'dev', 'crv', 'product', 'approved'] as const satisfies readonly StrategyStatus[]
const SORT_KEYS = ['createdAt', 'updatedAt', 'name', 'type', 'status', 'confidence'] as const
export type StrategySortKey = (typeof SORT_KEYS)[number]

export interface StrategyList {
  readonly filter: { search: string; types: StrategyType[]; statuses: StrategyStatus[]; includeArchived: boolean }
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
  return {
    filter: {
      search: address.text('search'),
      types: address.choices('type', LISTED_TYPES),
      statuses: address.choices('status', LISTED_STATUSES),
      includeArchived: address.text('archived') === 'yes',
    },
    sort: {
      key: address.choice('sort', SORT_KEYS, 'updatedAt'),
      direction: address.choice('direction', ['asc', 'desc'], 'desc'),
    },
    isGenerateAsked: address.text('generate') !== '',
    isNewAsked: address.text('new') !== '',
    change: address.change,
  }
}
