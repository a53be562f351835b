import { Table, Tabs, Text } from '@mantine/core'
import type { CsvPreview } from '#shared/contract/datasets.ts'
import { VerdictBadge } from '../../components/VerdictBadge.tsx'
import { formatCount } from '../../format/figures.ts'
import { formatDate } from '../../format/instants.ts'
import classes from './CsvPreviewPanel.module.css'
import { QualityDetails } from './QualityDetails.tsx'

/** Rows and columns are shown as read and never reordered, so their place is their identity. */
const placed = <Value,>(values: readonly Value[]) => values.map((value, place) => ({ place, value }))

function RowsTable({ columns, rows }: Pick<CsvPreview, 'columns' | 'rows'>) {
  return (
    <div className={classes['scroller']}>
      <Table stickyHeader verticalSpacing={4} aria-label="First rows of the file" className={classes['rows'] ?? ''}>
        <Table.Thead>
          <Table.Tr>
            {placed(columns).map(({ place, value }) => (
              <Table.Th key={place}>{value}</Table.Th>
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
export function CsvPreviewPanel({ preview }: { preview: CsvPreview }) {
  const { quality, barCount, firstTimeMs, lastTimeMs, columns, rows } = preview
  const hasRejects = quality.rejectedRows > 0
  return (
    <>
      <Text>
        <VerdictBadge verdict={hasRejects ? 'WARN' : 'PASS'} /> {formatCount(barCount)} bars can be imported
        {firstTimeMs !== null && `, ${formatDate(firstTimeMs)} to ${formatDate(lastTimeMs)}`}
        {hasRejects && `; ${formatCount(quality.rejectedRows)} rejected`}
      </Text>
      <Tabs defaultValue={hasRejects ? 'quality' : 'rows'}>
        <Tabs.List>
          <Tabs.Tab value="rows">First {formatCount(rows.length)} rows</Tabs.Tab>
          <Tabs.Tab value="quality">Quality report</Tabs.Tab>
        </Tabs.List>
        <Tabs.Panel value="rows" pt="sm">
          <RowsTable columns={columns} rows={rows} />
        </Tabs.Panel>
        <Tabs.Panel value="quality" pt="sm">
          <QualityDetails quality={quality} />
        </Tabs.Panel>
      </Tabs>
    </>
  )
}
