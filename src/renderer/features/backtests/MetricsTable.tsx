import { Table, Text } from '@mantine/core'
import { METRIC_NAMES, METRICS, type MetricDefinition, type MetricName } from '#shared/domain/metricRegistry.ts'
import { formatInUnit } from '../../format/figures.ts'
import type { RunMetrics } from './runMetrics.ts'

/** Every metric with its definition; one that is not defined says why. */
export function MetricsTable({ metrics }: { readonly metrics: RunMetrics }) {
  return (
    <Table captionSide="top" verticalSpacing={6}>
      <Table.Caption>
        {metrics.periods_per_year === null ? 'As the older system computed them' : `Computed at ${metrics.periods_per_year} bars a year`}
        {metrics.ruined ? '. The account was ruined: everything closed and the run stopped.' : ''}
      </Table.Caption>
      <Table.Thead>
        <Table.Tr>
          <Table.Th>Metric</Table.Th>
          <Table.Th ta="right">Value</Table.Th>
          <Table.Th>Definition</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {METRIC_NAMES.map((name) => (
          <MetricRow key={name} name={name} value={metrics.values[name] ?? null} reason={metrics.reasons[name]} />
        ))}
      </Table.Tbody>
    </Table>
  )
}

interface MetricRowProps {
  readonly name: MetricName
  readonly value: number | null
  readonly reason: string | undefined
}

function MetricRow({ name, value, reason }: MetricRowProps) {
  const { label, unit, definition }: MetricDefinition = METRICS[name]
  return (
    <Table.Tr>
      <Table.Th scope="row" fw={500}>
        {label}
      </Table.Th>
      <Table.Td ta="right">
        {formatInUnit(value, unit)}
        {value !== null && unit === 'bars' && ' bars'}
      </Table.Td>
      <Table.Td>
        {definition}
        {value === null && (
          <Text size="sm" c="dimmed">
            Not known: {reason ?? 'no reason was recorded.'}
          </Text>
        )}
      </Table.Td>
    </Table.Tr>
  )
}
