import { z } from 'zod'
import { backtestSummarySchema } from '../domain/backtest.ts'
import { procedure } from './base.ts'

const counts = z.record(z.string(), z.int())

export const overviewSchema = z.object({
  strategiesByStatus: counts,
  backtestsByStatus: counts,
  datasets: z.int(),
  gates: z.object({ devPassed: z.int(), devFailed: z.int(), crvPassed: z.int(), crvFailed: z.int() }),
  latestBacktests: z.array(backtestSummarySchema),
})
export type Overview = z.infer<typeof overviewSchema>

export const overviewContract = {
  get: procedure.route({ method: 'GET', path: '/overview' }).output(overviewSchema),
}
