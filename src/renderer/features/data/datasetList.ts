import type { ListDatasetsInput } from '#shared/contract/datasets.ts'
import { type AddressChanges, useAddressState } from '../../components/addressState.ts'
import type { TableSort } from '../../components/dataTableProps.ts'

export type DatasetSortKey = ListDatasetsInput['sort']

const SORT_KEYS: readonly DatasetSortKey[] = ['createdAt', 'name', 'symbol', 'barCount']

export interface DatasetList {
  readonly filter: { readonly search: string }
  readonly sort: TableSort<DatasetSortKey>
  readonly isImporting: boolean
  /** The dataset that is looked at; null when none is. */
  readonly shownId: string | null
  readonly change: (changes: AddressChanges) => void
}

/** Which datasets are listed and how, as the address says. */
export function useDatasetList(): DatasetList {
  const address = useAddressState()
  return {
    filter: { search: address.text('search') },
    sort: {
      key: address.choice('sort', SORT_KEYS, 'createdAt'),
      direction: address.choice('direction', ['asc', 'desc'], 'desc'),
    },
    isImporting: address.text('import') === 'yes',
    shownId: address.text('dataset') || null,
    change: address.change,
  }
}
