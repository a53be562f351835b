/** How a column of the older system is stored. */
type LegacyType = 'character varying' | 'text' | 'integer' | 'double precision' | 'boolean' | 'json' | 'timestamp without time zone'
type LegacyColumns = Readonly<Record<string, LegacyType>>

const VARCHAR = 'character varying'
const REAL = 'double precision'
const INSTANT = 'timestamp without time zone'

const strategies = {
  id: VARCHAR,
  name: VARCHAR,
  description: 'text',
  strategy_type: VARCHAR,
  confidence: REAL,
  parameters: 'json',
  created_at: INSTANT,
  updated_at: INSTANT,
  status: VARCHAR,
} as const satisfies LegacyColumns

/** In both shapes; shape A also has the columns of `SHAPE_A_BACKTESTS`. */
const backtests = {
  id: VARCHAR,
  strategy_id: VARCHAR,
  start_date: VARCHAR,
  end_date: VARCHAR,
  initial_capital: REAL,
  instruments: 'json',
  status: VARCHAR,
  error_message: 'text',
  metrics: 'json',
  trades: 'json',
  equity_curve: 'json',
  created_at: INSTANT,
  completed_at: INSTANT,
  duration_seconds: REAL,
} as const satisfies LegacyColumns

export const SHAPE_A_BACKTESTS = { seed: 'integer', data_source: VARCHAR } as const satisfies LegacyColumns

const validations = {
  id: VARCHAR,
  strategy_id: VARCHAR,
  start_date: VARCHAR,
  end_date: VARCHAR,
  window_size_days: 'integer',
  train_size_days: 'integer',
  initial_capital: REAL,
  status: VARCHAR,
  error_message: 'text',
  windows: 'json',
  metrics: 'json',
  num_windows: 'integer',
  avg_train_sharpe: REAL,
  avg_test_sharpe: REAL,
  avg_degradation: REAL,
  stability_score: REAL,
  passed: 'boolean',
  created_at: INSTANT,
  completed_at: INSTANT,
  duration_seconds: REAL,
} as const satisfies LegacyColumns

const gateResults = {
  id: VARCHAR,
  strategy_id: VARCHAR,
  gate_type: VARCHAR,
  passed: 'boolean',
  timestamp: INSTANT,
  results: 'json',
  production_ready: 'boolean',
  recommendation: 'text',
} as const satisfies LegacyColumns

/** Tables whose rows are converted, parents first. */
export const CONVERTED_TABLES = { strategies, backtests, validations, gate_results: gateResults } as const
export type ConvertedTable = keyof typeof CONVERTED_TABLES
export const CONVERTED_NAMES = Object.keys(CONVERTED_TABLES) as readonly ConvertedTable[]

/** Tables that are put away with the others and not converted: this version has no place for them yet. Shape B may lack them. */
export const KEPT_TABLES: Readonly<Record<string, LegacyColumns>> = {
  reflexion_iterations: {
    id: VARCHAR,
    strategy_id: VARCHAR,
    iteration_num: 'integer',
    improvement_score: REAL,
    feedback: 'text',
    improvements: 'json',
    metadata: 'json',
    created_at: INSTANT,
  },
  orchestrator_runs: {
    id: VARCHAR,
    strategy_id: VARCHAR,
    status: VARCHAR,
    current_stage: VARCHAR,
    stages: 'json',
    inputs: 'json',
    outputs: 'json',
    error_message: 'text',
    created_at: INSTANT,
    updated_at: INSTANT,
    completed_at: INSTANT,
  },
}

/** Tables that stay where they are, untouched. */
export const UNTOUCHED_TABLES = ['users', 'alembic_version'] as const

/** A value of a column, as read: instants in seconds since 1970 UTC, json as its text. */
type Value<Type extends LegacyType> = Type extends 'integer' | 'double precision' | 'timestamp without time zone'
  ? number
  : Type extends 'boolean'
    ? boolean
    : string

/** Any column may hold null: shape A allows it nearly everywhere, and a restored dump may have lost its constraints. */
type RowOf<Columns extends LegacyColumns> = { readonly [Name in keyof Columns]: Value<Columns[Name]> | null } & {
  readonly id: string
}

export type LegacyStrategy = RowOf<typeof strategies>
export type LegacyBacktest = RowOf<typeof backtests & Partial<typeof SHAPE_A_BACKTESTS>> & { readonly strategy_id: string }
export type LegacyValidation = RowOf<typeof validations> & { readonly strategy_id: string }
export type LegacyGateResult = RowOf<typeof gateResults> & { readonly strategy_id: string }
