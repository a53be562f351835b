import { Table, UnstyledButton } from '@mantine/core'
import type { MetricName } from '#shared/domain/metricRegistry.ts'
import { MetricTerm } from './MetricTerm.tsx'

interface TermHeaderProps {
  readonly header: string
  /** The registry's metric, or the glossary's words for what is none. */
  readonly metric?: MetricName
  readonly definition?: string
  readonly align?: 'left' | 'right'
}

/** The header of a column of a small table, with what it means on hover and focus. */
export function TermHeader({ header, metric, definition, align = 'right' }: TermHeaderProps) {
  return (
    <Table.Th ta={align}>
      <MetricTerm metric={metric} definition={definition}>
        <UnstyledButton fz="inherit" fw="inherit" ta={align} style={{ cursor: 'help' }}>
          {header}
        </UnstyledButton>
      </MetricTerm>
    </Table.Th>
  )
}
