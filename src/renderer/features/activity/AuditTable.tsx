import { Anchor, Button, Text } from '@mantine/core'
import { keepPreviousData, skipToken, useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { Link } from 'react-router'
import type { AuditEntry } from '#shared/domain/audit.ts'
import { useApi } from '../../api/ApiProvider.tsx'
import { DataTable } from '../../components/DataTable.tsx'
import type { DataColumn } from '../../components/dataTableProps.ts'
import { EmptyState } from '../../components/EmptyState.tsx'
import { HashText } from '../../components/HashText.tsx'
import { keysetPaging, keysetRows } from '../../components/keysetRows.ts'
import { formatDateTime } from '../../format/instants.ts'
import { type ActivityList, NO_FILTERS } from './activityList.ts'
import { actionWords, objectPage } from './auditWords.ts'
import { EntryDrawer } from './EntryDrawer.tsx'

const COLUMNS: readonly DataColumn<AuditEntry>[] = [
  { id: 'seq', header: 'Row', align: 'end', width: 72, cell: ({ seq }) => seq },
  { id: 'time', header: 'Time', width: 170, cell: ({ recordedAtMs }) => formatDateTime(recordedAtMs) },
  { id: 'actor', header: 'Who', cell: ({ actor }) => actor },
  { id: 'action', header: 'What', cell: ({ action }) => actionWords(action) },
  { id: 'object', header: 'Object', cell: (entry) => <ObjectLink entry={entry} /> },
  { id: 'client', header: 'With', cell: ({ client }) => <Text size="xs">{client}</Text> },
  { id: 'hash', header: 'Hash', cell: ({ rowHash }) => <HashText value={rowHash} label="hash of the row" /> },
]

/** Something deleted since has no page any more: only the log knows it. */
function ObjectLink({ entry: { objectType, objectId, action } }: { readonly entry: AuditEntry }) {
  const page = action.endsWith('.delete') ? null : objectPage(objectType, objectId)
  const name = `${objectType} ${objectId.length > 12 ? `…${objectId.slice(-12)}` : objectId}`
  if (page === null) return <Text size="sm">{name}</Text>
  return (
    <Anchor component={Link} to={page} size="sm">
      {name}
    </Anchor>
  )
}

/** Rows of the log, the newest first, and the one that is looked at. */
export function AuditTable({ list }: { readonly list: ActivityList }) {
  const api = useApi()
  const query = useInfiniteQuery(
    api.audit.list.infiniteOptions({
      input: (cursor: string | null) => ({ ...list.filter, cursor, withTotal: cursor === null }),
      ...keysetPaging,
      placeholderData: keepPreviousData,
    }),
  )
  const page = keysetRows(query)
  const shown = useShownEntry(list.shownRow, page.rows)
  return (
    <>
      <DataTable
        label="Activity"
        columnsKey="activity"
        {...page}
        columns={COLUMNS}
        rowId={({ rowHash }) => rowHash}
        rowName={({ seq, action }) => `row ${seq}, ${actionWords(action)}`}
        onOpenRow={({ seq }) => list.change({ row: String(seq) })}
        empty={
          list.isFiltered ? (
            <EmptyState
              message="Nothing in the log fits these filters."
              action={
                <Button variant="default" onClick={() => list.change(NO_FILTERS)}>
                  Clear filters
                </Button>
              }
            />
          ) : (
            <EmptyState message="Nothing was changed yet. Every change from now on leaves a row here." />
          )
        }
      />
      <EntryDrawer entry={shown} onClose={() => list.change({ row: null })} />
    </>
  )
}

/** The row that the address names, also where the list has not come to it or leaves it out; null when there is none. */
function useShownEntry(shownRow: string, rows: readonly AuditEntry[] | undefined): AuditEntry | null {
  const api = useApi()
  const listed = rows?.find(({ seq }) => String(seq) === shownRow)
  const seq = Number(shownRow)
  const isAsked = rows !== undefined && listed === undefined && Number.isSafeInteger(seq) && seq > 0
  const one = useQuery(api.audit.list.queryOptions({ input: isAsked ? { seq, limit: 1 } : skipToken }))
  return listed ?? (isAsked ? one.data?.items[0] : undefined) ?? null
}
