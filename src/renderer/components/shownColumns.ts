import type { DataColumn } from './dataTableProps.ts'
import { useKeptList } from './keptList.ts'

export interface ShownColumns<Row, SortKey extends string> {
  readonly columns: readonly DataColumn<Row, SortKey>[]
  readonly isShown: (id: string) => boolean
  readonly toggle: (id: string) => void
  /** undefined while every column is shown. */
  readonly showAll: (() => void) | undefined
}

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
  const isShown = (id: string) => id === all[0]?.id || !hidden.includes(id)
  return {
    columns: all.filter(({ id }) => isShown(id)),
    isShown,
    toggle: (id) => setHidden(hidden.includes(id) ? hidden.filter((other) => other !== id) : [...hidden, id]),
    showAll: hidden.length === 0 ? undefined : () => setHidden([]),
  }
}
