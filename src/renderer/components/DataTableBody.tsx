import { Skeleton } from '@mantine/core'
import { startTransition, useEffect, useMemo, useRef, useState } from 'react'
import { DataRow, type RowHandlers } from './DataRow.tsx'
import classes from './DataTable.module.css'
import type { DataTableProps } from './dataTableProps.ts'
import { whenIdle } from './whenIdle.ts'

function SkeletonRows<Row, SortKey extends string>({ columns, rowActions, selection, skeletonRows = 8 }: DataTableProps<Row, SortKey>) {
  const lines = Array.from({ length: skeletonRows }, (_, index) => index)
  return (
    <tbody>
      {lines.map((line) => (
        <tr key={line} className={classes['row']}>
          {selection !== undefined && <td className={classes['cell']} />}
          {columns.map((column) => (
            <td key={column.id} className={classes['cell']}>
              <Skeleton height={10} width="70%" {...(column.align === 'end' ? { ml: 'auto' } : {})} />
            </td>
          ))}
          {rowActions !== undefined && <td className={classes['cell']} />}
        </tr>
      ))}
    </tbody>
  )
}

/** A table is no higher than the window without what stands above it, and a row no lower than this. */
const ABOVE_PX = 258
const LOWEST_ROW_PX = 32
const rowsInView = () => Math.max(1, Math.ceil((window.innerHeight - ABOVE_PX) / LOWEST_ROW_PX))
const NONE: readonly never[] = []

/** So long rows below the fold may wait for a busy window. */
const LATEST_MS = 200

/**
 * The first rows at once and those below the fold once these are painted, so that a list answers sooner. Until then the rows
 * that stood there stay, so that nobody who has scrolled down loses the place.
 */
function useFirstRowsFirst<Row>(rows: readonly Row[], rowId: (row: Row) => string): readonly Row[] {
  const [later, setLater] = useState<readonly Row[]>(NONE)
  useEffect(() => whenIdle(() => startTransition(() => setLater(rows)), LATEST_MS), [rows])
  const inView = rowsInView()
  if (later === rows || rows.length <= inView) return rows
  const first = rows.slice(0, inView)
  const ids = new Set(first.map(rowId))
  return [...first, ...later.filter((row) => !ids.has(rowId(row)))]
}

/** Rows call these and so need not be drawn again when the functions of the table are others. */
function useRowHandlers<Row, SortKey extends string>(
  table: DataTableProps<Row, SortKey>,
  setFocusedId: (id: string) => void,
): RowHandlers<Row> {
  const latest = useRef(table)
  useEffect(() => {
    latest.current = table
  })
  return useMemo(
    () => ({
      open: (row) => latest.current.onOpenRow?.(row),
      focus: (row) => setFocusedId(latest.current.rowId(row)),
      actions: (row) => latest.current.rowActions?.(row) ?? [],
      tick: (row, isTicked) => {
        const { selection, rowId } = latest.current
        const ids = new Set(selection?.ids)
        if (isTicked) ids.add(rowId(row))
        else ids.delete(rowId(row))
        selection?.change(ids)
      },
    }),
    [setFocusedId],
  )
}

type FilledTable<Row, SortKey extends string> = DataTableProps<Row, SortKey> & { readonly rows: readonly Row[] }

function FilledBody<Row, SortKey extends string>(table: FilledTable<Row, SortKey>) {
  const { columns, rowId, rowName, selection, rowActions, onOpenRow } = table
  const [focusedId, setFocusedId] = useState<string | null>(null)
  const handlers = useRowHandlers(table, setFocusedId)
  const rows = useFirstRowsFirst(table.rows, rowId)
  const isFocusShown = rows.some((row) => rowId(row) === focusedId)
  return (
    <tbody>
      {rows.map((row, index) => {
        const id = rowId(row)
        return (
          <DataRow
            key={id}
            row={row}
            name={rowName(row)}
            columns={columns}
            opens={onOpenRow !== undefined}
            isTabStop={isFocusShown ? id === focusedId : index === 0}
            isTicked={selection === undefined ? null : selection.ids.has(id)}
            canTick={selection?.canTakeMore ?? false}
            hasMenu={rowActions === undefined ? null : rowActions(row).length > 0}
            handlers={handlers}
          />
        )
      })}
    </tbody>
  )
}

/** The rows: one tab stop for all of them, arrows to move, Enter to open. */
export function DataTableBody<Row, SortKey extends string>(table: DataTableProps<Row, SortKey>) {
  const { rows } = table
  return rows === undefined ? <SkeletonRows {...table} /> : <FilledBody {...table} rows={rows} />
}
