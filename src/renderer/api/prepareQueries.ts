import { createTanstackQueryUtils } from '@orpc/tanstack-query'
import type { QueryClient } from '@tanstack/react-query'
import type { Client } from '#shared/contract/contract.ts'
import { createQueryClient } from './queryClient.ts'

/** A query cache that has already asked for the counts that the frame of every page shows, while the first page is still being drawn. */
export function prepareQueries(client: Client): QueryClient {
  const queries = createQueryClient()
  void queries.prefetchQuery(createTanstackQueryUtils(client).overview.get.queryOptions())
  return queries
}
