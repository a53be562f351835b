import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Database } from '#core/database/database.ts'
import {
  type BacktestQuery,
  type BacktestSort,
  findLatestCompletedBacktest,
  getBacktest,
  listBacktests,
} from '#core/repositories/backtestRepository.ts'
import { getLatestGateResult, listGateBoard, listGateResults, listGateResultsByStrategy } from '#core/repositories/gateResultRepository.ts'
import type { SortDirection } from '#core/repositories/keysetPage.ts'
import { interruptAbandonedRuns, listLeases } from '#core/repositories/runState.ts'
import { listStrategies, type StrategyQuery, type StrategySort } from '#core/repositories/strategyRepository.ts'
import { gatesByWeek, listGateEvents, reportStrategies, runsByWeek, validationsByWeek } from '#core/repositories/trendsRepository.ts'
import { listValidations, type ValidationQuery, type ValidationSort } from '#core/repositories/validationRepository.ts'
import type { Dialect } from '#shared/domain/connection.ts'
import { NEW_YEAR_2024_MS } from '../builders/ids.ts'
import { keepDatabase } from './dialects.ts'
import { storeManyRows } from './manyRows.ts'

const STRATEGY_SORTS: readonly StrategySort[] = ['createdAt', 'updatedAt', 'name', 'type', 'status', 'confidence']
const BACKTEST_SORTS: readonly BacktestSort[] = [
  ...(['createdAt', 'status', 'strategyName', 'totalReturn', 'cagr', 'sharpeRatio', 'maxDrawdown', 'totalTrades'] as const),
]
const VALIDATION_SORTS: readonly ValidationSort[] = ['createdAt', 'status', 'avgTestSharpe', 'avgDegradation', 'stabilityScore']
const DIRECTIONS: readonly SortDirection[] = ['asc', 'desc']
const PAGE = { limit: 50, cursor: null, withTotal: false }
const STRATEGIES: StrategyQuery = {
  ...PAGE,
  search: '',
  types: [],
  statuses: [],
  includeArchived: false,
  sort: 'createdAt',
  direction: 'desc',
}
const BACKTESTS: BacktestQuery = {
  ...PAGE,
  ...{ strategyId: null, datasetId: null, statuses: [], search: '', sort: 'createdAt', direction: 'desc' },
}
const ID = `00000000-0000-7000-8000-${'7'.padStart(12, '0')}`
const gate = { strategyId: ID, gateType: 'dev' } as const
/** Rows are a minute apart: the last few percent lie after this. */
const LATE_MS = NEW_YEAR_2024_MS + 60_000 * 11_700

interface Statement {
  readonly sql: string
  readonly bindings: readonly unknown[]
}

/** The statements that a call sends, as the database gets them. */
async function statementsOf(db: Database, call: () => Promise<unknown>): Promise<Statement[]> {
  const statements: Statement[] = []
  const listen = ({ sql, bindings }: Statement) => void statements.push({ sql, bindings })
  db.knex.on('query', listen)
  await call()
  db.knex.removeListener('query', listen)
  return statements.filter(({ sql }) => /^(select|update|delete)/i.test(sql))
}

async function planOf(db: Database, { sql, bindings }: Statement): Promise<string> {
  const explain = `${db.dialect === 'sqlite' ? 'EXPLAIN QUERY PLAN' : 'EXPLAIN'} ${sql.replace(/\$\d+/g, '?')}`
  const answer = await db.run((knex) => knex.raw(explain, bindings as string[]))
  const rows: Record<string, unknown>[] = Array.isArray(answer) ? answer : answer.rows
  return rows.map((row) => String(row['detail'] ?? row['QUERY PLAN'])).join('\n')
}

/** A step that reads a whole table of many rows; SQLite says SCAN without USING INDEX then. */
const TABLES = 'strategies|strategy_versions|backtests|validations|gate_results'
const WHOLE_TABLE: Record<Dialect, RegExp> = {
  sqlite: new RegExp(`\\bSCAN (${TABLES})\\b(?! USING)`),
  postgres: new RegExp(`Seq Scan on (${TABLES})\\b`),
}

interface Case {
  readonly name: string
  readonly call: (db: Database) => Promise<unknown>
}

const byEachSort = <Sort>(
  sorts: readonly Sort[],
  list: (db: Database, order: { sort: Sort; direction: SortDirection }) => Promise<unknown>,
) =>
  sorts.flatMap((sort) =>
    DIRECTIONS.map((direction) => ({ name: `by ${sort} ${direction}`, call: (db: Database) => list(db, { sort, direction }) })),
  )

const filters = <Filter extends object>(
  named: Readonly<Record<string, Filter>>,
  list: (db: Database, filter: Filter) => Promise<unknown>,
): Case[] => Object.entries(named).map(([name, filter]) => ({ name: `with ${name}`, call: (db) => list(db, filter) }))

const createdRange = { createdFrom: '2024-01-03', createdTo: '2024-01-03' }

