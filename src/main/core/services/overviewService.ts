import type { Overview, Trends } from '#shared/contract/overview.ts'
import type { DatabaseHandle } from '../database/database.ts'
import { listBacktests } from '../repositories/backtestRepository.ts'
import { countOverview } from '../repositories/overviewRepository.ts'
import {
  gatesByWeek,
  lastWeeks,
  listGateEvents,
  reportStrategies,
  runsByWeek,
  validationsByWeek,
} from '../repositories/trendsRepository.ts'

const LATEST_RUNS = 8

const WEEKS_SHOWN = 26
const STRATEGIES_SHOWN = 8
const GATE_EVENTS_SHOWN = 8

export interface OverviewService {
  /** What changed over the last weeks; one query a card. */
  trends(): Promise<Trends>
  get(): Promise<Overview>
}

export function createOverviewService(db: DatabaseHandle, now: () => number): OverviewService {
  return {
    trends: async () => {
      const weekStarts = lastWeeks(now(), WEEKS_SHOWN)
      const sinceMs = weekStarts[0] ?? 0
      const [runs, gates, validations, strategies, gateEvents] = await Promise.all([
        runsByWeek(db, sinceMs),
        gatesByWeek(db, sinceMs),
        validationsByWeek(db, sinceMs),
        reportStrategies(db, { sinceMs, limit: STRATEGIES_SHOWN }),
        listGateEvents(db, GATE_EVENTS_SHOWN),
      ])
      const weeks = weekStarts.map((weekStartMs) => ({
        weekStartMs,
        ...(runs.get(weekStartMs) ?? { runs: 0, medianSharpe: null }),
        ...(gates.get(weekStartMs) ?? { gateRuns: 0, gatesPassed: 0 }),
        ...(validations.get(weekStartMs) ?? { validations: 0, stabilityScore: null, testSharpe: null }),
      }))
      return { weeks, strategies, gateEvents }
    },
    get: async () => {
      const { strategies, backtests, gates, ...finished } = await countOverview(db)
      const latest = await listBacktests(db, { limit: LATEST_RUNS, cursor: null, withTotal: false })
      return {
        strategiesByStatus: strategies,
        backtestsByStatus: backtests,
        ...finished,
        gates: {
          devPassed: gates.dev.passed,
          devFailed: gates.dev.failed,
          devIncomplete: gates.dev.incomplete,
          crvPassed: gates.crv.passed,
          crvFailed: gates.crv.failed,
          crvIncomplete: gates.crv.incomplete,
          productPassed: gates.product.passed,
          productFailed: gates.product.failed,
          productIncomplete: gates.product.incomplete,
        },
        latestBacktests: latest.items,
      }
    },
  }
}
