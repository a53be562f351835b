import { Button, Group, Modal, Stack, Text } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { useApi } from '../../api/ApiProvider.tsx'
import { ErrorNotice } from '../../components/ErrorNotice.tsx'
import { formatCount } from '../../format/figures.ts'
import { CsvDropzone } from './CsvDropzone.tsx'
import { CsvPreviewPanel } from './CsvPreviewPanel.tsx'
import { ImportFields } from './ImportFields.tsx'
import { adjustedOf, canImport, EMPTY_FORM, type ImportForm, nameFromFile } from './importForm.ts'

interface ImportDialogProps {
  readonly isOpen: boolean
  readonly onClose: () => void
  /** Called once the dataset is stored. */
  readonly onImported: () => Promise<unknown>
}

interface ChosenFile {
  readonly fileName: string
  readonly text: string
}

function useImport({ onClose, onImported }: Pick<ImportDialogProps, 'onClose' | 'onImported'>) {
  const api = useApi()
  const [chosen, setChosen] = useState<ChosenFile | null>(null)
  const [form, setForm] = useState<ImportForm>(EMPTY_FORM)
  const preview = useMutation(api.datasets.previewCsv.mutationOptions())
  const store = useMutation(api.datasets.importCsv.mutationOptions())

  const start = () => {
    setChosen(null)
    setForm(EMPTY_FORM)
    preview.reset()
    store.reset()
  }
  const choose = async (file: File) => {
    const text = await file.text()
    setChosen({ fileName: file.name, text })
    const found = await preview.mutateAsync({ text })
    setForm({ ...EMPTY_FORM, name: nameFromFile(file.name), symbol: found.symbol ?? '' })
  }
  const importChosen = async (file: ChosenFile) => {
    const dataset = await store.mutateAsync({
      name: form.name,
      symbol: form.symbol,
      source: form.source || file.fileName,
      adjusted: adjustedOf(form.adjusted),
      skipRejected: form.skipRejected,
      text: file.text,
    })
    await onImported()
    notifications.show({ message: `Imported ${formatCount(dataset.barCount)} bars as ${dataset.name}` })
    start()
    onClose()
  }
  return { chosen, form, setForm, preview, store, start, choose, importChosen }
}

/** Failures show in the dialog through the mutation; the promise itself has nobody else to tell. */
const shownElsewhere = () => undefined

/** Brings a CSV of bars in: pick, look, name, import. Nothing is stored before the last button. */
export function ImportDialog({ isOpen, onClose, onImported }: ImportDialogProps) {
  const { chosen, form, setForm, preview, store, start, choose, importChosen } = useImport({ onClose, onImported })
  const close = () => {
    start()
    onClose()
  }
  return (
    <Modal opened={isOpen} onClose={close} title="Import CSV" size="xl">
      <Stack>
        {preview.data === undefined && (
          <CsvDropzone isReading={preview.isPending} onChoose={(file) => void choose(file).catch(shownElsewhere)} />
        )}
        {preview.error !== null && <ErrorNotice error={preview.error} title={`${chosen?.fileName ?? 'The file'} cannot be read as bars`} />}
        {preview.data !== undefined && chosen !== null && (
          <>
            <Text size="sm" c="dimmed">
              {chosen.fileName}
            </Text>
            <CsvPreviewPanel preview={preview.data} />
            <ImportFields form={form} rejectedRows={preview.data.quality.rejectedRows} onChange={setForm} />
            {store.error !== null && <ErrorNotice error={store.error} title="Nothing was imported" />}
            <Group justify="flex-end" gap="xs">
              <Button variant="default" onClick={start}>
                Choose another file
              </Button>
              <Button
                disabled={!canImport(form, preview.data)}
                loading={store.isPending}
                onClick={() => void importChosen(chosen).catch(shownElsewhere)}
              >
                Import {formatCount(preview.data.barCount)} bars
              </Button>
            </Group>
          </>
        )}
      </Stack>
    </Modal>
  )
}
