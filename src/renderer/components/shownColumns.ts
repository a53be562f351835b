import { useMemo } from 'react'
import type { DataColumn } from './dataTableProps.ts'
import { useKeptList } from './keptList.ts'

export interface ShownColumns<Row, SortKey extends string> {
  readonly columns: readonly DataColumn<Row, SortKey>[]
  readonly isShown: (id: string) => boolean
  readonly toggle: (id: string) => void
  /** undefined while every column is shown. */
  readonly showAll: (() => void) | undefined
}

const SEPARATOR = '\n'
const isText = (value: unknown): value is string => typeof value === 'string'

/**
 * Which columns of a table this browser shows, kept under the table's key. What is hidden is remembered, not what is
 * shown, so a column that comes with a newer version appears. The first column names the row and always stays.
 */
export function useShownColumns<Row, SortKey extends string>(
  key: string,
  all: readonly DataColumn<Row, SortKey>[],
): ShownColumns<Row, SortKey> {
  const [hidden, setHidden] = useKeptList(`aurelius-hidden-columns-${key}`, isText)
  // By what is hidden, not by the list that says it: rows are drawn again when the columns are another array.
  const hiddenIds = hidden.join(SEPARATOR)
  const columns = useMemo(() => {
    const ids = hiddenIds.split(SEPARATOR)
    return all.filter(({ id }, index) => index === 0 || !ids.includes(id))
  }, [all, hiddenIds])
  return {
    columns,
    isShown: (id) => columns.some((column) => column.id === id),
    toggle: (id) => setHidden(hidden.includes(id) ? hidden.filter((other) => other !== id) : [...hidden, id]),
    showAll: hidden.length === 0 ? undefined : () => setHidden([]),
  }
}
