import type { DatabaseHandle } from '#core/database/database.ts'
import { RUN_STATUSES, type RunStatus } from '#shared/domain/backtest.ts'
import { GATE_TYPES, type GateType, type GateVerdict, gateVerdictSchema } from '#shared/domain/gate.ts'
import { STRATEGY_STATUSES, type StrategyStatus } from '#shared/domain/strategy.ts'

export interface OverviewCounts {
  readonly strategies: Readonly<Record<StrategyStatus, number>>
  readonly backtests: Readonly<Record<RunStatus, number>>
  readonly datasets: number
  readonly finishedSweeps: number
  readonly finishedValidations: number
  /** Strategies whose newest result at a gate has this verdict. */
  readonly gates: Readonly<Record<GateType, Readonly<Record<GateVerdict, number>>>>
}

interface CountRow {
  kind: 'strategy' | 'backtest' | 'dataset' | 'sweep' | 'validation' | 'gate'
  part: string
  verdict: string
  entries: number
}

const COUNTS = `
  SELECT 'strategy' AS kind, status AS part, '' AS verdict, count(*) AS entries FROM strategies GROUP BY status
  UNION ALL SELECT 'backtest', status, '', count(*) FROM backtests GROUP BY status
  UNION ALL SELECT 'dataset', '', '', count(*) FROM datasets
  UNION ALL SELECT 'sweep', '', '', count(*) FROM sweeps WHERE status = 'completed'
  UNION ALL SELECT 'validation', '', '', count(*) FROM validations WHERE status = 'completed'
  UNION ALL SELECT 'gate', gate_type, verdict, count(*) FROM (
    SELECT gate_type, verdict, row_number() OVER (PARTITION BY strategy_id, gate_type ORDER BY timestamp DESC, id DESC) AS age
    FROM gate_results
  ) AS ranked WHERE age = 1 GROUP BY gate_type, verdict`

/** Everything the Overview counts, in one query. */
export async function countOverview(db: DatabaseHandle): Promise<OverviewCounts> {
  const rows: CountRow[] = await db.run((knex) => knex.select('*').from(knex.raw(`(${COUNTS}) AS counts`)))
  const count = (kind: CountRow['kind'], part = '', verdict = '') =>
    rows.find((row) => row.kind === kind && row.part === part && row.verdict === verdict)?.entries ?? 0
  return {
    strategies: recordOf(STRATEGY_STATUSES, (status) => count('strategy', status)),
    backtests: recordOf(RUN_STATUSES, (status) => count('backtest', status)),
    datasets: count('dataset'),
    finishedSweeps: count('sweep'),
    finishedValidations: count('validation'),
    gates: recordOf(GATE_TYPES, (gate) => recordOf(gateVerdictSchema.options, (verdict) => count('gate', gate, verdict))),
  }
}

function recordOf<Key extends string, Value>(keys: readonly Key[], toValue: (key: Key) => Value): Record<Key, Value> {
  return Object.fromEntries(keys.map((key) => [key, toValue(key)])) as Record<Key, Value>
}
