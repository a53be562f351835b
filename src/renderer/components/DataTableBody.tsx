import { ActionIcon, Menu, Skeleton } from '@mantine/core'
import { IconDots } from '@tabler/icons-react'
import { type KeyboardEvent, type MouseEvent, useRef, useState } from 'react'
import classes from './DataTable.module.css'
import type { DataTableProps, RowAction, RowSelection } from './dataTableProps.ts'

/** Buttons, links and menus inside a row keep their own clicks. */
function isOnControl(target: EventTarget): boolean {
  return target instanceof Element && target.closest('a, button, input, [role="menu"], [role="menuitem"]') !== null
}

function moveFocus(row: HTMLElement, step: 'nextElementSibling' | 'previousElementSibling'): void {
  const neighbour = row[step]
  if (neighbour instanceof HTMLElement) neighbour.focus()
}

interface RowMenuProps {
  readonly name: string
  readonly actions: readonly RowAction[]
}

/** A menu costs more to draw than the rest of its row, so it is made when it is first asked for. */
function RowMenu({ name, actions }: RowMenuProps) {
  const [isUsed, setUsed] = useState(false)
  const button = useRef<HTMLButtonElement>(null)
  if (actions.length === 0) return null
  const look = { size: 'sm', 'aria-label': `Actions for ${name}`, children: <IconDots size={16} aria-hidden /> } as const
  if (!isUsed) return <ActionIcon {...look} aria-haspopup="menu" aria-expanded={false} onClick={() => setUsed(true)} />
  return (
    <Menu position="bottom-end" withinPortal defaultOpened onClose={() => button.current?.focus()}>
      <Menu.Target>
        <ActionIcon {...look} ref={button} />
      </Menu.Target>
      <Menu.Dropdown>
        {actions.map(({ label, icon, run, isDestructive = false, isDisabled = false }) => (
          <Menu.Item
            key={label}
            leftSection={icon}
            disabled={isDisabled}
            onClick={run}
            {...(isDestructive ? { c: 'var(--verdict-fail)' } : {})}
          >
            {label}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  )
}

function SelectRow({ selection, id, name }: { readonly selection: RowSelection; readonly id: string; readonly name: string }) {
  const isTicked = selection.ids.has(id)
  return (
    <input
      type="checkbox"
      className={classes['tick']}
      aria-label={`Select ${name}`}
      checked={isTicked}
      disabled={!isTicked && !selection.canTakeMore}
      onChange={({ currentTarget: { checked } }) => {
        const ids = new Set(selection.ids)
        if (checked) ids.add(id)
        else ids.delete(id)
        selection.change(ids)
      }}
    />
  )
}

interface DataRowProps<Row, SortKey extends string> {
  readonly table: DataTableProps<Row, SortKey>
  readonly row: Row
  readonly isTabStop: boolean
  readonly onFocus: () => void
}

function DataRow<Row, SortKey extends string>({ table, row, isTabStop, onFocus }: DataRowProps<Row, SortKey>) {
  const { columns, rowActions, rowName, onOpenRow, selection } = table
  const handleKey = (event: KeyboardEvent<HTMLElement>) => {
    if (event.target !== event.currentTarget) return
    if (event.key === 'Enter') onOpenRow?.(row)
    else if (event.key === 'ArrowDown') moveFocus(event.currentTarget, 'nextElementSibling')
    else if (event.key === 'ArrowUp') moveFocus(event.currentTarget, 'previousElementSibling')
    else return
    event.preventDefault()
  }
  const opening =
    onOpenRow === undefined
      ? {}
      : {
          tabIndex: isTabStop ? 0 : -1,
          'data-opens': true,
          'data-hint': '↑ ↓ move through the rows, Enter opens one',
          onFocus,
          onKeyDown: handleKey,
          onClick: (event: MouseEvent) => {
            if (!isOnControl(event.target)) onOpenRow(row)
          },
        }
  return (
    <tr className={classes['row']} {...opening}>
      {selection !== undefined && (
        <td className={classes['cell']}>
          <SelectRow selection={selection} id={table.rowId(row)} name={rowName(row)} />
        </td>
      )}
      {columns.map((column) => (
        <td key={column.id} className={classes['cell']} data-align={column.align ?? 'start'}>
          {column.cell(row)}
        </td>
      ))}
      {rowActions !== undefined && (
        <td className={`${classes['cell']} ${classes['actionsCell']}`}>
          <RowMenu name={rowName(row)} actions={rowActions(row)} />
        </td>
      )}
    </tr>
  )
}

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

/** The rows: one tab stop for all of them, arrows to move, Enter to open. */
export function DataTableBody<Row, SortKey extends string>(table: DataTableProps<Row, SortKey>) {
  const { rows, rowId } = table
  const [focusedId, setFocusedId] = useState<string | null>(null)
  if (rows === undefined) return <SkeletonRows {...table} />
  const isFocusShown = rows.some((row) => rowId(row) === focusedId)
  return (
    <tbody>
      {rows.map((row, index) => (
        <DataRow
          key={rowId(row)}
          table={table}
          row={row}
          isTabStop={isFocusShown ? rowId(row) === focusedId : index === 0}
          onFocus={() => setFocusedId(rowId(row))}
        />
      ))}
    </tbody>
  )
}
