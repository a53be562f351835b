import type { InfiniteData, UseInfiniteQueryResult } from '@tanstack/react-query'
import type { RunStatus } from '#shared/domain/backtest.ts'
import type { Page } from '#shared/domain/page.ts'
import { isUnderWay } from '#shared/domain/underWay.ts'
import type { TableRows, TableSort } from './dataTableProps.ts'

/** What a list query needs to page by keyset; spread it into `infiniteOptions` beside `input`. */
export const keysetPaging = {
  initialPageParam: null as string | null,
  getNextPageParam: (page: Page<unknown>) => page.nextCursor,
}

interface KeysetList<Filter, Key extends string> {
  readonly filter: Filter
  readonly sort: TableSort<Key>
}

/** What a sorted list asks for each page; the total only with the first. */
export function keysetInput<Filter extends object, Key extends string>({ filter, sort }: KeysetList<Filter, Key>) {
  return (cursor: string | null) => ({ ...filter, sort: sort.key, direction: sort.direction, cursor, withTotal: cursor === null })
}

const PROGRESS_MS = 1_000

interface PolledPages {
  readonly state: { readonly data: InfiniteData<Page<{ readonly status: RunStatus }>> | undefined }
}

/** How often to ask again while something in the list is under way: no news comes of what another computer runs. */
export function pollUnderWay({ state }: PolledPages): number | false {
  return state.data?.pages.some(({ items }) => items.some(({ status }) => isUnderWay(status))) ? PROGRESS_MS : false
}

/** The rows of an infinite query as a table takes them; the total is that of the first page. */
export function keysetRows<Row>(query: UseInfiniteQueryResult<InfiniteData<Page<Row>>>): TableRows<Row> {
  return {
    rows: query.data?.pages.flatMap((page) => page.items),
    total: query.data?.pages[0]?.total ?? null,
    hasMore: query.hasNextPage,
    isLoadingMore: query.isFetchingNextPage,
    onLoadMore: () => void query.fetchNextPage(),
    error: query.error,
    onRetry: () => void query.refetch(),
  }
}
