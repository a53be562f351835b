import { Button } from '@mantine/core'
import { IconArchive, IconCopy, IconEdit, IconRestore, IconTrash } from '@tabler/icons-react'
import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import type { Strategy } from '#shared/domain/strategy.ts'
import { useApi } from '../../api/ApiProvider.tsx'
import { Age } from '../../components/Age.tsx'
import { CutText } from '../../components/CutText.tsx'
import { DataTable } from '../../components/DataTable.tsx'
import type { DataColumn, RowAction } from '../../components/dataTableProps.ts'
import { EmptyState } from '../../components/EmptyState.tsx'
import { keysetInput, keysetPaging, keysetRows } from '../../components/keysetRows.ts'
import { RowName } from '../../components/RowName.tsx'
import { formatPercent } from '../../format/figures.ts'
import { cloneDraft } from './strategyForm.ts'
import { NO_FILTERS, type StrategyList, type StrategySortKey } from './strategyList.ts'
import { nameOfStatus, nameOfType } from './strategyNames.ts'
import type { StrategyDialogTask } from './useSaveStrategy.ts'
import { useStrategyActions } from './useStrategyActions.tsx'

const COLUMNS: readonly DataColumn<Strategy, StrategySortKey>[] = [
  {
    id: 'name',
    header: 'Name',
    sortKey: 'name',
    cell: ({ id, name }) => <RowName to={`/strategies/${id}`} name={name} />,
  },
  { id: 'type', header: 'Family', sortKey: 'type', cell: ({ type }) => nameOfType(type) },
  { id: 'status', header: 'Status', sortKey: 'status', cell: ({ status }) => nameOfStatus(status) },
  { id: 'version', header: 'Version', align: 'end', cell: ({ version }) => version },
  {
    id: 'confidence',
    header: 'Prior confidence',
    align: 'end',
    sortKey: 'confidence',
    cell: ({ confidence }) => formatPercent(confidence, { decimals: 0 }),
  },
  {
    id: 'updatedAt',
    header: 'Changed',
    sortKey: 'updatedAt',
    cell: ({ updatedAtMs }) => <Age atMs={updatedAtMs} />,
  },
  { id: 'tags', header: 'Tags', cell: ({ tags }) => <CutText text={tags.join(', ')} /> },
]

interface StrategiesTableProps {
  readonly list: StrategyList
  readonly emptyAction: ReactNode
  readonly onOpen: (strategy: Strategy) => void
  readonly onTask: (task: StrategyDialogTask) => void
}

export function StrategiesTable({ list, emptyAction, onOpen, onTask }: StrategiesTableProps) {
  const api = useApi()
  const query = useInfiniteQuery(
    api.strategies.list.infiniteOptions({
      input: keysetInput(list),
      ...keysetPaging,
      placeholderData: keepPreviousData,
    }),
  )
  const { archive, restore, askDelete } = useStrategyActions()

  const rowActions = (strategy: Strategy): RowAction[] => [
    {
      label: 'Edit',
      icon: <IconEdit size={16} />,
      run: () => onTask({ kind: 'edit', strategy }),
      isDisabled: strategy.status === 'archived',
    },
    { label: 'Clone', icon: <IconCopy size={16} />, run: () => onTask({ kind: 'create', draft: cloneDraft(strategy) }) },
    strategy.status === 'archived'
      ? { label: 'Restore', icon: <IconRestore size={16} />, run: () => restore({ id: strategy.id }) }
      : { label: 'Archive', icon: <IconArchive size={16} />, run: () => archive({ id: strategy.id }) },
    { label: 'Delete', icon: <IconTrash size={16} />, run: () => void askDelete(strategy, () => undefined), isDestructive: true },
  ]
  return (
    <DataTable
      label="Strategies"
      columnsKey="strategies"
      {...keysetRows(query)}
      columns={COLUMNS}
      rowId={({ id }) => id}
      rowName={({ name }) => name}
      sort={list.sort}
      onSortChange={({ key, direction }) => list.change({ sort: key, direction })}
      onOpenRow={onOpen}
      rowActions={rowActions}
      empty={
        list.isFiltered ? (
          <EmptyState
            message="No strategy fits this search and these filters."
            action={
              <Button variant="default" onClick={() => list.change(NO_FILTERS)}>
                Clear filters
              </Button>
            }
          />
        ) : (
          <EmptyState
            message="No strategies yet. Say a goal and Aurelius proposes candidates, or write one yourself."
            action={emptyAction}
          />
        )
      }
    />
  )
}
