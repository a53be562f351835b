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
 * Which columns of a table this browser shows, kept under the table's key. What differs from the table's own choice is
 * remembered, so a column that comes with a newer version appears. The first column names the row and always stays.
 */
export function useShownColumns<Row, SortKey extends string>(
  key: string,
  all: readonly DataColumn<Row, SortKey>[],
): ShownColumns<Row, SortKey> {
  const [turned, setTurned] = useKeptList(`aurelius-hidden-columns-${key}`, isText)
  // By what was turned, not by the list that says it: rows are drawn again when the columns are another array.
  const turnedIds = turned.join(SEPARATOR)
  const columns = useMemo(() => {
    const ids = turnedIds.split(SEPARATOR)
    return all.filter(({ id, isOptional = false }, index) => index === 0 || ids.includes(id) === isOptional)
  }, [all, turnedIds])
  return {
    columns,
    isShown: (id) => columns.some((column) => column.id === id),
    toggle: (id) => setTurned(turned.includes(id) ? turned.filter((other) => other !== id) : [...turned, id]),
    showAll: columns.length === all.length ? undefined : () => setTurned(all.filter(({ isOptional }) => isOptional).map(({ id }) => id)),
  }
}
