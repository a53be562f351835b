import type { DatabaseHandle } from '#core/database/database.ts'
import { bindInstant, epochMs, medianOf } from '#core/database/dialect.ts'
import type { GateEvent, StrategyPerformance } from '#shared/contract/overview.ts'
import type { RunStatus } from '#shared/domain/backtest.ts'
import type { GateType, GateVerdict } from '#shared/domain/gate.ts'

const WEEK_MS = 7 * 86_400_000
/** 1970-01-05 was the first Monday. */
const FIRST_MONDAY_MS = 4 * 86_400_000

/** The Mondays (UTC midnight) of the last `count` weeks, the running one included, the oldest first. */
export function lastWeeks(nowMs: number, count: number): number[] {
  const current = Math.floor((nowMs - FIRST_MONDAY_MS) / WEEK_MS)
  return Array.from({ length: count }, (_, index) => FIRST_MONDAY_MS + (current - count + 1 + index) * WEEK_MS)
}

/** The number of the week since the first Monday; instants lie after 1970 wherever weeks are counted. */
const weekOf = (db: DatabaseHandle, column: string) => `(${epochMs(db.dialect, column)} - ${FIRST_MONDAY_MS}) / ${WEEK_MS}`

async function byWeek<Row extends { week: number }, Value>(
  rows: Promise<Row[]>,
  toValue: (row: Row) => Value,
): Promise<Map<number, Value>> {
  return new Map((await rows).map((row) => [FIRST_MONDAY_MS + row.week * WEEK_MS, toValue(row)]))
}

interface RunWeekRow {
  week: number
  runs: number
  median_sharpe: number | null
}

/** Runs made in each week since an instant, with the median Sharpe ratio of those that have one. */
export function runsByWeek(db: DatabaseHandle, sinceMs: number): Promise<Map<number, { runs: number; medianSharpe: number | null }>> {
  const rows = db.run((knex): PromiseLike<RunWeekRow[]> => {
    const recent = knex('backtests')
      .where('created_at', '>=', bindInstant(db.dialect, sinceMs))
      .select('sharpe_ratio', knex.raw(`${weekOf(db, 'created_at')} AS week`))
      .as('recent')
    return knex(recent)
      .groupBy('week')
      .select('week', knex.raw('count(*) AS runs'), knex.raw(`${medianOf(db.dialect, 'sharpe_ratio')} AS median_sharpe`))
  })
  return byWeek(Promise.resolve(rows), ({ runs, median_sharpe }) => ({ runs, medianSharpe: median_sharpe }))
}

interface GateWeekRow {
  week: number
  gate_runs: number
  gates_passed: number
}

/** Gates run in each week since an instant, and how many of them passed. */
export function gatesByWeek(db: DatabaseHandle, sinceMs: number): Promise<Map<number, { gateRuns: number; gatesPassed: number }>> {
  const rows = db.run((knex): PromiseLike<GateWeekRow[]> => {
    const recent = knex('gate_results')
      .where('timestamp', '>=', bindInstant(db.dialect, sinceMs))
      .select('verdict', knex.raw(`${weekOf(db, 'timestamp')} AS week`))
      .as('recent')
    return knex(recent)
      .groupBy('week')
      .select('week', knex.raw('count(*) AS gate_runs'), knex.raw("sum(CASE WHEN verdict = 'passed' THEN 1 ELSE 0 END) AS gates_passed"))
  })
  return byWeek(Promise.resolve(rows), ({ gate_runs, gates_passed }) => ({ gateRuns: gate_runs, gatesPassed: Number(gates_passed) }))
}

interface ValidationWeekRow {
  week: number
  validations: number
  stability_score: number | null
  test_sharpe: number | null
}

export interface ValidationWeek {
  readonly validations: number
  readonly stabilityScore: number | null
  readonly testSharpe: number | null
}

/** Completed validations of each week since an instant, with the means of their stability and test Sharpe ratio. */
export function validationsByWeek(db: DatabaseHandle, sinceMs: number): Promise<Map<number, ValidationWeek>> {
  const rows = db.run((knex): PromiseLike<ValidationWeekRow[]> => {
    const recent = knex('validations')
      .where('created_at', '>=', bindInstant(db.dialect, sinceMs))
      .where('status', 'completed')
      .select('stability_score', 'avg_test_sharpe', knex.raw(`${weekOf(db, 'created_at')} AS week`))
      .as('recent')
    return knex(recent)
      .groupBy('week')
      .select('week', knex.raw('count(*) AS validations'))
      .select(knex.raw('avg(stability_score) AS stability_score'), knex.raw('avg(avg_test_sharpe) AS test_sharpe'))
  })
  return byWeek(Promise.resolve(rows), ({ validations, stability_score, test_sharpe }) => ({
    validations,
    stabilityScore: stability_score,
    testSharpe: test_sharpe,
  }))
}

interface PerformanceRow {
  strategy_id: string
  strategy_name: string
  runs: number
  total_return: number | null
  sharpe_ratio: number | null
  sharpe_low: number | null
  sharpe_high: number | null
  worst_sharpe: number | null
  best_sharpe: number | null
  worst_drawdown: number | null
  id: string
  created_at: number
}

