import type { ReactNode } from 'react'
import type { MetricName } from '#shared/domain/metricRegistry.ts'

export interface DataColumn<Row, SortKey extends string = string> {
  readonly id: string
  readonly header: string
  /** Shown small beside the header, for example "bars". */
  readonly unit?: string
  /** The metric the column holds: its definition shows on hover of the header. */
  readonly metric?: MetricName
  /** The glossary's definition of what is no metric of the registry; shows like a metric's. */
  readonly definition?: string
  /** Numbers stand at the end, everything else at the start. */
  readonly align?: 'start' | 'end'
  readonly width?: number
  /** Hidden until somebody chooses it, so that the table fits a window of 1280 pixels. */
  readonly isOptional?: boolean
  /** The server's name for sorting by this column; left out when it cannot be sorted. */
  readonly sortKey?: SortKey
  readonly cell: (row: Row) => ReactNode
}

export interface TableSort<SortKey extends string> {
  readonly key: SortKey
  readonly direction: 'asc' | 'desc'
}

/** Rows ticked, by their id; `change` gets all of them. */
export interface RowSelection {
  readonly ids: ReadonlySet<string>
  readonly change: (ids: ReadonlySet<string>) => void
  /** false: this many are ticked as there may be; the rest cannot be. */
  readonly canTakeMore: boolean
}

export interface RowAction {
  readonly label: string
  readonly icon?: ReactNode
  readonly run: () => void
  readonly isDestructive?: boolean
  readonly isDisabled?: boolean
}

/** Rows that arrive page by page; `keysetRows` makes this from an infinite query. */
export interface TableRows<Row> {
  /** undefined while the first page is on its way. */
  readonly rows: readonly Row[] | undefined
  /** null when nobody counted. */
  readonly total?: number | null
  readonly hasMore?: boolean
  readonly isLoadingMore?: boolean
  readonly onLoadMore?: () => void
  readonly error?: unknown
  readonly onRetry?: () => void
}

export interface DataTableProps<Row, SortKey extends string = string> extends TableRows<Row> {
  /** Names the table for people who cannot see it. */
  readonly label: string
  readonly columns: readonly DataColumn<Row, SortKey>[]
  readonly rowId: (row: Row) => string
  /** Names a row in its action menu, for example the strategy's name. */
  readonly rowName: (row: Row) => string
  readonly sort?: TableSort<SortKey>
  readonly onSortChange?: (sort: TableSort<SortKey>) => void
  /** A click or Enter on a row. */
  readonly onOpenRow?: (row: Row) => void
  /** Gives every row a checkbox. */
  readonly selection?: RowSelection
  readonly rowActions?: (row: Row) => readonly RowAction[]
  /** Stands in place of the table when there are no rows; normally an EmptyState. */
  readonly empty: ReactNode
  readonly skeletonRows?: number
  /** Lets people hide columns, and keeps their choice in this browser under this key. */
  readonly columnsKey?: string
  /** CSS length; the table scrolls inside it under its sticky header. */
  readonly maxHeight?: string
}
