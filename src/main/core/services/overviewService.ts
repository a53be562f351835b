import type { Overview } from '#shared/contract/overview.ts'
import type { DatabaseHandle } from '../database/database.ts'
import { listBacktests } from '../repositories/backtestRepository.ts'
import { countOverview } from '../repositories/overviewRepository.ts'

const LATEST_RUNS = 8

export interface OverviewService {
  get(): Promise<Overview>
}

export function createOverviewService(db: DatabaseHandle): OverviewService {
  return {
    get: async () => {
      const { strategies, backtests, datasets, gates } = await countOverview(db)
      const latest = await listBacktests(db, { limit: LATEST_RUNS, cursor: null, withTotal: false })
      return {
        strategiesByStatus: strategies,
        backtestsByStatus: backtests,
        datasets,
        gates: {
          devPassed: gates.dev.passed,
          devFailed: gates.dev.failed,
          crvPassed: gates.crv.passed,
          crvFailed: gates.crv.failed,
        },
        latestBacktests: latest.items,
      }
    },
  }
}
