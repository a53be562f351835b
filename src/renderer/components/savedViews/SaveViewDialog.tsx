import { Button, Group, Modal, Stack, Text, TextInput } from '@mantine/core'
import { type FormEvent, useState } from 'react'

interface SaveViewDialogProps {
  readonly isOpen: boolean
  readonly takenNames: readonly string[]
  readonly onClose: () => void
  readonly onSave: (name: string) => void
}

/** Asks for the name of a view. */
export function SaveViewDialog({ isOpen, onClose, ...form }: SaveViewDialogProps) {
  return (
    <Modal opened={isOpen} onClose={onClose} title="Save this view" size="sm">
      <ViewForm {...form} />
    </Modal>
  )
}

const LONGEST_NAME = 40

function ViewForm({ takenNames, onSave }: Pick<SaveViewDialogProps, 'takenNames' | 'onSave'>) {
  const [text, setText] = useState('')
  const [problem, setProblem] = useState<string | null>(null)
  const name = text.trim()
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (name === '') setProblem('Give it a name')
    else onSave(name)
  }
  return (
    <form onSubmit={submit}>
      <Stack gap="sm">
        <TextInput
          label="Name"
          data-autofocus
          maxLength={LONGEST_NAME}
          value={text}
          error={problem}
          onChange={(event) => setText(event.currentTarget.value)}
        />
        <Text size="sm" c="dimmed">
          {takenNames.includes(name)
            ? 'A view of this name exists; saving replaces it.'
            : 'Search, filters and order are kept in this browser, not in the database.'}
        </Text>
        <Group justify="flex-end">
          <Button type="submit">{takenNames.includes(name) ? 'Replace view' : 'Save view'}</Button>
        </Group>
      </Stack>
    </form>
  )
}
