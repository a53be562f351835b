import type { Knex } from 'knex'
import type { DatabaseHandle } from '#core/database/database.ts'
import { bindInstant, containsText, readBoolean, readBooleanOrNull } from '#core/database/dialect.ts'
import { packVerdict, unpackVerdict } from '#core/database/packedVerdict.ts'
import { prepared } from '#core/database/preparedStatements.ts'
import type { GateBinding, GateResult, GateType, GateVerdict } from '#shared/domain/gate.ts'
import type { Page } from '#shared/domain/page.ts'
import type { StrategyStatus } from '#shared/domain/strategy.ts'
import type { StrategyType } from '#shared/domain/strategyType.ts'
import { insertReferring } from './insertReferring.ts'
import { type PageRequest, readPage } from './keysetPage.ts'
import { getStrategy } from './strategyRepository.ts'

/**
 * A result as stored, with what the database knows of its bearing now. Whether it is stale depends also on the engine
 * and the policies in use, which only the caller knows.
 */
export interface StoredGateResult extends Omit<GateResult, 'stale' | 'staleBecause'> {
  /** The strategy's version now; `binding.strategyVersion` is the one that was judged. */
  readonly currentStrategyVersion: number
  /** false when the run that was judged has been deleted. A completed run never changes otherwise. */
  readonly backtestExists: boolean
}

/** A verdict to be stored, with everything it binds. */
export interface NewGateResult extends Omit<GateResult, 'stale' | 'staleBecause'> {
  readonly binding: GateBinding
  /** What was judged, as text; null = not kept. */
  readonly evidence: string | null
}

interface GateResultRow {
  id: string
  strategy_id: string
  backtest_id: string | null
  gate_type: GateType
  verdict: GateVerdict
  passed: boolean | number
  document: Uint8Array
  production_ready: boolean | number | null
  recommendation: string
  timestamp: number
  current_version: number
}

const COLUMNS = [
  ...['id', 'strategy_id', 'backtest_id', 'gate_type', 'verdict', 'passed', 'document'].map((column) => `gate_results.${column}`),
  ...['gate_results.production_ready', 'gate_results.recommendation', 'gate_results.timestamp', 'strategies.version as current_version'],
]

/** What a result bound and what its checks said, packed. An adopted result has neither, but the older system's text. */
type VerdictDocument =
  | Pick<NewGateResult, 'binding' | 'checks'>
  | { readonly older: string; readonly binding?: never; readonly checks?: never }

function toGateResult(row: GateResultRow): StoredGateResult {
  const { binding = null, checks = [] } = JSON.parse(unpackVerdict(row.document)) as VerdictDocument
  return {
    id: row.id,
    strategyId: row.strategy_id,
    gateType: row.gate_type,
    verdict: row.verdict,
    passed: readBoolean(row.passed),
    binding,
    checks,
    productionReady: readBooleanOrNull(row.production_ready),
    recommendation: row.recommendation,
    timestampMs: row.timestamp,
    currentStrategyVersion: row.current_version,
    backtestExists: row.backtest_id !== null,
  }
}

/** Stores a verdict with its evidence. Throws `not_found` when strategy or run do not exist. */
export async function createGateResult(db: DatabaseHandle, result: NewGateResult): Promise<void> {
  const row = fromGateResult(db, result)
  await insertReferring(
    () => db.run((knex) => prepared(knex('gate_results').insert(row))),
    () => getStrategy(db, result.strategyId),
  )
}

function fromGateResult(db: DatabaseHandle, result: NewGateResult) {
  const document: VerdictDocument = { binding: result.binding, checks: result.checks }
  return {
    id: result.id,
    strategy_id: result.strategyId,
    backtest_id: result.binding.backtestId,
    gate_type: result.gateType,
    verdict: result.verdict,
    passed: result.passed,
    policy_version: result.binding.policyVersion,
    document: packVerdict(JSON.stringify(document)),
    production_ready: result.productionReady,
    recommendation: result.recommendation,
    evidence: result.evidence === null ? null : packVerdict(result.evidence),
    timestamp: bindInstant(db.dialect, result.timestampMs),
  }
}

function gateResults(knex: Knex): Knex.QueryBuilder {
  return knex('gate_results').join('strategies', 'strategies.id', 'gate_results.strategy_id')
}

export const NEWEST_FIRST = [
  { column: 'gate_results.timestamp', order: 'desc' },
  { column: 'gate_results.id', order: 'desc' },
]

/** null: there is no such result. */
export async function findGateResult(db: DatabaseHandle, id: string): Promise<StoredGateResult | null> {
  const row: GateResultRow | undefined = await db.run((knex) =>
    gateResults(knex)
      .where('gate_results.id', id)
      .first(...COLUMNS),
  )
  return row ? toGateResult(row) : null
}

