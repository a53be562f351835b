import { Table, Text } from '@mantine/core'
import type { MatrixCellResult } from '#shared/domain/robustness.ts'
import { formatCount, formatNumber, formatPercent, MISSING } from '../../format/figures.ts'
import { Panel } from '../Panel.tsx'

/** The walk-forward over other lengths: an edge that hangs on one pair is luck. */
export function MatrixPanel({ cells }: { readonly cells: readonly MatrixCellResult[] }) {
  const tests = [...new Set(cells.map(({ testLength }) => testLength))]
  const trainings = [...new Set(cells.map(({ trainLength }) => trainLength))]
  const cellOf = (train: number, test: number) => cells.find(({ trainLength, testLength }) => trainLength === train && testLength === test)
  return (
    <Panel title="Other window lengths">
      <Table.ScrollContainer minWidth={480}>
        <Table aria-label="Out-of-sample Sharpe ratio by lengths of training and test">
          <Table.Thead>
            <Table.Tr>
              <Table.Th>Training \ test</Table.Th>
              {tests.map((test) => (
                <Table.Th key={test} ta="right">
                  {formatCount(test)}
                </Table.Th>
              ))}
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {trainings.map((train) => (
              <Table.Tr key={train}>
                <Table.Th scope="row">{formatCount(train)}</Table.Th>
                {tests.map((test) => (
                  <Table.Td key={test} ta="right">
                    <MatrixCell cell={cellOf(train, test)} />
                  </Table.Td>
                ))}
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
      <Text size="xs" c="dimmed">
        Out-of-sample Sharpe ratio, return and number of windows. It is for seeing whether the result hangs on one pair, not for choosing
        the best pair.
      </Text>
    </Panel>
  )
}

function MatrixCell({ cell }: { readonly cell: MatrixCellResult | undefined }) {
  if (cell === undefined || cell.reason !== null) return <span title={cell?.reason ?? ''}>{MISSING}</span>
  return (
    <>
      {formatNumber(cell.sharpe)}
      <Text component="span" size="xs" c="dimmed">
        {' '}
        {formatPercent(cell.totalReturn, { decimals: 0 })}, {cell.windows}
      </Text>
    </>
  )
}
