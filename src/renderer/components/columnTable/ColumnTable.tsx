import { Box, UnstyledButton } from '@mantine/core'
import { IconArrowDown, IconArrowUp } from '@tabler/icons-react'
import { useVirtualizer } from '@tanstack/react-virtual'
import { type ReactNode, useMemo, useRef } from 'react'
import { MetricTerm } from '../MetricTerm.tsx'
import classes from './ColumnTable.module.css'
import { type RowOrder, sortRows } from './sortRows.ts'
import { useRowOrder } from './useRowOrder.ts'

/** One column over rows 0..rowCount-1 of columnar data. */
export interface ColumnSpec {
  readonly key: string
  readonly header: string
  /** What the column holds, from the registry or the glossary: shows on hover and focus of the header. */
  readonly definition?: string
  readonly align: 'left' | 'right'
  readonly widthPx: number
  readonly cell: (row: number) => ReactNode
  /** Sorts by this number; NaN always goes last. */
  readonly sortValue: (row: number) => number
}

export interface ColumnTableProps {
  /** What the table holds, for people who do not see it. */
  readonly label: string
  readonly rowCount: number
  readonly columns: readonly ColumnSpec[]
  readonly height: number
  /** Keeps the order in the address under this key; left out, it lasts as long as the table is shown. */
  readonly orderKey?: string
}

const ROW_HEIGHT_PX = 32

/** A table of any length: only the rows in view exist, so 100,000 scroll smoothly. Sorting happens here, not at the server. */
export function ColumnTable({ label, rowCount, columns, height, orderKey }: ColumnTableProps) {
  const viewport = useRef<HTMLDivElement>(null)
  const [order, setOrder] = useRowOrder(orderKey)
  const rows = useMemo(() => {
    const sorted = columns.find(({ key }) => key === order?.key)
    return sorted === undefined || order === null ? null : sortRows(rowCount, sorted.sortValue, order.direction)
  }, [rowCount, columns, order])
  const virtualizer = useVirtualizer({
    count: rowCount,
    getScrollElement: () => viewport.current,
    estimateSize: () => ROW_HEIGHT_PX,
    overscan: 12,
  })
  const shown = virtualizer.getVirtualItems()
  const above = shown[0]?.start ?? 0
  const below = virtualizer.getTotalSize() - (shown.at(-1)?.end ?? 0)

  return (
    <Box ref={viewport} className={classes['viewport']} style={{ maxHeight: height }} role="region" aria-label={label} tabIndex={0}>
      <table className={classes['table']} aria-label={label} aria-rowcount={rowCount + 1}>
        <HeaderRow columns={columns} order={order} onOrder={setOrder} />
        <tbody>
          <Spacer height={above} span={columns.length} />
          {shown.map(({ index }) => (
            <tr key={index} aria-rowindex={index + 2} style={{ height: ROW_HEIGHT_PX }}>
              {columns.map(({ key, align, cell }) => (
                <td key={key} data-align={align}>
                  {cell(rows?.[index] ?? index)}
                </td>
              ))}
            </tr>
          ))}
          <Spacer height={below} span={columns.length} />
        </tbody>
      </table>
    </Box>
  )
}

interface HeaderRowProps {
  readonly columns: readonly ColumnSpec[]
  readonly order: RowOrder | null
  readonly onOrder: (order: RowOrder) => void
}

function HeaderRow({ columns, order, onOrder }: HeaderRowProps) {
  return (
    <thead>
      <tr aria-rowindex={1}>
        {columns.map(({ key, header, definition, align, widthPx }) => {
          const direction = order?.key === key ? order.direction : null
          return (
            <th
              key={key}
              scope="col"
              data-align={align}
              style={{ width: widthPx }}
              aria-sort={direction === null ? 'none' : direction === 'asc' ? 'ascending' : 'descending'}
            >
              <MetricTerm metric={undefined} definition={definition}>
                <UnstyledButton
                  className={classes['sort']}
                  onClick={() => onOrder({ key, direction: direction === 'desc' ? 'asc' : 'desc' })}
                >
                  {header}
                  {direction === 'asc' && <IconArrowUp size={12} aria-hidden />}
                  {direction === 'desc' && <IconArrowDown size={12} aria-hidden />}
                </UnstyledButton>
              </MetricTerm>
            </th>
          )
        })}
      </tr>
    </thead>
  )
}

/** Stands in for the rows above and below the view, so that the scrollbar tells the truth. */
function Spacer({ height, span }: { readonly height: number; readonly span: number }) {
  if (height <= 0) return null
  return (
    <tr aria-hidden style={{ height }}>
      <td colSpan={span} className={classes['spacer']} />
    </tr>
  )
}
