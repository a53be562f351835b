import { Box, Button, VisuallyHidden } from '@mantine/core'
import type { CSSProperties, ReactNode } from 'react'
import { formatCount } from '../format/figures.ts'
import { ColumnsMenu } from './ColumnsMenu.tsx'
import classes from './DataTable.module.css'
import { DataTableBody } from './DataTableBody.tsx'
import { DataTableHead } from './DataTableHead.tsx'
import type { DataTableProps, TableRows } from './dataTableProps.ts'
import { useWaitingDeletions } from './delayedDeletion.ts'
import { ErrorNotice } from './ErrorNotice.tsx'
import { useShownColumns } from './shownColumns.ts'

function TableFooter<Row>({ rows, total = null, hasMore = false, isLoadingMore = false, onLoadMore }: TableRows<Row>) {
  const shown = rows?.length ?? 0
  if (!hasMore && total === null) return null
  return (
    <div className={classes['footer']}>
      <output>{total === null ? `${formatCount(shown)} shown` : `${formatCount(shown)} of ${formatCount(total)}`}</output>
      {hasMore && (
        <Button size="compact-sm" variant="subtle" loading={isLoadingMore} onClick={onLoadMore}>
          Load more
        </Button>
      )}
    </div>
  )
}

/** The table of people who choose its columns; the choice takes the place of the header above the row actions. */
function ChosenColumnsTable<Row, SortKey extends string>(props: DataTableProps<Row, SortKey> & { readonly columnsKey: string }) {
  const { columnsKey, columns: all, rowActions = noActions, ...rest } = props
  const shown = useShownColumns(columnsKey, all)
  return <PlainTable {...rest} rowActions={rowActions} columns={shown.columns} columnsMenu={<ColumnsMenu all={all} shown={shown} />} />
}

const noActions = () => []

/** The rows without those whose deletion can still be taken back. */
function useKeptRows<Row, SortKey extends string>({ rows, total = null, rowId }: DataTableProps<Row, SortKey>) {
  const waiting = useWaitingDeletions()
  if (rows === undefined || waiting.size === 0) return { rows, total }
  const kept = rows.filter((row) => !waiting.has(rowId(row)))
  return { rows: kept, total: total === null ? null : total - (rows.length - kept.length) }
}

/** A dense table over server pages: sorting and paging are asked of the caller, never done on a part of the rows. */
export function DataTable<Row, SortKey extends string = string>(props: DataTableProps<Row, SortKey>) {
  const kept = useKeptRows(props)
  const { columnsKey } = props
  return columnsKey === undefined ? (
    <PlainTable {...props} {...kept} />
  ) : (
    <ChosenColumnsTable {...props} {...kept} columnsKey={columnsKey} />
  )
}

function PlainTable<Row, SortKey extends string>(props: DataTableProps<Row, SortKey> & { readonly columnsMenu?: ReactNode }) {
  const { label, rows, error, onRetry, empty, maxHeight } = props
  if (rows === undefined && error) return <ErrorNotice error={error} {...(onRetry ? { onRetry } : {})} />
  if (rows?.length === 0) return <div className={classes['frame']}>{empty}</div>
  return (
    <div className={classes['frame']}>
      {/* The scroll area takes focus so that the keyboard can scroll it sideways. */}
      <Box
        component="section"
        className={classes['scroller']}
        aria-label={label}
        tabIndex={0}
        style={maxHeight === undefined ? undefined : ({ '--data-table-max-height': maxHeight } as CSSProperties)}
      >
        <table className={classes['table']} aria-busy={rows === undefined}>
          <VisuallyHidden component="caption">{label}</VisuallyHidden>
          <DataTableHead {...props} />
          <DataTableBody {...props} />
        </table>
      </Box>
      <TableFooter {...props} />
    </div>
  )
}
