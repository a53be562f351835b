import type { InfiniteData, UseInfiniteQueryResult } from '@tanstack/react-query'
import type { Page } from '#shared/domain/page.ts'
import type { TableRows } from './dataTableProps.ts'

/** What a list query needs to page by keyset; spread it into `infiniteOptions` beside `input`. */
export const keysetPaging = {
  initialPageParam: null as string | null,
  getNextPageParam: (page: Page<unknown>) => page.nextCursor,
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
