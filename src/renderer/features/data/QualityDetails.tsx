import { List, SimpleGrid, Stack, Table, Text } from '@mantine/core'
import type { QualityReport } from '#shared/domain/dataset.ts'
import { formatCount, formatPercent } from '../../format/figures.ts'
import { formatDateTime } from '../../format/instants.ts'
import classes from './QualityDetails.module.css'
import { qualityFigures } from './qualityFigures.ts'

function IssueTable({ quality }: { quality: QualityReport }) {
  const { issues, rejectedRows } = quality
  return (
    <div className={classes['scroller']}>
      <Table stickyHeader verticalSpacing={4} aria-label="Problems by line">
        <Table.Thead>
          <Table.Tr>
            <Table.Th ta="right">Line</Table.Th>
            <Table.Th>Column</Table.Th>
            <Table.Th>Problem</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {issues.map(({ line, column, problem }) => (
            <Table.Tr key={`${line}/${column}/${problem}`}>
              <Table.Td ta="right">{formatCount(line)}</Table.Td>
              <Table.Td>{column}</Table.Td>
              <Table.Td>{problem}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
      {rejectedRows > issues.length && (
        <Text size="sm" c="dimmed" p="xs">
          The first {formatCount(issues.length)} problems are shown.
        </Text>
      )}
    </div>
  )
}

/** The widest gaps and the furthest returns: to be looked at, not necessarily wrong. */
function ConspicuousBars({ quality: { gaps, outliers } }: { quality: QualityReport }) {
  const of = (symbol: string) => (symbol === '' ? '' : `${symbol}: `)
  const lists = [
    {
      title: 'Widest gaps',
      lines: gaps.map(
        ({ symbol, fromMs, toMs, missing }) =>
          `${of(symbol)}${formatDateTime(fromMs)} to ${formatDateTime(toMs)}, ${formatCount(missing)} missing`,
      ),
    },
    {
      title: 'Furthest returns out of line',
      lines: outliers.map(
        ({ symbol, timeMs, change }) => `${of(symbol)}${formatDateTime(timeMs)}, ${formatPercent(change, { signed: true })}`,
      ),
    },
  ]
  return lists
    .filter(({ lines }) => lines.length > 0)
    .map(({ title, lines }) => (
      <details key={title}>
        <summary>
          {title} ({formatCount(lines.length)})
        </summary>
        <List size="sm">
          {lines.map((line) => (
            <List.Item key={line}>{line}</List.Item>
          ))}
        </List>
      </details>
    ))
}

/** The quality report of a file or dataset: figures, then problems by line. */
export function QualityDetails({ quality }: { quality: QualityReport }) {
  return (
    <Stack gap="sm">
      <SimpleGrid component="dl" cols={{ base: 2, sm: 4 }} spacing="xs" className={classes['figures'] ?? ''}>
        {qualityFigures(quality).map(({ label, shown, isProblem }) => (
          <div key={label}>
            <Text component="dt" size="xs" c="dimmed">
              {label}
            </Text>
            <Text component="dd" m={0} {...(isProblem ? { fw: 600, c: 'var(--verdict-warn)' } : {})}>
              {shown}
            </Text>
          </div>
        ))}
      </SimpleGrid>
      <ConspicuousBars quality={quality} />
      {quality.issues.length > 0 && <IssueTable quality={quality} />}
    </Stack>
  )
}
