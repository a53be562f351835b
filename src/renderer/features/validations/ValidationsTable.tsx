import { Button } from '@mantine/core'
import { IconPlayerStop, IconReload, IconTrash } from '@tabler/icons-react'
import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { useNavigate } from 'react-router'
import { isUnderWay } from '#shared/domain/underWay.ts'
import type { ValidationSummary } from '#shared/domain/validation.ts'
import { useApi } from '../../api/ApiProvider.tsx'
import { DataTable } from '../../components/DataTable.tsx'
import type { DataColumn, RowAction } from '../../components/dataTableProps.ts'
import { EmptyState } from '../../components/EmptyState.tsx'
import { keysetInput, keysetPaging, keysetRows, pollUnderWay } from '../../components/keysetRows.ts'
import { RowName } from '../../components/RowName.tsx'
import { VALIDATION_COLUMNS, type ValidationSortKey } from '../../components/validationColumns.tsx'
import { useValidationActions } from './useValidationActions.tsx'
import type { ValidationList } from './validationList.ts'

const COLUMNS: readonly DataColumn<ValidationSummary, ValidationSortKey>[] = [
  {
    id: 'strategy',
    header: 'Strategy',
    sortKey: 'strategyName',
    cell: ({ id, strategyName, strategyVersion, origin }) => (
      <RowName to={`/validations/${id}`} name={strategyName} version={strategyVersion} note={origin === 'adopted' ? ', adopted' : ''} />
    ),
  },
  ...VALIDATION_COLUMNS,
]

interface ValidationsTableProps {
  readonly list: ValidationList
  readonly emptyAction: ReactNode
}

export function ValidationsTable({ list, emptyAction }: ValidationsTableProps) {
  const api = useApi()
  const navigate = useNavigate()
  const { cancel, resume, askDelete } = useValidationActions()
  const query = useInfiniteQuery(
    api.validations.list.infiniteOptions({
      input: keysetInput(list),
      ...keysetPaging,
      placeholderData: keepPreviousData,
      refetchInterval: pollUnderWay,
    }),
  )
  const rowActions = (validation: ValidationSummary): RowAction[] => [
    ...(isUnderWay(validation.status)
      ? [{ label: 'Cancel', icon: <IconPlayerStop size={16} />, run: () => cancel.mutate({ id: validation.id }) }]
      : []),
    ...(validation.status === 'interrupted' && validation.origin === 'native'
      ? [{ label: 'Resume', icon: <IconReload size={16} />, run: () => resume.mutate({ id: validation.id }) }]
      : []),
    {
      label: 'Delete',
      icon: <IconTrash size={16} />,
      run: () => askDelete(validation, () => undefined),
      isDestructive: true,
      isDisabled: isUnderWay(validation.status),
    },
  ]
  const isFiltered = list.filter.search !== '' || list.filter.statuses.length > 0
  return (
    <DataTable
      label="Validations"
      columnsKey="validations"
      {...keysetRows(query)}
      columns={COLUMNS}
      rowId={({ id }) => id}
      rowName={({ strategyName, startDate, endDate }) => `${strategyName}, ${startDate} to ${endDate}`}
      sort={list.sort}
      onSortChange={({ key, direction }) => list.change({ sort: key, direction })}
      onOpenRow={({ id }) => navigate(`/validations/${id}`)}
      rowActions={rowActions}
      empty={
        isFiltered ? (
          <EmptyState
            message="No validation fits this search and these filters."
            action={
              <Button variant="default" onClick={() => list.change({ search: null, status: null })}>
                Clear filters
              </Button>
            }
          />
        ) : (
          <EmptyState
            message="No validations yet. A walk-forward shows what a strategy does on data it was not chosen on."
            action={emptyAction}
          />
        )
      }
    />
  )
}
