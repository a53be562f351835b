import { ScrollArea, Table, VisuallyHidden } from '@mantine/core'
import type { SweepAxis } from '#shared/domain/sweep.ts'
import { MISSING } from '../../format/figures.ts'
import type { HeatmapGrid } from './heatmapGrid.ts'

interface HeatmapTableProps {
  readonly grid: HeatmapGrid
  readonly x: SweepAxis
  readonly y: SweepAxis
  readonly caption: string
  readonly format: (value: number) => string
}

/** The same values as rows. */
export function HeatmapTable({ grid, x, y, caption, format }: HeatmapTableProps) {
  return (
    <ScrollArea.Autosize mah={420} tabIndex={0} aria-label={caption}>
      <Table withRowBorders={false}>
        <VisuallyHidden component="caption">{caption}</VisuallyHidden>
        <Table.Thead>
          <Table.Tr>
            <Table.Th scope="col">
              {y.name} \ {x.name}
            </Table.Th>
            {x.values.map((value) => (
              <Table.Th key={String(value)} scope="col" ta="right">
                {String(value)}
              </Table.Th>
            ))}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {grid.rows.map((row, place) => (
            <Table.Tr key={String(y.values[place])}>
              <Table.Th scope="row">{String(y.values[place])}</Table.Th>
              {row.map(({ value }, column) => (
                <Table.Td key={String(x.values[column])} ta="right">
                  {Number.isNaN(value) ? MISSING : format(value)}
                </Table.Td>
              ))}
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </ScrollArea.Autosize>
  )
}