/** The newest result of one gate, the larger id deciding between equal instants; null when the gate never ran. */
export async function getLatestGateResult(
  db: DatabaseHandle,
  gate: { strategyId: string; gateType: GateType },
): Promise<StoredGateResult | null> {
  const where = { 'gate_results.strategy_id': gate.strategyId, 'gate_results.gate_type': gate.gateType }
  const row: GateResultRow | undefined = await db.run((knex) =>
    prepared(gateResults(knex).where(where).orderBy(NEWEST_FIRST)).first(...COLUMNS),
  )
  return row ? toGateResult(row) : null
}

export function getProductGate(db: DatabaseHandle, strategyId: string): Promise<StoredGateResult | null> {
  return getLatestGateResult(db, { strategyId, gateType: 'product' })
}

/** A strategy's results, newest first; `gateType` null means every gate. */
export async function listGateResultsByStrategy(
  db: DatabaseHandle,
  query: { strategyId: string; gateType: GateType | null; limit: number },
): Promise<StoredGateResult[]> {
  const rows: GateResultRow[] = await db.run((knex) => {
    const results = gateResults(knex).where('gate_results.strategy_id', query.strategyId)
    if (query.gateType !== null) results.where('gate_results.gate_type', query.gateType)
    return results.orderBy(NEWEST_FIRST).limit(query.limit).select(COLUMNS)
  })
  return rows.map(toGateResult)
}

/** Results of all strategies, newest first. */
export function listGateResults(db: DatabaseHandle, request: PageRequest): Promise<Page<StoredGateResult>> {
  return readPage<GateResultRow, StoredGateResult>(db, {
    source: gateResults,
    columns: COLUMNS,
    idColumn: 'gate_results.id',
    sortName: 'timestamp',
    sort: { sql: 'gate_results.timestamp', kind: 'instant', nullable: false },
    direction: 'desc',
    request,
    toItem: toGateResult,
  })
}

/** One strategy with its newest result at each gate; null = never run. */
export interface StoredGateBoardRow {
  readonly strategyId: string
  readonly strategyName: string
  readonly strategyType: StrategyType
  readonly strategyVersion: number
  readonly strategyStatus: StrategyStatus
  readonly dev: StoredGateResult | null
  readonly crv: StoredGateResult | null
  readonly product: StoredGateResult | null
}

export interface GateBoardQuery extends PageRequest {
  /** Text in the strategy's name. */
  readonly search: string
}

interface BoardStrategyRow {
  id: string
  name: string
  strategy_type: StrategyType
  version: number
  status: StrategyStatus
}

/** Strategies that are not archived, by name, each with its newest result at each gate. */
export async function listGateBoard(db: DatabaseHandle, query: GateBoardQuery): Promise<Page<StoredGateBoardRow>> {
  const { sql, bindings } = containsText(db.dialect, ['name'], query.search)
  const page = await readPage<BoardStrategyRow, BoardStrategyRow>(db, {
    source: (knex) => knex('strategies').whereNot('status', 'archived').whereRaw(sql, bindings),
    columns: ['id', 'name', 'strategy_type', 'version', 'status'],
    idColumn: 'id',
    sortName: 'name',
    sort: { sql: 'lower(name)', kind: 'text', nullable: false },
    direction: 'asc',
    request: query,
    toItem: (row) => row,
  })
  const latest = await latestGateResults(
    db,
    page.items.map(({ id }) => id),
  )
  return { ...page, items: page.items.map((row) => toBoardRow(row, latest)) }
}

/** The newest result of each gate of each of these strategies, in one query. */
async function latestGateResults(db: DatabaseHandle, strategyIds: readonly string[]): Promise<StoredGateResult[]> {
  const rows: GateResultRow[] = await db.run((knex) => {
    const ranked = knex('gate_results')
      .whereIn('strategy_id', strategyIds)
      .select('id as ranked_id')
      .select(knex.raw('row_number() OVER (PARTITION BY strategy_id, gate_type ORDER BY timestamp DESC, id DESC) AS age'))
      .as('ranked')
    return gateResults(knex).join(ranked, 'ranked.ranked_id', 'gate_results.id').where('ranked.age', 1).select(COLUMNS)
  })
  return rows.map(toGateResult)
}

function toBoardRow(row: BoardStrategyRow, latest: readonly StoredGateResult[]): StoredGateBoardRow {
  const resultOf = (gateType: GateType) => latest.find((result) => result.strategyId === row.id && result.gateType === gateType) ?? null
  return {
    strategyId: row.id,
    strategyName: row.name,
    strategyType: row.strategy_type,
    strategyVersion: row.version,
    strategyStatus: row.status,
    dev: resultOf('dev'),
    crv: resultOf('crv'),
    product: resultOf('product'),
  }
}
