import { Checkbox, Select, SimpleGrid, Stack, TextInput } from '@mantine/core'
import type { Survivorship } from '#shared/domain/dataset.ts'
import { formatCount } from '../../format/figures.ts'
import type { AdjustedChoice, ImportForm } from './importForm.ts'

export const ADJUSTED_CHOICES: readonly { value: AdjustedChoice; label: string }[] = [
  { value: 'unknown', label: 'Not known' },
  { value: 'yes', label: 'Yes' },
  { value: 'no', label: 'No' },
]

export const SURVIVORSHIP_WORDS: Readonly<Record<Survivorship, string>> = {
  unknown: 'Not known',
  point_in_time: 'Members of each time, losers included',
  current_constituents: "Only today's members",
  single_index: 'An index or a single instrument',
}
export const SURVIVORSHIP_CHOICES = Object.entries(SURVIVORSHIP_WORDS).map(([value, label]) => ({ value: value as Survivorship, label }))

interface ImportFieldsProps {
  /** A panel names its instruments itself. */
  readonly isPanel: boolean
  readonly form: ImportForm
  readonly rejectedRows: number
  readonly onChange: (form: ImportForm) => void
}

/** What the file cannot say about itself. */
export function ImportFields({ isPanel, form, rejectedRows, onChange }: ImportFieldsProps) {
  const set = (changes: Partial<ImportForm>) => onChange({ ...form, ...changes })
  return (
    <Stack gap="sm">
      <SimpleGrid cols={{ base: 1, sm: 2 }}>
        <TextInput label="Name" required maxLength={255} value={form.name} onChange={(event) => set({ name: event.currentTarget.value })} />
        {!isPanel && (
          <TextInput
            label="Symbol"
            required
            maxLength={64}
            value={form.symbol}
            onChange={(event) => set({ symbol: event.currentTarget.value })}
          />
        )}
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
        <Select
          label="Instruments in the data"
          data={SURVIVORSHIP_CHOICES}
          value={form.survivorship}
          allowDeselect={false}
          onChange={(survivorship) => set({ survivorship: survivorship ?? 'unknown' })}
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
