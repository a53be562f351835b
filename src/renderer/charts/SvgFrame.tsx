import { Group, ScrollArea, Table } from '@mantine/core'
import { IconChartBar, IconPhotoDown, IconTable } from '@tabler/icons-react'
import { type ReactNode, useRef } from 'react'
import { useAddressState } from '../components/addressState.ts'
import { IconButton } from '../components/IconButton.tsx'
import { savePng } from './savePng.ts'
import { svgToCanvas } from './svgCanvas.ts'

interface FigureTable {
  readonly caption: string
  readonly headers: readonly string[]
  /** One row a point, already formatted; the first cell names the row. */
  readonly rows: readonly (readonly string[])[]
}

interface SvgFrameProps {
  /** Names the chart in the address while it is shown as a table. */
  readonly name: string
  readonly fileName: string
  readonly legend?: ReactNode
  /** The same values as rows. */
  readonly table: FigureTable
  /** One svg. */
  readonly children: ReactNode
}

const TABLE_HEIGHT_PX = 260

/** What every chart drawn as SVG has around it: legend, the same values as a table, a picture to keep. */
export function SvgFrame({ name, fileName, legend, table, children }: SvgFrameProps) {
  const picture = useRef<HTMLDivElement>(null)
  const address = useAddressState()
  const tables = address.texts('table')
  const isTable = tables.includes(name)
  const turn = () => address.change({ table: isTable ? tables.filter((other) => other !== name) : [...tables, name] })
  const save = async () => {
    const svg = picture.current?.querySelector('svg') ?? null
    if (svg !== null) savePng(await svgToCanvas(svg), fileName)
  }
  return (
    <>
      <Group justify="space-between" gap="xs" mb={4} wrap="nowrap">
        <div style={{ flex: 1 }}>{legend}</div>
        <Group gap={4} wrap="nowrap">
          <IconButton label={isTable ? 'View as chart' : 'View as table'} onClick={turn}>
            {isTable ? <IconChartBar size={18} /> : <IconTable size={18} />}
          </IconButton>
          <IconButton label="Save chart as PNG" disabled={isTable} onClick={() => void save()}>
            <IconPhotoDown size={18} />
          </IconButton>
        </Group>
      </Group>
      {isTable ? <FigureRows {...table} /> : <div ref={picture}>{children}</div>}
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
