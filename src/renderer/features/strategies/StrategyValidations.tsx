import { Button, Group } from '@mantine/core'
import { useInfiniteQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useNavigate } from 'react-router'
import type { ValidationSummary } from '#shared/domain/validation.ts'
import { useApi } from '../../api/ApiProvider.tsx'
import { DataTable } from '../../components/DataTable.tsx'
import type { DataColumn } from '../../components/dataTableProps.ts'
import { EmptyState } from '../../components/EmptyState.tsx'
import { keysetPaging, keysetRows } from '../../components/keysetRows.ts'
import { VALIDATION_COLUMNS, type ValidationSortKey } from '../../components/validationColumns.tsx'
import { ValidationDialog } from '../../components/validationDialog/ValidationDialog.tsx'

const COLUMNS: readonly DataColumn<ValidationSummary, ValidationSortKey>[] = [
  { id: 'version', header: 'Version', align: 'end', width: 80, cell: ({ strategyVersion }) => strategyVersion },
  ...VALIDATION_COLUMNS,
]

/** Walk-forward validations of one strategy, newest first. */
export function StrategyValidations({ strategyId }: { readonly strategyId: string }) {
  const api = useApi()
  const navigate = useNavigate()
  const [isOpen, setIsOpen] = useState(false)
  const query = useInfiniteQuery(
    api.validations.list.infiniteOptions({ input: (cursor: string | null) => ({ strategyId, cursor }), ...keysetPaging }),
  )
  const newButton = <Button onClick={() => setIsOpen(true)}>New validation</Button>
  const hasSome = (query.data?.pages[0]?.items.length ?? 0) > 0
  return (
    <>
      {hasSome && (
        <Group justify="flex-end" mb="sm">
          {newButton}
        </Group>
      )}
      <DataTable
        label="Validations of this strategy"
        columnsKey="strategy-validations"
        {...keysetRows(query)}
        columns={COLUMNS}
        rowId={({ id }) => id}
        rowName={({ startDate, endDate }) => `${startDate} to ${endDate}`}
        onOpenRow={({ id }) => navigate(`/validations/${id}`)}
        empty={<EmptyState message="This strategy has not been walked forward yet." action={newButton} />}
      />
      <ValidationDialog
        isOpen={isOpen}
        strategyId={strategyId}
        onClose={() => setIsOpen(false)}
        onStarted={({ id }) => navigate(`/validations/${id}`)}
      />
    </>
  )
}
