import { Button } from '@mantine/core'
import { IconPlayerStop, IconReload, IconTrash } from '@tabler/icons-react'
import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query'
import { type ReactNode, useState } from 'react'
import { useNavigate } from 'react-router'
import type { BacktestSummary } from '#shared/domain/backtest.ts'
import { MOST_COMPARED } from '#shared/domain/comparison.ts'
import { isUnderWay } from '#shared/domain/underWay.ts'
import { useApi } from '../../api/ApiProvider.tsx'
import { DataTable } from '../../components/DataTable.tsx'
import type { DataColumn, RowAction } from '../../components/dataTableProps.ts'
import { EmptyState } from '../../components/EmptyState.tsx'
import { keysetInput, keysetPaging, keysetRows, pollUnderWay } from '../../components/keysetRows.ts'
import { RowName } from '../../components/RowName.tsx'
import { RUN_COLUMNS, type RunSortKey } from '../../components/runColumns.tsx'
import { type BacktestList, NO_FILTERS } from './backtestList.ts'
import { CompareBar } from './CompareBar.tsx'
import { useRunActions } from './useRunActions.tsx'

const COLUMNS: readonly DataColumn<BacktestSummary, RunSortKey>[] = [
  {
    id: 'strategy',
    header: 'Strategy',
    sortKey: 'strategyName',
    cell: ({ id, strategyName, strategyVersion }) => <RowName to={`/backtests/${id}`} name={strategyName} version={strategyVersion} />,
  },
  ...RUN_COLUMNS,
]

interface BacktestsTableProps {
  readonly list: BacktestList
  readonly emptyAction: ReactNode
}

export function BacktestsTable({ list, emptyAction }: BacktestsTableProps) {
  const api = useApi()
  const navigate = useNavigate()
  const { cancel, resume, askDelete } = useRunActions()
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set())
  const query = useInfiniteQuery(
    api.backtests.list.infiniteOptions({
      input: keysetInput(list),
      ...keysetPaging,
      placeholderData: keepPreviousData,
      refetchInterval: pollUnderWay,
    }),
  )
  const rowActions = (run: BacktestSummary): RowAction[] => [
    ...(isUnderWay(run.status) ? [{ label: 'Cancel', icon: <IconPlayerStop size={16} />, run: () => cancel.mutate({ id: run.id }) }] : []),
    ...(run.status === 'interrupted'
      ? [{ label: 'Resume', icon: <IconReload size={16} />, run: () => resume.mutate({ id: run.id }) }]
      : []),
    {
      label: 'Delete',
      icon: <IconTrash size={16} />,
      run: () => askDelete(run, () => undefined),
      isDestructive: true,
      isDisabled: isUnderWay(run.status),
    },
  ]
  return (
    <>
      <DataTable
        label="Backtests"
        columnsKey="backtests"
        {...keysetRows(query)}
        columns={COLUMNS}
        rowId={({ id }) => id}
        rowName={({ strategyName, startDate, endDate }) => `${strategyName}, ${startDate} to ${endDate}`}
        sort={list.sort}
        onSortChange={({ key, direction }) => list.change({ sort: key, direction })}
        onOpenRow={({ id }) => navigate(`/backtests/${id}`)}
        selection={{ ids: selected, change: setSelected, canTakeMore: selected.size < MOST_COMPARED }}
        rowActions={rowActions}
        empty={
          list.isFiltered ? (
            <EmptyState
              message="No run fits this search and these filters."
              action={
                <Button variant="default" onClick={() => list.change(NO_FILTERS)}>
                  Clear filters
                </Button>
              }
            />
          ) : (
            <EmptyState message="No runs yet. Choose a strategy and a dataset to start the first one." action={emptyAction} />
          )
        }
      />
      <CompareBar ids={selected} onClear={() => setSelected(new Set())} />
    </>
  )
}