const CASES: Readonly<Record<string, readonly Case[]>> = {
  strategies: [
    ...byEachSort(STRATEGY_SORTS, (db, order) => listStrategies(db, { ...STRATEGIES, ...order })),
    ...filters<Partial<StrategyQuery>>(
      {
        'a type': { types: ['breakout'] },
        'a status': { statuses: ['crv'] },
        'a tag': { tags: ['tag7'] },
        'a creation range': createdRange,
        'a text': { search: '17' },
      },
      (db, filter) => listStrategies(db, { ...STRATEGIES, ...filter }),
    ),
  ],
  backtests: [
    ...byEachSort(BACKTEST_SORTS, (db, order) => listBacktests(db, { ...BACKTESTS, ...order })),
    ...filters<Partial<BacktestQuery>>(
      {
        'a strategy': { strategyId: ID },
        'a dataset': { datasetId: 'd'.repeat(36) },
        'a status': { statuses: ['failed'] },
        'several statuses': { statuses: ['pending', 'running'] },
        'a creation range': createdRange,
        'a Sharpe range': { minSharpe: 1.9, maxSharpe: 1.95 },
        'a return range': { minReturn: 0.9 },
        'a drawdown range': { minDrawdown: -0.05 },
        'a number of trades': { maxTrades: 20 },
      },
      (db, filter) => listBacktests(db, { ...BACKTESTS, ...filter }),
    ),
    { name: 'the latest completed of a strategy', call: (db) => findLatestCompletedBacktest(db, ID) },
    { name: 'one', call: (db) => getBacktest(db, ID) },
    { name: 'whose lease expired', call: (db) => interruptAbandonedRuns(db, 'backtests', { nowMs: NEW_YEAR_2024_MS }) },
    { name: 'that somebody holds', call: (db) => listLeases(db, 'backtests') },
  ],
  validations: [
    ...byEachSort(VALIDATION_SORTS, (db, order) => listValidations(db, { ...PAGE, ...order })),
    ...filters<Partial<ValidationQuery>>(
      {
        'a strategy': { strategyId: ID },
        'a dataset': { datasetId: 'd'.repeat(36) },
        'a status': { statuses: ['failed'] },
        'a creation range': createdRange,
        'a test Sharpe range': { minTestSharpe: 1.95 },
        'a verdict': { passed: true },
      },
      (db, filter) => listValidations(db, { ...PAGE, ...filter }),
    ),
  ],
  'recent weeks': [
    { name: 'of runs', call: (db) => runsByWeek(db, LATE_MS) },
    { name: 'of gates', call: (db) => gatesByWeek(db, NEW_YEAR_2024_MS + 60_000 * 23_500) },
    { name: 'of validations', call: (db) => validationsByWeek(db, LATE_MS) },
    { name: 'of strategies', call: (db) => reportStrategies(db, { sinceMs: LATE_MS, limit: 8 }) },
  ],
  'gate results': [
    { name: 'the latest of a gate', call: (db) => getLatestGateResult(db, gate) },
    { name: 'of a strategy', call: (db) => listGateResultsByStrategy(db, { strategyId: ID, gateType: null, limit: 50 }) },
    { name: 'of a strategy and a gate', call: (db) => listGateResultsByStrategy(db, { ...gate, limit: 50 }) },
    { name: 'of all', call: (db) => listGateResults(db, PAGE) },
    { name: 'of all, as events', call: (db) => listGateEvents(db, 8) },
    { name: 'on the board', call: (db) => listGateBoard(db, { ...PAGE, search: '' }) },
  ],
}

describe.each<Dialect>(['sqlite', 'postgres'])('the plans over many rows (%s)', (dialect) => {
  let db: Database
  let close: () => Promise<void>

  beforeAll(async () => {
    ;({ db, close } = await keepDatabase(dialect))
    await storeManyRows(db)
  })
  afterAll(() => close())

  describe.each(Object.keys(CASES))('of %s', (noun) => {
    it.each(CASES[noun] ?? [])('$name read no table whole', async ({ call }) => {
      const statements = await statementsOf(db, () => call(db))
      expect(statements.length).toBeGreaterThan(0)
      for (const statement of statements) expect(await planOf(db, statement)).not.toMatch(WHOLE_TABLE[dialect])
    })
  })

  it('of lists name no artifact', async () => {
    const statements = await statementsOf(db, () => listBacktests(db, { ...BACKTESTS, withTotal: true }))
    expect(statements).toHaveLength(2)
    for (const { sql } of statements) expect(sql).not.toMatch(/artifacts|bytes|metrics|[^_]spec/)
  })

  it.each(DIRECTIONS)('of a page deep in a list by a metric begin at its place (%s)', async (direction) => {
    const order = { ...BACKTESTS, sort: 'sharpeRatio', direction, limit: 200 } as const
    const { nextCursor } = await listBacktests(db, order)
    const [statement] = await statementsOf(db, () => listBacktests(db, { ...order, cursor: nextCursor }))
    const place = dialect === 'sqlite' ? /USING INDEX idx_backtests_sharpe_ratio \(.*sharpe_ratio/ : /Index Cond: .*sharpe_ratio/
    expect(await planOf(db, statement!)).toMatch(place)
  })

  it.each([
    { name: 'most runs', query: { statuses: ['completed'] as const } },
    { name: 'all runs by name', query: { sort: 'strategyName' as const } },
  ])('of $name sort no more than they show', async ({ query }) => {
    const [statement] = await statementsOf(db, () => listBacktests(db, { ...BACKTESTS, ...query }))
    const plan = await planOf(db, statement!)
    if (dialect === 'sqlite') expect(plan).not.toMatch(/TEMP B-TREE FOR ORDER BY/)
    else expect(plan).not.toMatch(/->\s+Sort\b/)
  })

  it('finds the strategies that ran last through any number of runs', async () => {
    const completed: { strategyId: string }[] = await db.run((knex) =>
      knex('backtests').where({ status: 'completed' }).orderBy('created_at', 'desc').select({ strategyId: 'strategy_id' }),
    )
    const inOrder = [...new Set(completed.map(({ strategyId }) => strategyId))]
    const found = await reportStrategies(db, { sinceMs: NEW_YEAR_2024_MS, limit: 700 })
    expect(found.map(({ strategyId }) => strategyId)).toEqual(inOrder.slice(0, 700))
  })

  it('would show a table that is read whole', async () => {
    const statement = { sql: 'select * from backtests where seed = 77', bindings: [] }
    expect(await planOf(db, statement)).toMatch(WHOLE_TABLE[dialect])
  })
})
