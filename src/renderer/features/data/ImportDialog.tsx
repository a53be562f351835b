import { Button, Group, Modal, Progress, Stack, Text } from '@mantine/core'
import { useEffect } from 'react'
import { ErrorNotice } from '../../components/ErrorNotice.tsx'
import { formatCount, formatPercent } from '../../format/figures.ts'
import { FileDropzone } from './FileDropzone.tsx'
import { ImportFields } from './ImportFields.tsx'
import { ImportPreviewPanel } from './ImportPreviewPanel.tsx'
import { canImport, mapColumn } from './importForm.ts'
import { ReadingFields } from './ReadingFields.tsx'
import { useImport } from './useImport.ts'

interface ImportDialogProps {
  readonly isOpen: boolean
  readonly onClose: () => void
  /** Called once the dataset is stored. */
  readonly onImported: () => Promise<unknown>
}

/** Brings a file of bars in: pick, look, say how to read it, name, import. Nothing is stored before the last button. */
export function ImportDialog({ isOpen, onClose, onImported }: ImportDialogProps) {
  const task = useImport({ onClose, onImported })
  const { chosen, preview, upload, work } = task
  return (
    <Modal opened={isOpen} onClose={task.close} title="Import data" size="xl">
      <Stack>
        {chosen === null && <FileDropzone isReading={false} onChoose={(file) => upload.mutate(file)} />}
        {upload.isPending && <WorkProgress label="Sending the file" fraction={work.fraction ?? 0} onCancel={task.start} />}
        {upload.error !== null && <ErrorNotice error={upload.error} title="The file was not sent" />}
        {chosen !== null && preview.data === undefined && preview.error === null && (
          <WorkProgress label={`Reading ${chosen.fileName}`} fraction={null} onCancel={task.start} />
        )}
        {preview.error !== null && (
          <>
            <ErrorNotice error={preview.error} title={`${chosen?.fileName ?? 'The file'} cannot be read as bars`} />
            <ChooseAnother onClick={task.start} />
          </>
        )}
        {chosen !== null && preview.data !== undefined && preview.error === null && <ImportForm task={task} />}
      </Stack>
    </Modal>
  )
}

function ImportForm({ task }: { readonly task: ReturnType<typeof useImport> }) {
  const { chosen, form, setForm, reading, setReading, store, work } = task
  const preview = task.preview.data
  const ownSymbol = preview?.kind === 'bars' ? (preview.symbols[0] ?? '') : ''
  useEffect(() => {
    // The file's own name of its instrument, until the person writes another.
    if (ownSymbol !== '') setForm((before) => (before.symbol === '' ? { ...before, symbol: ownSymbol } : before))
  }, [ownSymbol, setForm])
  if (chosen === null || preview === undefined) return null
  const stillReads = task.preview.isPlaceholderData
  return (
    <>
      <Text size="sm" c="dimmed">
        {chosen.fileName}
      </Text>
      <ReadingFields reading={reading} preview={preview} onChange={setReading} />
      <ImportPreviewPanel
        preview={preview}
        upload={{ uploadId: chosen.uploadId, reading }}
        mapped={Object.values(reading.columns)}
        onMap={(column, field) => setReading(mapColumn(reading, column, field))}
      />
      {preview.quality !== null && (
        <ImportFields isPanel={preview.kind === 'panel'} form={form} rejectedRows={preview.quality.rejectedRows} onChange={setForm} />
      )}
      {store.error !== null && <ErrorNotice error={store.error} title="Nothing was imported" />}
      {store.isPending && <WorkProgress label="Importing" fraction={work.fraction ?? 0} onCancel={work.stop} />}
      <Group justify="flex-end" gap="xs">
        <ChooseAnother onClick={task.start} />
        <Button disabled={stillReads || !canImport(form, preview)} loading={store.isPending} onClick={() => store.mutate(chosen)}>
          Import {formatCount(preview.barCount)} bars
        </Button>
      </Group>
    </>
  )
}

function ChooseAnother({ onClick }: { readonly onClick: () => void }) {
  return (
    <Button variant="default" onClick={onClick}>
      Choose another file
    </Button>
  )
}

/** `fraction` null: how long it takes is not known. */
function WorkProgress({
  label,
  fraction,
  onCancel,
}: {
  readonly label: string
  readonly fraction: number | null
  readonly onCancel: () => void
}) {
  const shown = fraction === null ? '' : ` ${formatPercent(fraction, { decimals: 0 })}`
  return (
    <Group gap="sm" wrap="nowrap">
      <Stack gap={4} style={{ flex: 1 }}>
        <Text size="sm">
          {label}
          {shown}
        </Text>
        <Progress value={fraction === null ? 100 : fraction * 100} animated={fraction === null} aria-label={label} />
      </Stack>
      <Button size="xs" variant="default" onClick={onCancel}>
        Cancel
      </Button>
    </Group>
  )
}
