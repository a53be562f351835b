import type { ComparedRun, Comparison } from '#shared/contract/comparison.ts'
import type { PositionColumns } from '#shared/domain/ledger.ts'
import type { DatabaseHandle } from '../../database/database.ts'
import { loadComparedRuns, type StoredComparedRun } from '../../repositories/comparedRuns.ts'
import { onAxis, type SharedAxis, sharedAxis } from './sharedAxis.ts'

export interface ComparisonRequest {
  readonly runs: readonly string[]
  /** Longest axis of the curves. */
  readonly points: number
}

export interface ComparisonService {
  /** Runs that no longer exist are named, not an error: a kept address stays of use. */
  get(request: ComparisonRequest): Promise<Comparison>
}

export function createComparisonService(db: DatabaseHandle): ComparisonService {
  return {
    get: async ({ runs: ids, points }) => {
      const wanted = [...new Set(ids)]
      const stored = await loadComparedRuns(db, wanted)
      const times = stored.flatMap(({ positions }) => (positions === null ? [] : [positions.time]))
      const axis = sharedAxis(times, points)
      const found = new Set(stored.map(({ run }) => run.id))
      return {
        time: axis.time,
        runs: stored.map((each) => toCompared(each, axis)),
        missing: wanted.filter((id) => !found.has(id)),
      }
    },
  }
}

function toCompared({ run, instruments, positions }: StoredComparedRun, axis: SharedAxis): ComparedRun {
  if (positions === null) return { run, instruments, curve: null }
  const { time } = positions
  const { growth, drawdown } = curvesOf(positions, run.initialCash)
  return { run, instruments, curve: { growth: onAxis({ time, values: growth }, axis), drawdown: onAxis({ time, values: drawdown }, axis) } }
}

/**
 * Equity over the initial cash; an adopted run without a usable amount begins at its first equity. The account begins at 1,
 * so a first bar that lost money is under water already.
 */
function curvesOf(
  { equity }: Pick<PositionColumns, 'equity'>,
  initialCash: number | null,
): { growth: Float64Array; drawdown: Float64Array } {
  const start = initialCash !== null && initialCash > 0 ? initialCash : (equity.find((value) => value > 0) ?? Number.NaN)
  const growth = new Float64Array(equity.length)
  const drawdown = new Float64Array(equity.length)
  let peak = 1
  for (let bar = 0; bar < equity.length; bar += 1) {
    const value = equity[bar]! / start
    if (value > peak) peak = value
    growth[bar] = value
    drawdown[bar] = value / peak - 1
  }
  return { growth, drawdown }
}
