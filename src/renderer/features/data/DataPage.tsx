import { Button, Group } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { IconUpload } from '@tabler/icons-react'
import { useMutation } from '@tanstack/react-query'
import { useApi } from '../../api/ApiProvider.tsx'
import { readError } from '../../api/readError.ts'
import { ExportCsvButton } from '../../components/ExportCsvButton.tsx'
import { PageHeader } from '../../components/PageHeader.tsx'
import { SearchField } from '../../components/SearchField.tsx'
import { useShortcut } from '../../components/shortcuts.tsx'
import { formatCount } from '../../format/figures.ts'
import { DatasetDrawer } from './DatasetDrawer.tsx'
import { DatasetsTable } from './DatasetsTable.tsx'
import { useDatasetList } from './datasetList.ts'
import { ImportDialog } from './ImportDialog.tsx'
import { useRefreshData } from './useRefreshData.ts'

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

/** Market data: what is there, how good it is, and the way to bring more. */
export function DataPage() {
  const list = useDatasetList()
  const refresh = useRefreshData()
  const sample = useSampleImport(refresh)
  const synthetic = useSyntheticImport(refresh)
  const openImport = () => list.change({ import: 'yes' })
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
            <ExportCsvButton input={{ table: 'datasets', ...list.filter }} withShortcut />
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
      <Group mb="sm">
        <SearchField label="Search datasets" value={list.filter.search} onChange={(search) => list.change({ search })} />
      </Group>
      <DatasetsTable list={list} emptyAction={sampleButton} />
      <ImportDialog isOpen={list.isImporting} onClose={() => list.change({ import: null })} onImported={refresh} />
      <DatasetDrawer id={list.shownId} onClose={() => list.change({ dataset: null })} onChanged={refresh} />
    </>
  )
}
