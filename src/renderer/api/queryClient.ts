import { QueryClient } from '@tanstack/react-query'
import { readError } from './readError.ts'

const MOST_RETRIES = 3

/** Reads may be repeated when the line was down; a write is sent once and never again by itself. */
export function createQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        networkMode: 'always',
        staleTime: 5_000,
        refetchOnWindowFocus: false,
        retry: (failures, error) => failures < MOST_RETRIES && readError(error).code === 'unavailable',
        retryDelay: (attempt) => Math.min(300 * 2 ** attempt, 5_000),
      },
      mutations: { networkMode: 'always', retry: false },
    },
  })
}
