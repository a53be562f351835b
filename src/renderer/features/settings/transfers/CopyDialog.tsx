import { Button, Group, Modal, Stack, Text } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import type { BackupFolder, Destination } from '#shared/domain/transfer.ts'
import { DestinationFields } from './DestinationFields.tsx'
import { destinationOf, fileNameProblem, newDestination, stampedName } from './destinationForm.ts'

interface CopyDialogProps {
  /** The question at the top; null = the dialog is closed. */
  readonly title: string | null
  /** What a new file is called before its date. */
  readonly stem: string
  readonly verb: string
  readonly note: string
  readonly backups: BackupFolder
  readonly onClose: () => void
  readonly onStart: (to: Destination, replace: boolean) => void
}

/** Asks where a backup is restored to, or a database copied to. */
export function CopyDialog({ title, onClose, ...form }: CopyDialogProps) {
  return (
    <Modal opened={title !== null} onClose={onClose} title={title} size="sm">
      <CopyForm {...form} />
    </Modal>
  )
}

function CopyForm({ stem, verb, note, backups, onStart }: Omit<CopyDialogProps, 'title' | 'onClose'>) {
  const [form, setForm] = useState(() => newDestination(stampedName(stem, Date.now())))
  const [problem, setProblem] = useState<string | null>(null)
  const submit = (event: FormEvent) => {
    event.preventDefault()
    const found = form.connection === null ? fileNameProblem(form.fileName) : null
    setProblem(found)
    if (found === null) onStart(destinationOf(form), form.replace)
  }
  return (
    <form onSubmit={submit}>
      <Stack gap="sm">
        <DestinationFields form={form} dataDirectory={backups.dataDirectory} nameProblem={problem} onChange={setForm} />
        <Text size="sm" c="dimmed">
          {note}
        </Text>
        <Group justify="flex-end">
          <Button type="submit" {...(form.replace ? { color: 'danger' } : {})}>
            {form.replace ? `Delete and ${verb.toLowerCase()}` : verb}
          </Button>
        </Group>
      </Stack>
    </form>
  )
}
