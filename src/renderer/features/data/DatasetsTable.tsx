import { Button } from '@mantine/core'
import { IconTrash } from '@tabler/icons-react'
import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { useApi } from '../../api/ApiProvider.tsx'
import { DataTable } from '../../components/DataTable.tsx'
import { EmptyState } from '../../components/EmptyState.tsx'
import { keysetInput, keysetPaging, keysetRows } from '../../components/keysetRows.ts'
import { DATASET_COLUMNS } from './datasetColumns.tsx'
import type { DatasetList } from './datasetList.ts'
import { useDatasetDeletion } from './useDatasetDeletion.tsx'

export function DatasetsTable({ list, emptyAction }: { readonly list: DatasetList; readonly emptyAction: ReactNode }) {
  const api = useApi()
  const askDelete = useDatasetDeletion()
  const query = useInfiniteQuery(
    api.datasets.list.infiniteOptions({
      input: keysetInput(list),
      ...keysetPaging,
      placeholderData: keepPreviousData,
    }),
  )
  return (
    <DataTable
      {...keysetRows(query)}
      label="Datasets"
      columnsKey="datasets"
      columns={DATASET_COLUMNS}
      rowId={({ id }) => id}
      rowName={({ name }) => name}
      sort={list.sort}
      onSortChange={({ key, direction }) => list.change({ sort: key, direction })}
      onOpenRow={({ id }) => list.change({ dataset: id })}
      rowActions={(dataset) => [
        { label: 'Show details', run: () => list.change({ dataset: dataset.id }) },
        { label: 'Delete', icon: <IconTrash size={16} aria-hidden />, run: () => void askDelete(dataset), isDestructive: true },
      ]}
      empty={
        list.filter.search === '' ? (
          <EmptyState message="No data yet: import a file of bars, or start with daily bars of the S&P 500." action={emptyAction} />
        ) : (
          <EmptyState
            message="No dataset fits this search."
            action={
              <Button variant="default" onClick={() => list.change({ search: null })}>
                Clear search
              </Button>
            }
          />
        )
      }
    />
  )
}
