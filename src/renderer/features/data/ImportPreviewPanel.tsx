import { Alert, Group, Select, Table, Tabs, Text } from '@mantine/core'
import type { ImportPreview } from '#shared/contract/datasets.ts'
import type { FileField, Reading } from '#shared/domain/fileReading.ts'
import { ExportCsvButton } from '../../components/ExportCsvButton.tsx'
import { VerdictBadge } from '../../components/VerdictBadge.tsx'
import { formatCount } from '../../format/figures.ts'
import { formatDate } from '../../format/instants.ts'
import classes from './ImportPreviewPanel.module.css'
import { QualityDetails } from './QualityDetails.tsx'

const FIELD_WORDS: Readonly<Record<FileField, string>> = {
  time: 'Time',
  open: 'Open',
  high: 'High',
  low: 'Low',
  close: 'Close',
  volume: 'Volume',
  symbol: 'Symbol',
  carry: 'Carry',
  adjusted_close: 'Adjusted close',
}
const FIELDS = Object.entries(FIELD_WORDS).map(([value, label]) => ({ value: value as FileField, label }))

/** Rows and columns are shown as read and never reordered, so their place is their identity. */
const placed = <Value,>(values: readonly Value[]) => values.map((value, place) => ({ place, value }))

interface PreviewProps {
  readonly preview: ImportPreview
  /** Columns a person has said something about: only that can be taken back. */
  readonly mapped: readonly string[]
  /** Says that a column is a field; null takes it back. */
  readonly onMap: (column: string, field: FileField | null) => void
  /** Where the rejected rows can be had again, all of them. */
  readonly upload: { readonly uploadId: string; readonly reading: Reading }
}

/** The file's first rows; each column says what it is read as, and can be told otherwise. */
function RowsTable({ preview: { columns, rows }, mapped, onMap }: Omit<PreviewProps, 'upload'>) {
  return (
    <div className={classes['scroller']}>
      <Table stickyHeader verticalSpacing={4} aria-label="First rows of the file" className={classes['rows'] ?? ''}>
        <Table.Thead>
          <Table.Tr>
            {placed(columns).map(({ place, value: { name, type, field } }) => (
              <Table.Th key={place}>
                {name}
                <Text size="xs" c="dimmed">
                  {type}
                </Text>
                <Select
                  aria-label={`Column ${name} is read as`}
                  size="xs"
                  miw={120}
                  placeholder="Left out"
                  data={FIELDS}
                  value={field}
                  clearable={mapped.includes(name)}
                  allowDeselect={false}
                  onChange={(chosen) => onMap(name, chosen)}
                />
              </Table.Th>
            ))}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {placed(rows).map((row) => (
            <Table.Tr key={row.place}>
              {placed(row.value).map(({ place, value }) => (
                <Table.Td key={place}>{value}</Table.Td>
              ))}
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </div>
  )
}

/** What an import would do: how many bars over which dates, what would be rejected, and the file's first rows. */
export function ImportPreviewPanel({ preview, mapped, onMap, upload }: PreviewProps) {
  const { quality, rows, problem } = preview
  const hasRejects = quality !== null && quality.rejectedRows > 0
  return (
    <>
      {problem === null ? (
        <Findings preview={preview} />
      ) : (
        <Alert color="yellow" title="The file cannot be read this way yet" role="alert">
          {problem}
        </Alert>
      )}
      <Tabs defaultValue={hasRejects ? 'quality' : 'rows'}>
        <Tabs.List>
          <Tabs.Tab value="rows">First {formatCount(rows.length)} rows</Tabs.Tab>
          {quality !== null && <Tabs.Tab value="quality">Quality report</Tabs.Tab>}
        </Tabs.List>
        <Tabs.Panel value="rows" pt="sm">
          <RowsTable preview={preview} mapped={mapped} onMap={onMap} />
        </Tabs.Panel>
        {quality !== null && (
          <Tabs.Panel value="quality" pt="sm">
            <QualityDetails quality={quality} />
            {hasRejects && (
              <Group mt="sm">
                <ExportCsvButton input={{ table: 'rejects', ...upload }} label="Save all rejected rows" />
              </Group>
            )}
          </Tabs.Panel>
        )}
      </Tabs>
    </>
  )
}

function Findings({ preview: { kind, symbols, quality, barCount, firstTimeMs, lastTimeMs } }: Pick<PreviewProps, 'preview'>) {
  const rejected = quality?.rejectedRows ?? 0
  return (
    <Text>
      <VerdictBadge verdict={rejected > 0 ? 'WARN' : 'PASS'} /> {formatCount(barCount)} bars can be imported
      {kind === 'panel' && ` as a panel of ${formatCount(symbols.length)} symbols`}
      {firstTimeMs !== null && `, ${formatDate(firstTimeMs)} to ${formatDate(lastTimeMs)}`}
      {rejected > 0 && `; ${formatCount(rejected)} rejected`}
    </Text>
  )
}
