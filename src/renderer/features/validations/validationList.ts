import type { RunStatus } from '#shared/domain/backtest.ts'
import { type AddressChanges, useAddressState } from '../../components/addressState.ts'
import type { TableSort } from '../../components/dataTableProps.ts'
import type { ValidationSortKey } from '../../components/validationColumns.tsx'

export const STATUSES: readonly { readonly status: RunStatus; readonly name: string }[] = [
  { status: 'pending', name: 'Pending' },
  { status: 'running', name: 'Running' },
  { status: 'completed', name: 'Completed' },
  { status: 'failed', name: 'Failed' },
  { status: 'cancelled', name: 'Cancelled' },
  { status: 'interrupted', name: 'Interrupted' },
]

const SORT_KEYS: readonly ValidationSortKey[] = ['createdAt', 'status', 'strategyName', 'testSharpe', 'avgDegradation', 'stabilityScore']

export interface ValidationList {
  readonly filter: { search: string; statuses: RunStatus[] }
  readonly sort: TableSort<ValidationSortKey>
  /** A strategy's id, or `new`, when the address asks for the dialog. */
  readonly asked: string | null
  readonly change: (changes: AddressChanges) => void
}

/** Which validations are listed and how, as the address says. */
export function useValidationList(): ValidationList {
  const address = useAddressState()
  const asked = address.text('run')
  return {
    filter: {
      search: address.text('search'),
      statuses: address.choices(
        'status',
        STATUSES.map(({ status }) => status),
      ),
    },
    sort: {
      key: address.choice('sort', SORT_KEYS, 'createdAt'),
      direction: address.choice('direction', ['asc', 'desc'], 'desc'),
    },
    asked: asked === '' ? null : asked,
    change: address.change,
  }
}
