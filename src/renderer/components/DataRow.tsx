import { type KeyboardEvent, type MouseEvent, memo } from 'react'
import classes from './DataTable.module.css'
import type { DataColumn, RowAction } from './dataTableProps.ts'
import { RowMenu } from './RowMenu.tsx'

/** What a row asks of its table; the same object for as long as the table stands. */
export interface RowHandlers<Row> {
  readonly open: (row: Row) => void
  readonly focus: (row: Row) => void
  readonly tick: (row: Row, isTicked: boolean) => void
  readonly actions: (row: Row) => readonly RowAction[]
}

interface DataRowProps<Row, SortKey extends string> {
  readonly row: Row
  readonly name: string
  readonly columns: readonly DataColumn<Row, SortKey>[]
  /** A click or Enter opens it. */
  readonly opens: boolean
  readonly isTabStop: boolean
  /** null: rows of this table cannot be ticked. */
  readonly isTicked: boolean | null
  readonly canTick: boolean
  /** null: the table has no menus; false: this row has nothing to offer. */
  readonly hasMenu: boolean | null
  readonly handlers: RowHandlers<Row>
}

/** Buttons, links and menus inside a row keep their own clicks. */
function isOnControl(target: EventTarget): boolean {
  return target instanceof Element && target.closest('a, button, input, [role="menu"], [role="menuitem"]') !== null
}

function moveFocus(row: HTMLElement, step: 'nextElementSibling' | 'previousElementSibling'): void {
  const neighbour = row[step]
  if (neighbour instanceof HTMLElement) neighbour.focus()
}

/** The keys and clicks that open a row and move between rows. */
function opening<Row>(row: Row, isTabStop: boolean, { open, focus }: RowHandlers<Row>) {
  const handleKey = (event: KeyboardEvent<HTMLElement>) => {
    if (event.target !== event.currentTarget) return
    if (event.key === 'Enter') open(row)
    else if (event.key === 'ArrowDown') moveFocus(event.currentTarget, 'nextElementSibling')
    else if (event.key === 'ArrowUp') moveFocus(event.currentTarget, 'previousElementSibling')
    else return
    event.preventDefault()
  }
  return {
    tabIndex: isTabStop ? 0 : -1,
    'data-opens': true,
    'data-hint': '↑ ↓ move through the rows, Enter opens one',
    onFocus: () => focus(row),
    onKeyDown: handleKey,
    onClick: (event: MouseEvent) => {
      if (!isOnControl(event.target)) open(row)
    },
  }
}

function PlainRow<Row, SortKey extends string>(props: DataRowProps<Row, SortKey>) {
  const { row, name, columns, opens, isTabStop, isTicked, canTick, hasMenu, handlers } = props
  return (
    <tr className={classes['row']} {...(opens ? opening(row, isTabStop, handlers) : {})}>
      {isTicked !== null && (
        <td className={classes['cell']}>
          <input
            type="checkbox"
            className={classes['tick']}
            aria-label={`Select ${name}`}
            checked={isTicked}
            disabled={!isTicked && !canTick}
            onChange={({ currentTarget: { checked } }) => handlers.tick(row, checked)}
          />
        </td>
      )}
      {columns.map((column) => (
        <td key={column.id} className={classes['cell']} data-align={column.align ?? 'start'}>
          {column.cell(row)}
        </td>
      ))}
      {hasMenu !== null && (
        <td className={`${classes['cell']} ${classes['actionsCell']}`}>
          {hasMenu && <RowMenu name={name} actionsNow={() => handlers.actions(row)} />}
        </td>
      )}
    </tr>
  )
}

/** One row; drawn again only when itself, its columns or its state change, not with every change around the table. */
export const DataRow = memo(PlainRow) as typeof PlainRow
