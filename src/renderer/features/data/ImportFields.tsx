import { Checkbox, Select, SimpleGrid, Stack, TextInput } from '@mantine/core'
import { formatCount } from '../../format/figures.ts'
import type { AdjustedChoice, ImportForm } from './importForm.ts'

const ADJUSTED_CHOICES: readonly { value: AdjustedChoice; label: string }[] = [
  { value: 'unknown', label: 'Not known' },
  { value: 'yes', label: 'Yes' },
  { value: 'no', label: 'No' },
]

interface ImportFieldsProps {
  readonly form: ImportForm
  readonly rejectedRows: number
  readonly onChange: (form: ImportForm) => void
}

/** What the file cannot say about itself. */
export function ImportFields({ form, rejectedRows, onChange }: ImportFieldsProps) {
  const set = (changes: Partial<ImportForm>) => onChange({ ...form, ...changes })
  return (
    <Stack gap="sm">
      <SimpleGrid cols={{ base: 1, sm: 2 }}>
        <TextInput label="Name" required maxLength={255} value={form.name} onChange={(event) => set({ name: event.currentTarget.value })} />
        <TextInput
          label="Symbol"
          required
          maxLength={64}
          value={form.symbol}
          onChange={(event) => set({ symbol: event.currentTarget.value })}
        />
        <TextInput
          label="Source"
          placeholder="Where the file came from"
          maxLength={255}
          value={form.source}
          onChange={(event) => set({ source: event.currentTarget.value })}
        />
        <Select
          label="Adjusted for splits and dividends"
          data={ADJUSTED_CHOICES}
          value={form.adjusted}
          allowDeselect={false}
          onChange={(adjusted) => set({ adjusted: adjusted ?? 'unknown' })}
        />
      </SimpleGrid>
      {rejectedRows > 0 && (
        <Checkbox
          label={`Import without the ${formatCount(rejectedRows)} rejected ${rejectedRows === 1 ? 'row' : 'rows'}`}
          checked={form.skipRejected}
          onChange={(event) => set({ skipRejected: event.currentTarget.checked })}
        />
      )}
    </Stack>
  )
}
