import { Stack, Text } from '@mantine/core'
import type { ParameterDrift } from '#shared/domain/validation.ts'
import { EmptyState } from '../../components/EmptyState.tsx'
import { Panel } from '../../components/Panel.tsx'
import { formatNumber, MISSING } from '../../format/figures.ts'
import { DriftLine } from './DriftLine.tsx'

/** How the chosen parameters moved: an edge keeps its parameters, noise jumps about. */
export function DriftPanel({ drift }: { readonly drift: readonly ParameterDrift[] }) {
  if (drift.length === 0) {
    return <EmptyState message="Nothing was chosen: every window kept the strategy's own parameters." />
  }
  return (
    <Stack gap="md">
      {drift.map((one) => (
        <Panel key={one.name} title={one.name}>
          <DriftLine values={one.values} name={one.name} />
          <Text size="sm" c="dimmed">
            {rangeInWords(one.values)}Changed in {one.changes} of {Math.max(0, one.values.length - 1)} steps
            {one.meanStep !== null && `, by ${formatNumber(one.meanStep, { decimals: 1 })} a step on average`}. Window by window:{' '}
            {one.values.map((value) => (value === null ? MISSING : String(value))).join(', ')}.
          </Text>
        </Panel>
      ))}
    </Stack>
  )
}

/** Where the line's lowest and highest levels are; words have none. */
function rangeInWords(values: ParameterDrift['values']): string {
  const numbers = values.filter((value) => typeof value === 'number')
  return numbers.length === 0 ? '' : `Between ${Math.min(...numbers)} (bottom) and ${Math.max(...numbers)} (top). `
}
