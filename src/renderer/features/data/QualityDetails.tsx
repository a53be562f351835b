import { SimpleGrid, Stack, Table, Text } from '@mantine/core'
import type { QualityReport } from '#shared/domain/dataset.ts'
import { formatCount } from '../../format/figures.ts'
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
      {quality.issues.length > 0 && <IssueTable quality={quality} />}
    </Stack>
  )
}