/** The strategies that completed a run last since an instant, each by its newest run, with the spread of all its runs since then. */
export async function reportStrategies(db: DatabaseHandle, query: { sinceMs: number; limit: number }): Promise<StrategyPerformance[]> {
  const strategyIds = await findLatelyRun(db, query)
  const rows = await db.run((knex): PromiseLike<PerformanceRow[]> => {
    const perStrategy = (expression: string) => knex.raw(`${expression} OVER (PARTITION BY strategy_id)`)
    const ranked = knex('backtests')
      .whereIn('strategy_id', strategyIds)
      .where('created_at', '>=', bindInstant(db.dialect, query.sinceMs))
      .where('status', 'completed')
      .select('id', 'strategy_id', 'created_at', 'total_return', 'sharpe_ratio', 'sharpe_low', 'sharpe_high')
      .select(knex.raw('row_number() OVER (PARTITION BY strategy_id ORDER BY created_at DESC, id DESC) AS age'))
      .select({ runs: perStrategy('count(*)'), worst_sharpe: perStrategy('min(sharpe_ratio)') })
      .select({ best_sharpe: perStrategy('max(sharpe_ratio)'), worst_drawdown: perStrategy('min(max_drawdown)') })
      .as('ranked')
    return knex(ranked)
      .join('strategies', 'strategies.id', 'ranked.strategy_id')
      .where('ranked.age', 1)
      .orderBy([
        { column: 'ranked.created_at', order: 'desc' },
        { column: 'ranked.id', order: 'desc' },
      ])
      .select('ranked.*', { strategy_name: 'strategies.name' })
  })
  return rows.map(toPerformance)
}

const RUNS_AT_ONCE = 500

interface RecentRunRow {
  id: string
  strategy_id: string
  status: RunStatus
  created_at: number
}

/**
 * The first `limit` strategies that are met on the way from the newest run to the oldest, completed ones only. The newest
 * few hundred runs mostly tell; a ranking of all runs would read and sort every one.
 */
async function findLatelyRun(db: DatabaseHandle, { sinceMs, limit }: { sinceMs: number; limit: number }): Promise<string[]> {
  const found = new Set<string>()
  for (let last: RecentRunRow | undefined; ; ) {
    const rows = await readRunsBefore(db, sinceMs, last)
    for (const { strategy_id, status } of rows) if (status === 'completed' && found.size < limit) found.add(strategy_id)
    last = rows.at(-1)
    if (found.size === limit || rows.length < RUNS_AT_ONCE) return [...found]
  }
}

function readRunsBefore(db: DatabaseHandle, sinceMs: number, last: RecentRunRow | undefined): Promise<RecentRunRow[]> {
  return db.run((knex): PromiseLike<RecentRunRow[]> => {
    const runs = knex('backtests').where('created_at', '>=', bindInstant(db.dialect, sinceMs))
    if (last !== undefined) runs.whereRaw('(created_at, id) < (?, ?)', [bindInstant(db.dialect, last.created_at), last.id])
    return runs
      .orderBy([
        { column: 'created_at', order: 'desc' },
        { column: 'id', order: 'desc' },
      ])
      .limit(RUNS_AT_ONCE)
      .select('id', 'strategy_id', 'status', 'created_at')
  })
}

function toPerformance(row: PerformanceRow): StrategyPerformance {
  return {
    strategyId: row.strategy_id,
    strategyName: row.strategy_name,
    runs: row.runs,
    totalReturn: row.total_return,
    sharpeRatio: row.sharpe_ratio,
    sharpeLow: row.sharpe_low,
    sharpeHigh: row.sharpe_high,
    worstSharpe: row.worst_sharpe,
    bestSharpe: row.best_sharpe,
    worstDrawdown: row.worst_drawdown,
    newestRunId: row.id,
    newestAtMs: row.created_at,
  }
}

interface GateEventRow {
  id: string
  strategy_id: string
  strategy_name: string
  gate_type: GateType
  verdict: GateVerdict
  timestamp: number
}

/** The newest gate results of all strategies, without their evidence. */
export async function listGateEvents(db: DatabaseHandle, limit: number): Promise<GateEvent[]> {
  const rows = await db.run(
    (knex): PromiseLike<GateEventRow[]> =>
      knex('gate_results')
        .leftJoin('strategies', 'strategies.id', 'gate_results.strategy_id')
        .orderBy([
          { column: 'gate_results.timestamp', order: 'desc' },
          { column: 'gate_results.id', order: 'desc' },
        ])
        .limit(limit)
        .select('gate_results.id', 'gate_results.strategy_id', 'gate_type', 'verdict', 'timestamp', { strategy_name: 'strategies.name' }),
  )
  return rows.map((row) => ({
    id: row.id,
    strategyId: row.strategy_id,
    strategyName: row.strategy_name,
    gateType: row.gate_type,
    verdict: row.verdict,
    timestampMs: row.timestamp,
  }))
}
