import { Checkbox, Select, Stack, TextInput } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useApi } from '../../../api/ApiProvider.tsx'
import { type DestinationForm, NEW_FILE } from './destinationForm.ts'

interface DestinationFieldsProps {
  readonly form: DestinationForm
  readonly dataDirectory: string
  /** What is wrong with the new file's name; null = nothing. */
  readonly nameProblem: string | null
  readonly onChange: (form: DestinationForm) => void
}

/** Where rows go: a new file, or a saved connection other than the one in use. */
export function DestinationFields({ form, dataDirectory, nameProblem, onChange }: DestinationFieldsProps) {
  const api = useApi()
  const current = useQuery(api.connections.current.queryOptions())
  const profiles = useQuery(api.profiles.list.queryOptions())
  const others = (profiles.data?.items ?? []).filter(({ id }) => id !== current.data?.profile?.id)
  const choices = [
    { value: NEW_FILE, label: 'A new SQLite file' },
    ...others.map(({ id, name, label }) => ({ value: id, label: label === '' ? name : `${name} (${label})` })),
  ]
  return (
    <Stack gap="sm">
      <Select
        label="Into"
        data-autofocus
        data={choices}
        allowDeselect={false}
        value={form.place}
        onChange={(place) => {
          const profile = others.find(({ id }) => id === place)
          onChange({ ...form, place: profile?.id ?? NEW_FILE, connection: profile?.connection ?? null, replace: false })
        }}
      />
      {form.place === NEW_FILE ? (
        <TextInput
          label="File name"
          description={`In ${dataDirectory}`}
          value={form.fileName}
          error={nameProblem}
          onChange={(event) => onChange({ ...form, fileName: event.currentTarget.value })}
        />
      ) : (
        <Checkbox
          label="Delete what it holds"
          description="Without this, a database that is not empty is refused"
          checked={form.replace}
          onChange={(event) => onChange({ ...form, replace: event.currentTarget.checked })}
        />
      )}
    </Stack>
  )
}
