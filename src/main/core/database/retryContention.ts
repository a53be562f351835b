import { setTimeout as wait } from 'node:timers/promises'
import { isAppError } from '#shared/domain/appError.ts'

/** PostgreSQL gives up one of several transactions that block each other; it was undone whole and may run again. */
const CONTENTION = new Set<unknown>(['40P01', '40001'])

const ATTEMPTS = 6
const FIRST_WAIT_MS = 10

/**
 * Runs work that the database undoes whole when it fails, again if it failed only because others were in the way: after
 * 10 ms, 20 ms and so on, each shortened by chance so that two that clashed do not clash again. The last error comes through.
 */
export async function retryContention<Result>(work: () => Promise<Result>): Promise<Result> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await work()
    } catch (error) {
      const isContention = isAppError(error) && CONTENTION.has(error.details['driverCode'])
      if (!isContention || attempt === ATTEMPTS) throw error
      await wait(FIRST_WAIT_MS * 2 ** (attempt - 1) * (0.5 + Math.random() / 2))
    }
  }
}
