import { Button } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { IconTrash, IconUpload } from '@tabler/icons-react'
import { useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query'
import type { Dataset } from '#shared/domain/dataset.ts'
import { useApi, useClient } from '../../api/ApiProvider.tsx'
import { readError } from '../../api/readError.ts'
import { useAddressState } from '../../components/addressState.ts'
import { confirmDelete } from '../../components/confirmAction.tsx'
import { DataTable } from '../../components/DataTable.tsx'
import { EmptyState } from '../../components/EmptyState.tsx'
import { ExportCsvButton } from '../../components/ExportCsvButton.tsx'
import { keysetPaging, keysetRows } from '../../components/keysetRows.ts'
import { PageHeader } from '../../components/PageHeader.tsx'
import { useShortcut } from '../../components/shortcuts.tsx'
import { formatCount } from '../../format/figures.ts'
import { DatasetDrawer } from './DatasetDrawer.tsx'
import { DATASET_COLUMNS } from './datasetColumns.tsx'
import { ImportDialog } from './ImportDialog.tsx'

/** Everything that shows data, counts of it or runs on it. */
function useRefreshData() {
  const api = useApi()
  const queries = useQueryClient()
  return () => Promise.all([api.datasets.key(), api.overview.key()].map((queryKey) => queries.invalidateQueries({ queryKey })))
}

function useSampleImport(refresh: () => Promise<unknown>) {
  const api = useApi()
  return useMutation(
    api.datasets.importSample.mutationOptions({
      onSuccess: async (dataset) => {
        await refresh()
        notifications.show({ message: `${dataset.name} is ready: ${formatCount(dataset.barCount)} bars` })
      },
      onError: (error) => notifications.show({ color: 'red', title: 'The sample was not imported', message: readError(error).message }),
    }),
  )
}

function useSyntheticImport(refresh: () => Promise<unknown>) {
  const api = useApi()
  return useMutation(
    api.datasets.importSynthetic.mutationOptions({
      onSuccess: async (dataset) => {
        await refresh()
        notifications.show({ message: `${dataset.name} is ready: ${dataset.symbol}` })
      },
      onError: (error) => notifications.show({ color: 'red', title: 'No universe was made', message: readError(error).message }),
    }),
  )
}

function useDatasetDeletion(refresh: () => Promise<unknown>) {
  const client = useClient()
  return (dataset: Dataset) =>
    confirmDelete({
      what: `dataset ${dataset.name}`,
      consequences: `Its ${formatCount(dataset.barCount)} bars are removed from the database. Runs need their data, so a dataset that has runs cannot be deleted before them.`,
      onConfirm: async () => {
        await client.datasets.delete({ id: dataset.id })
        await refresh()
        notifications.show({ message: `Deleted ${dataset.name}` })
      },
    })
}

/** Market data: what is there, how good it is, and the way to bring more. */
export function DataPage() {
  const api = useApi()
  const address = useAddressState()
  const refresh = useRefreshData()
  const sample = useSampleImport(refresh)
  const synthetic = useSyntheticImport(refresh)
  const deleteDataset = useDatasetDeletion(refresh)
  const datasets = useInfiniteQuery(
    api.datasets.list.infiniteOptions({ input: (cursor: string | null) => ({ cursor, withTotal: true }), ...keysetPaging }),
  )
  const isImporting = address.text('import') === 'yes'
  const openImport = () => address.change({ import: 'yes' })
  useShortcut({ key: 'I', label: 'Import data', run: openImport })

  const sampleButton = (
    <Button variant="default" loading={sample.isPending} onClick={() => sample.mutate({})}>
      Use the sample
    </Button>
  )
  return (
    <>
      <PageHeader
        title="Data"
        subtitle="Bars to test strategies on, each with its quality report and content hash"
        actions={
          <>
            <ExportCsvButton input={{ table: 'datasets' }} withShortcut />
            {sampleButton}
            <Button variant="default" loading={synthetic.isPending} onClick={() => synthetic.mutate({})}>
              Make a synthetic panel
            </Button>
            <Button leftSection={<IconUpload size={16} aria-hidden />} onClick={openImport}>
              Import data
            </Button>
          </>
        }
      />
      <DataTable
        {...keysetRows(datasets)}
        label="Datasets"
        columnsKey="datasets"
        columns={DATASET_COLUMNS}
        rowId={(dataset) => dataset.id}
        rowName={(dataset) => dataset.name}
        onOpenRow={(dataset) => address.change({ dataset: dataset.id })}
        rowActions={(dataset) => [
          { label: 'Show details', run: () => address.change({ dataset: dataset.id }) },
          { label: 'Delete', icon: <IconTrash size={16} aria-hidden />, run: () => deleteDataset(dataset), isDestructive: true },
        ]}
        empty={<EmptyState message="No data yet: import a file of bars, or start with daily bars of the S&P 500." action={sampleButton} />}
      />
      <ImportDialog isOpen={isImporting} onClose={() => address.change({ import: null })} onImported={refresh} />
      <DatasetDrawer
        key={address.text('dataset')}
        id={address.text('dataset') || null}
        onClose={() => address.change({ dataset: null })}
        onChanged={refresh}
      />
    </>
  )
}
