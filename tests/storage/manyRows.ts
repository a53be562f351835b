import type { Database } from '#core/database/database.ts'
import { packVerdict } from '#core/database/packedVerdict.ts'
import { NEW_YEAR_2024_MS } from '../builders/ids.ts'

/** Rows of each table that a list may have to go through. */
export const MANY = { strategies: 10_000, backtests: 12_000, validations: 12_000, gateResults: 24_000 } as const

/**
 * Fills a migrated database with strategies, runs in every state (three quarters completed), validations and gate
 * results, made by the database itself: two seconds instead of a minute.
 */
export async function storeManyRows(db: Database): Promise<void> {
  const sql = expressionsOf(db)
  const series = (count: number) => `WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < ${count - 1})`
  const statements = [
    `INSERT INTO datasets (id, name, symbol, source, data_hash, bar_count, first_time, last_time, quality, created_at)
     VALUES ('${'d'.repeat(36)}', 'Index', 'IDX', 'made', '${'a'.repeat(64)}', 10, ${sql.instant('0')}, ${sql.instant('1')}, '{}', ${sql.instant('0')})`,
    `INSERT INTO strategies (id, name, description, strategy_type, parameters, confidence, tags, author, hypothesis, intended_use,
       limitations, version, status, created_at, updated_at)
     ${series(MANY.strategies)} SELECT ${sql.id('i')}, 'Strategy ' || (i * 7919 % 10007), 'made', ${pick('i', STRATEGY_TYPES)}, ${sql.json(`'{}'`)},
       CASE WHEN i % 4 = 0 THEN NULL ELSE (i % 1000) / 1000.0 END, ${sql.json(`'["tag' || (i % 50) || '"]'`)}, 'Ada', '', '', '', 1,
       ${pick('i', ['draft', 'dev', 'crv', 'product', 'approved'])}, ${sql.instant('i')}, ${sql.instant('i * 31 % 10007')} FROM n`,
    `INSERT INTO strategy_versions (strategy_id, name, description, strategy_type, parameters, confidence, tags, author, hypothesis,
       intended_use, limitations, version, created_at)
     SELECT id, name, description, strategy_type, parameters, confidence, tags, author, hypothesis, intended_use, limitations, version, created_at
     FROM strategies`,
    `INSERT INTO backtests (id, strategy_id, strategy_version, dataset_id, start_date, end_date, initial_capital, instruments, seed, data_source,
       spec, spec_hash, data_hash, ledger_hash, engine_version, metric_version, metrics, total_return, cagr, sharpe_ratio, max_drawdown,
       total_trades, status, progress, created_at)
     ${series(MANY.backtests)} SELECT ${sql.id('i')}, ${sql.id('i % 1000')}, 1, '${'d'.repeat(36)}', '2020-01-01', '2021-01-01', 1000, ${sql.json(`'[]'`)}, 1,
       'made', ${sql.json(`'{}'`)}, '${'b'.repeat(64)}', '${'a'.repeat(64)}', ${done(`'${'c'.repeat(64)}'`)}, ${done(`'1'`)}, ${done(`'1'`)}, ${done(sql.json(`'{}'`))},
       ${done('(i * 7919 % 2003) / 1000.0 - 1')}, ${done('(i * 7907 % 2003) / 1000.0 - 1')}, ${done('(i * 7901 % 2003) / 500.0 - 2')},
       ${done('-(i * 7883 % 1009) / 1009.0')}, ${done('i * 7877 % 997')}, ${pick('i', ['completed', 'completed', 'completed', 'failed'])}, 1,
       ${sql.instant('i * 31 % 12007')} FROM n`,
    `INSERT INTO validations (id, strategy_id, strategy_version, dataset_id, start_date, end_date, window_size_days, train_size_days,
       initial_capital, num_windows, avg_train_sharpe, avg_test_sharpe, avg_degradation, stability_score, passed, status, progress, created_at)
     ${series(MANY.validations)} SELECT ${sql.id('i')}, ${sql.id('i % 1000')}, 1, '${'d'.repeat(36)}', '2020-01-01', '2021-01-01', 30, 60, 1000,
       ${done('12')}, ${done('(i * 7919 % 2003) / 500.0 - 2')}, ${done('(i * 7907 % 2003) / 500.0 - 2')}, ${done('(i * 7901 % 2003) / 1000.0')},
       ${done('i * 7883 % 101')}, ${done('i % 3 = 0')}, ${pick('i', ['completed', 'completed', 'completed', 'failed'])}, 1, ${sql.instant('i * 31 % 12007')} FROM n`,
    `INSERT INTO gate_results (id, strategy_id, backtest_id, gate_type, verdict, passed, policy_version, document, recommendation, timestamp)
     ${series(MANY.gateResults)} SELECT ${sql.id('i')}, ${sql.id('i % 10000')}, ${sql.id('i % 12000')}, ${pick('i', ['dev', 'crv', 'product'])}, 'failed',
       ${sql.no}, '1', ${sql.verdict}, 'made', ${sql.instant('i')} FROM n`,
  ]
  for (const statement of statements) await db.run((knex) => knex.raw(statement))
  // PostgreSQL counts by itself before long; SQLite never does, so its plans must do without.
  if (db.dialect === 'postgres') await db.run((knex) => knex.raw('ANALYZE'))
}

const STRATEGY_TYPES = ['trend_following', 'mean_reversion', 'ts_momentum', 'breakout']

const pick = (index: string, values: readonly string[]) =>
  `CASE ${index} % ${values.length} ${values.map((value, at) => `WHEN ${at} THEN '${value}'`).join(' ')} END`

/** What only a completed run has; every fourth run failed. */
const done = (expression: string) => `CASE WHEN i % 4 < 3 THEN ${expression} END`

const VERDICT = packVerdict('{"binding":{},"checks":[]}').toString('hex')

/** What the two databases write differently. */
function expressionsOf({ dialect }: Database) {
  const sqlite = dialect === 'sqlite'
  const start = NEW_YEAR_2024_MS
  return {
    id: (index: string) =>
      sqlite ? `'00000000-0000-7000-8000-' || printf('%012d', ${index})` : `'00000000-0000-7000-8000-' || lpad((${index})::text, 12, '0')`,
    instant: (minutes: string) => (sqlite ? `${start} + 60000 * (${minutes})` : `to_timestamp(${start / 1000} + 60 * (${minutes}))`),
    json: (text: string) => (sqlite ? text : `(${text})::json`),
    no: sqlite ? '0' : 'false',
    verdict: sqlite ? `x'${VERDICT}'` : `decode('${VERDICT}', 'hex')`,
  }
}
