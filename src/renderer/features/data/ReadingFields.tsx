import { Select, SimpleGrid } from '@mantine/core'
import type { ImportPreview } from '#shared/contract/datasets.ts'
import type { Delimiter, Reading, TimeFormat } from '#shared/domain/fileReading.ts'

const DELIMITER_WORDS: Readonly<Record<Delimiter, string>> = { ',': 'Comma', ';': 'Semicolon', '\t': 'Tab', '|': 'Pipe' }

const TIME_WORDS: Readonly<Record<TimeFormat, string>> = {
  auto: 'As found',
  iso: 'Year first: 2020-12-31',
  day_first: 'Day first: 31/12/2020',
  month_first: 'Month first: 12/31/2020',
  compact: 'Without separators: 20201231',
  epoch_s: 'Seconds since 1970',
  epoch_ms: 'Milliseconds since 1970',
  epoch_us: 'Microseconds since 1970',
  epoch_ns: 'Nanoseconds since 1970',
}

const options = <Value extends string>(words: Readonly<Record<Value, string>>) =>
  Object.entries<string>(words).map(([value, label]) => ({ value: value as Value, label }))

/** Zones the browser knows; UTC first, for most files are in it. */
const ZONES = ['UTC', ...Intl.supportedValuesOf('timeZone').filter((zone) => zone !== 'UTC')]

interface ReadingFieldsProps {
  readonly reading: Reading
  readonly preview: ImportPreview
  readonly onChange: (reading: Reading) => void
}

/** How the file is to be read; every change shows at once in the preview. */
export function ReadingFields({ reading, preview, onChange }: ReadingFieldsProps) {
  const set = (changes: Partial<Reading>) => onChange({ ...reading, ...changes })
  const isCsv = preview.format === 'csv'
  const asksForDates = preview.question === 'timeFormat'
  return (
    <SimpleGrid cols={{ base: 1, xs: 2, sm: 4 }}>
      {isCsv && (
        <Select
          label="Columns separated by"
          data={options(DELIMITER_WORDS)}
          value={reading.delimiter ?? preview.delimiter}
          allowDeselect={false}
          onChange={(delimiter) => set({ delimiter })}
        />
      )}
      {isCsv && (
        <Select
          label="Decimals"
          data={[
            { value: '.', label: 'Point: 1.5' },
            { value: ',', label: 'Comma: 1,5' },
          ]}
          value={reading.decimal}
          allowDeselect={false}
          onChange={(decimal) => set({ decimal: decimal ?? '.' })}
        />
      )}
      <Select
        label="Dates and times"
        data={options(TIME_WORDS)}
        value={reading.timeFormat}
        error={asksForDates ? 'Is the day or the month first?' : undefined}
        allowDeselect={false}
        onChange={(timeFormat) => set({ timeFormat: timeFormat ?? 'auto' })}
      />
      <Select
        label="Time zone"
        data={ZONES}
        searchable
        value={reading.timezone}
        allowDeselect={false}
        onChange={(timezone) => set({ timezone: timezone ?? 'UTC' })}
      />
    </SimpleGrid>
  )
}
