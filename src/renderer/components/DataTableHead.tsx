import { VisuallyHidden } from '@mantine/core'
import { IconArrowDown, IconArrowUp } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import type { MetricName } from '#shared/domain/metricRegistry.ts'
import classes from './DataTable.module.css'
import type { DataColumn, DataTableProps, TableSort } from './dataTableProps.ts'
import { MetricTerm } from './MetricTerm.tsx'

const ARIA_SORT = { asc: 'ascending', desc: 'descending' } as const

/** Numbers are most interesting largest first, words from A to Z; a second click turns the order round. */
function nextSort<SortKey extends string>(
  current: TableSort<SortKey> | undefined,
  { sortKey, align }: { sortKey: SortKey; align: 'start' | 'end' },
): TableSort<SortKey> {
  if (current?.key === sortKey) return { key: sortKey, direction: current.direction === 'asc' ? 'desc' : 'asc' }
  return { key: sortKey, direction: align === 'end' ? 'desc' : 'asc' }
}

interface HeaderCellProps<Row, SortKey extends string> {
  readonly column: DataColumn<Row, SortKey>
  readonly sort: TableSort<SortKey> | undefined
  readonly onSortChange: ((sort: TableSort<SortKey>) => void) | undefined
}

function HeaderCell<Row, SortKey extends string>({ column, sort, onSortChange }: HeaderCellProps<Row, SortKey>) {
  const { header, unit, metric, definition, align = 'start', sortKey, width } = column
  const isSorted = sortKey !== undefined && sort?.key === sortKey
  const title = (
    <>
      {header}
      {unit !== undefined && <span className={classes['unit']}>{unit}</span>}
    </>
  )
  const Arrow = sort?.direction === 'asc' ? IconArrowUp : IconArrowDown
  return (
    <th
      scope="col"
      className={classes['header']}
      data-align={align}
      style={{ width }}
      {...(sortKey === undefined ? {} : { 'aria-sort': isSorted ? ARIA_SORT[sort.direction] : 'none' })}
    >
      {sortKey === undefined || onSortChange === undefined ? (
        <UnsortedTitle metric={metric} definition={definition}>
          {title}
        </UnsortedTitle>
      ) : (
        <MetricTerm metric={metric} definition={definition}>
          <button
            type="button"
            className={classes['sort']}
            data-active={isSorted || undefined}
            onClick={() => onSortChange(nextSort(sort, { sortKey, align }))}
          >
            {title}
            {isSorted && <Arrow size={13} aria-hidden />}
          </button>
        </MetricTerm>
      )}
    </th>
  )
}

interface UnsortedTitleProps {
  readonly metric: MetricName | undefined
  readonly definition: string | undefined
  readonly children: ReactNode
}

function UnsortedTitle({ metric, definition, children }: UnsortedTitleProps) {
  if (metric === undefined && definition === undefined) return children
  return (
    <MetricTerm metric={metric} definition={definition}>
      <button type="button" className={classes['term']}>
        {children}
      </button>
    </MetricTerm>
  )
}

interface DataTableHeadProps<Row, SortKey extends string> extends DataTableProps<Row, SortKey> {
  readonly columnsMenu?: ReactNode
}

/** The sticky header row. */
export function DataTableHead<Row, SortKey extends string>({
  columns,
  sort,
  onSortChange,
  selection,
  rowActions,
  columnsMenu,
}: DataTableHeadProps<Row, SortKey>) {
  return (
    <thead>
      <tr>
        {selection !== undefined && (
          <th scope="col" className={classes['header']} style={{ width: 36 }}>
            <VisuallyHidden>Selected</VisuallyHidden>
          </th>
        )}
        {columns.map((column) => (
          <HeaderCell key={column.id} column={column} sort={sort} onSortChange={onSortChange} />
        ))}
        {rowActions !== undefined && (
          <th scope="col" className={`${classes['header']} ${classes['actionsHeader']}`}>
            {columnsMenu ?? <VisuallyHidden>Actions</VisuallyHidden>}
          </th>
        )}
      </tr>
    </thead>
  )
}
