import { Group, ScrollArea, Table } from '@mantine/core'
import { IconChartBar, IconTable } from '@tabler/icons-react'
import { type ReactNode, useRef } from 'react'
import { useAddressState } from '../components/addressState.ts'
import { IconButton } from '../components/IconButton.tsx'
import { PictureButtons } from './PictureButtons.tsx'
import { paintElements } from './paintElements.ts'

interface FigureTable {
  readonly caption: string
  readonly headers: readonly string[]
  /** One row a point, already formatted; the first cell names the row. */
  readonly rows: readonly (readonly string[])[]
}

interface FigureFrameProps {
  /** Names the chart in the address while it is shown as a table. */
  readonly name: string
  readonly fileName: string
  readonly legend?: ReactNode
  /** The same values as rows; left out for what is a table by itself. */
  readonly table?: FigureTable
  /** The chart. Where only a part of it makes the picture, such as what a frame scrolls, that part carries `data-picture`. */
  readonly children: ReactNode
}

const TABLE_HEIGHT_PX = 260

/** What every chart that is part of the page has around it: legend, the same values as a table, a picture to keep. */
export function FigureFrame({ name, fileName, legend, table, children }: FigureFrameProps) {
  const chart = useRef<HTMLDivElement>(null)
  const words = useRef<HTMLDivElement>(null)
  const address = useAddressState()
  const tables = address.texts('table')
  const isTable = table !== undefined && tables.includes(name)
  const turn = () => address.change({ table: isTable ? tables.filter((other) => other !== name) : [...tables, name] })
  const take = () => {
    const part = chart.current?.querySelector<HTMLElement>('[data-picture]') ?? chart.current
    return paintElements([words.current, part].filter((element) => element !== null))
  }
  return (
    <>
      <Group justify="space-between" gap="xs" mb={4} wrap="nowrap">
        <div ref={words} style={{ flex: 1 }}>
          {legend}
        </div>
        <Group gap={4} wrap="nowrap">
          {table !== undefined && (
            <IconButton label={isTable ? 'View as chart' : 'View as table'} onClick={turn}>
              {isTable ? <IconChartBar size={18} /> : <IconTable size={18} />}
            </IconButton>
          )}
          <PictureButtons take={take} fileName={fileName} disabled={isTable} />
        </Group>
      </Group>
      {isTable ? <FigureRows {...table} /> : <div ref={chart}>{children}</div>}
    </>
  )
}

function FigureRows({ caption, headers, rows }: FigureTable) {
  return (
    <ScrollArea.Autosize mah={TABLE_HEIGHT_PX} viewportProps={{ tabIndex: 0, role: 'region', 'aria-label': caption }}>
      <Table aria-label={caption} stickyHeader verticalSpacing={4}>
        <Table.Thead>
          <Table.Tr>
            {headers.map((header, column) => (
              <Table.Th key={header} ta={column === 0 ? 'left' : 'right'}>
                {header}
              </Table.Th>
            ))}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {rows.map((cells) => (
            <Table.Tr key={cells[0]}>
              {cells.map((cell, column) => (
                <Table.Td key={headers[column]} ta={column === 0 ? 'left' : 'right'}>
                  {cell}
                </Table.Td>
              ))}
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </ScrollArea.Autosize>
  )
}
