import { Autocomplete, Button, Group, Modal, Select, Stack, Text, TextInput } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import type { Connection } from '#shared/domain/connection.ts'
import type { ListedProfile, ProfileColour } from '#shared/domain/connectionProfile.ts'
import { useApi } from '../../../api/ApiProvider.tsx'
import { ErrorNotice } from '../../../components/ErrorNotice.tsx'
import { ProfileName } from '../../../components/ProfileName.tsx'

interface Target {
  readonly connection: Connection
  readonly password: string | null
}

interface SaveProfileDialogProps {
  /** What is saved; null = the dialog is closed. */
  readonly target: Target | null
  readonly editing: ListedProfile | null
  readonly onClose: () => void
  readonly onSaved: () => void
}

/** Asks under which name, label and colour a connection is saved. */
export function SaveProfileDialog({ target, editing, onClose, onSaved }: SaveProfileDialogProps) {
  return (
    <Modal opened={target !== null} onClose={onClose} title={editing === null ? 'Save this connection' : 'Save changes'} size="sm">
      {target !== null && <ProfileForm target={target} editing={editing} onSaved={onSaved} />}
    </Modal>
  )
}

const LABELS = ['production', 'staging', 'research', 'test']
const COLOURS: readonly { value: ProfileColour; label: string }[] = [
  { value: 'grey', label: 'Grey' },
  { value: 'blue', label: 'Blue' },
  { value: 'teal', label: 'Teal' },
  { value: 'amber', label: 'Amber' },
  { value: 'red', label: 'Red' },
  { value: 'violet', label: 'Violet' },
]

interface ProfileFormProps extends Pick<SaveProfileDialogProps, 'editing' | 'onSaved'> {
  readonly target: Target
}

function suggestName(connection: Connection): string {
  return connection.dialect === 'postgres' ? `${connection.database} on ${connection.host}` : (connection.file.split(/[\\/]/).at(-1) ?? '')
}

function ProfileForm({ target, editing, onSaved }: ProfileFormProps) {
  const api = useApi()
  const queries = useQueryClient()
  const [name, setName] = useState(editing?.name ?? suggestName(target.connection))
  const [label, setLabel] = useState(editing?.label ?? '')
  const [colour, setColour] = useState<ProfileColour>(editing?.colour ?? 'grey')
  const save = useMutation(
    api.profiles.save.mutationOptions({
      onSuccess: async (saved) => {
        notifications.show({ message: `Saved ${saved.name}` })
        await queries.invalidateQueries({ queryKey: api.profiles.key() })
        await queries.invalidateQueries({ queryKey: api.connections.key() })
        onSaved()
      },
    }),
  )
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (name.trim() !== '') save.mutate({ ...target, id: editing?.id ?? null, name, label, colour })
  }
  return (
    <form onSubmit={submit}>
      <Stack gap="sm">
        <TextInput
          label="Name"
          required
          data-autofocus
          maxLength={60}
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <Autocomplete label="Label" placeholder="none" maxLength={24} data={LABELS} value={label} onChange={setLabel} />
        <Select
          label="Colour"
          data={COLOURS}
          allowDeselect={false}
          value={colour}
          onChange={(chosen) => setColour(COLOURS.find(({ value }) => value === chosen)?.value ?? 'grey')}
        />
        <Text component="div" size="sm">
          <ProfileName profile={{ name, label, colour }} />
        </Text>
        {save.error !== null && <ErrorNotice error={save.error} title="The connection was not saved" />}
        <Group justify="flex-end">
          <Button type="submit" loading={save.isPending}>
            Save
          </Button>
        </Group>
      </Stack>
    </form>
  )
}
