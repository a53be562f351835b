import { Button, Group, Modal, Stack, Text, TextInput } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import type { BackupFolder, FileChoice } from '#shared/domain/transfer.ts'
import { useApi } from '../../../api/ApiProvider.tsx'
import { ErrorNotice } from '../../../components/ErrorNotice.tsx'
import { fileNameProblem, stampedName } from './destinationForm.ts'

interface BackUpDialogProps {
  readonly isOpen: boolean
  readonly backups: BackupFolder
  readonly onClose: () => void
  readonly onStart: (file: FileChoice) => void
}

/** Asks for the name of a new backup; in the desktop window also for another place. */
export function BackUpDialog({ isOpen, onClose, ...form }: BackUpDialogProps) {
  return (
    <Modal opened={isOpen} onClose={onClose} title="Back up the database in use" size="sm">
      <BackUpForm {...form} />
    </Modal>
  )
}

function BackUpForm({ backups, onStart }: Pick<BackUpDialogProps, 'backups' | 'onStart'>) {
  const api = useApi()
  const [name, setName] = useState(() => stampedName('backup', Date.now()))
  const [problem, setProblem] = useState<string | null>(null)
  const choose = useMutation(
    api.transfers.chooseFile.mutationOptions({ onSuccess: (chosen) => chosen !== null && onStart({ by: 'dialog', token: chosen.token }) }),
  )
  const submit = (event: FormEvent) => {
    event.preventDefault()
    const found = fileNameProblem(name)
    setProblem(found)
    if (found === null) onStart({ by: 'name', name })
  }
  return (
    <form onSubmit={submit}>
      <Stack gap="sm">
        <TextInput
          label="File name"
          description={`In ${backups.folder}`}
          data-autofocus
          value={name}
          error={problem}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <Text size="sm" c="dimmed">
          All rows are those of one moment, while you and others work on. Each is read back before the backup gets its name.
        </Text>
        {choose.error !== null && <ErrorNotice error={choose.error} />}
        <Group justify="flex-end" gap="xs">
          {backups.hasDialogs && (
            <Button variant="default" loading={choose.isPending} onClick={() => choose.mutate({ purpose: 'save', suggestedName: name })}>
              Choose another place
            </Button>
          )}
          <Button type="submit">Back up</Button>
        </Group>
      </Stack>
    </form>
  )
}
