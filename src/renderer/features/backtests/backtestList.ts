import type { RunStatus } from '#shared/domain/backtest.ts'
import { type AddressChanges, useAddressState } from '../../components/addressState.ts'
import type { TableSort } from '../../components/dataTableProps.ts'
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

export interface BacktestList {
  readonly filter: { search: string; statuses: RunStatus[]; strategyId: null; datasetId: null }
  readonly sort: TableSort<RunSortKey>
  /** A strategy's id, or `new`, when the address asks for the run dialog. */
  readonly runAsked: string | null
  readonly change: (changes: AddressChanges) => void
}

/** Which runs are listed and how, as the address says. */
export function useBacktestList(): BacktestList {
  const address = useAddressState()
  const run = address.text('run')
  return {
    filter: {
      search: address.text('search'),
      statuses: address.choices(
        'status',
        STATUSES.map(({ status }) => status),
      ),
      strategyId: null,
      datasetId: null,
    },
    sort: {
      key: address.choice('sort', SORT_KEYS, 'createdAt'),
      direction: address.choice('direction', ['asc', 'desc'], 'desc'),
    },
    runAsked: run === '' ? null : run,
    change: address.change,
  }
}
