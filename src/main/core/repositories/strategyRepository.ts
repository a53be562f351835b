import type { Knex } from 'knex'
import type { DatabaseHandle } from '#core/database/database.ts'
import { bindInstant, containsText, lockRows } from '#core/database/dialect.ts'
import { insertBoth } from '#core/database/insertBoth.ts'
import { prepared } from '#core/database/preparedStatements.ts'
import { AppError } from '#shared/domain/appError.ts'
import type { Dialect } from '#shared/domain/connection.ts'
import type { Page } from '#shared/domain/page.ts'
import type { Strategy, StrategyDraft, StrategyStatus, StrategyVersion } from '#shared/domain/strategy.ts'
import type { StrategyType } from '#shared/domain/strategyType.ts'
import { type PageRequest, readPage, type SortColumn, type SortDirection } from './keysetPage.ts'
import { type CreatedRange, whereCreated, whereTagged } from './listFilters.ts'
import { requireFinite } from './requireFinite.ts'

/** What a strategy says: the columns its current row and each of its versions share. */
interface ContentRow {
  name: string
  description: string
  strategy_type: StrategyType
  parameters: string
  confidence: number | null
  tags: string
  author: string
  hypothesis: string
  intended_use: string
  limitations: string
  version: number
}

interface StrategyRow extends ContentRow {
  id: string
  status: StrategyStatus
  created_at: number
  updated_at: number
}

interface VersionRow extends ContentRow {
  strategy_id: string
  created_at: number
}

const COLUMNS = [
  ...['id', 'name', 'description', 'strategy_type', 'parameters', 'confidence', 'tags', 'author', 'hypothesis', 'intended_use'],
  ...['limitations', 'version', 'status', 'created_at', 'updated_at'],
].map((column) => `strategies.${column}`)

function fromDraft(draft: Required<StrategyDraft>, version: number): ContentRow {
  requireFinite({ confidence: draft.confidence })
  return {
    name: draft.name,
    description: draft.description,
    strategy_type: draft.type,
    parameters: JSON.stringify(draft.parameters),
    confidence: draft.confidence,
    tags: JSON.stringify(draft.tags),
    author: draft.author,
    hypothesis: draft.hypothesis,
    intended_use: draft.intendedUse,
    limitations: draft.limitations,
    version,
  }
}

function toStrategy(row: StrategyRow): Strategy {
  return {
    id: row.id,
    version: row.version,
    status: row.status,
    name: row.name,
    description: row.description,
    type: row.strategy_type,
    parameters: JSON.parse(row.parameters),
    confidence: row.confidence,
    tags: JSON.parse(row.tags),
    author: row.author,
    hypothesis: row.hypothesis,
    intendedUse: row.intended_use,
    limitations: row.limitations,
    createdAtMs: row.created_at,
    updatedAtMs: row.updated_at,
  }
}

function toVersion(row: VersionRow): StrategyVersion {
  return {
    strategyId: row.strategy_id,
    version: row.version,
    name: row.name,
    type: row.strategy_type,
    parameters: JSON.parse(row.parameters),
    createdAtMs: row.created_at,
  }
}

/** Stores a new strategy and its first version. Throws `conflict` when the id is taken, `invalid_input` for values out of range. */
export async function createStrategy(db: DatabaseHandle, strategy: Strategy): Promise<void> {
  const content = fromDraft(strategy, strategy.version)
  const createdAt = bindInstant(db.dialect, strategy.createdAtMs)
  const row = {
    ...content,
    id: strategy.id,
    status: strategy.status,
    created_at: createdAt,
    updated_at: bindInstant(db.dialect, strategy.updatedAtMs),
  }
  const version = { ...content, strategy_id: strategy.id, created_at: createdAt, edited_by: db.actor.name }
  await insertBoth(db, { table: 'strategies', row }, { table: 'strategy_versions', row: version })
}

async function insertVersion(db: DatabaseHandle, strategyId: string, saved: { content: ContentRow; atMs: number }): Promise<void> {
  const row = { ...saved.content, strategy_id: strategyId, created_at: bindInstant(db.dialect, saved.atMs), edited_by: db.actor.name }
  await db.run((knex) => prepared(knex('strategy_versions').insert(row)))
}

export async function findStrategy(db: DatabaseHandle, id: string): Promise<Strategy | null> {
  const row: StrategyRow | undefined = await db.run((knex) => prepared(knex('strategies').where({ id })).first(...COLUMNS))
  return row ? toStrategy(row) : null
}

/** Throws `not_found`. */
export async function getStrategy(db: DatabaseHandle, id: string): Promise<Strategy> {
  const strategy = await findStrategy(db, id)
  if (!strategy) throw strategyNotFound(id)
  return strategy
}

export function strategyNotFound(id: string): AppError {
  return new AppError('not_found', `Strategy ${id} does not exist (any more). Reload the list and choose another.`, { details: { id } })
}

/** What is null, empty or left out filters nothing. */
export interface StrategyFilter extends CreatedRange {
  /** Text in name or description. */
  readonly search: string
  readonly types: readonly StrategyType[]
  readonly statuses: readonly StrategyStatus[]
  /** Otherwise archived ones appear only when `statuses` names them. */
  readonly includeArchived: boolean
  /** Every one of them. */
  readonly tags?: readonly string[] | undefined
}

export type StrategySort = 'createdAt' | 'updatedAt' | 'name' | 'type' | 'status' | 'confidence'

export interface StrategyQuery extends StrategyFilter, PageRequest {
  readonly sort: StrategySort
  readonly direction: SortDirection
}

const SORT_COLUMNS: Record<StrategySort, SortColumn> = {
  createdAt: { sql: 'created_at', kind: 'instant', nullable: false },
  updatedAt: { sql: 'updated_at', kind: 'instant', nullable: false },
  name: { sql: 'lower(name)', kind: 'text', nullable: false },
  type: { sql: 'strategy_type', kind: 'text', nullable: false },
  status: { sql: 'status', kind: 'text', nullable: false },
  confidence: { sql: 'confidence', kind: 'number', nullable: true },
}

function filterStrategies(query: Knex.QueryBuilder, dialect: Dialect, filter: StrategyFilter): Knex.QueryBuilder {
  if (filter.search !== '') {
    const { sql, bindings } = containsText(dialect, ['name', 'description'], filter.search)
    query.whereRaw(sql, bindings)
  }
  if (filter.types.length > 0) query.whereIn('strategy_type', filter.types)
  if (filter.statuses.length > 0) query.whereIn('status', filter.statuses)
  else if (!filter.includeArchived) query.whereNot('status', 'archived')
  whereTagged(query, dialect, filter.tags ?? [])
  whereCreated(query, dialect, { ...filter, table: 'strategies' })
  return query
}

export function listStrategies(db: DatabaseHandle, query: StrategyQuery): Promise<Page<Strategy>> {
  return readPage<StrategyRow, Strategy>(db, {
    source: (knex) => filterStrategies(knex('strategies'), db.dialect, query),
    columns: COLUMNS,
    idColumn: 'id',
    sortName: query.sort,
    sort: SORT_COLUMNS[query.sort],
    direction: query.direction,
    request: query,
    toItem: toStrategy,
  })
}

export interface StrategyUpdate {
  readonly id: string
  /** The version the edit started from. */
  readonly expectedVersion: number
  readonly draft: Required<StrategyDraft>
  readonly nowMs: number
}

/**
 * Saves an edit as the next version. Throws `not_found`, or `conflict` with details { expectedVersion, actualVersion }
 * when somebody else saved first.
 */
export async function updateStrategy(db: DatabaseHandle, update: StrategyUpdate): Promise<Strategy> {
  const { id, expectedVersion, draft, nowMs } = update
  const content = fromDraft(draft, expectedVersion + 1)
  return db.transaction(async (transaction) => {
    const changes = { ...content, updated_at: bindInstant(db.dialect, nowMs) }
    const changed = await transaction.run((knex) => prepared(knex('strategies').where({ id, version: expectedVersion })).update(changes))
    const strategy = await getStrategy(transaction, id)
    if (changed === 0) throw editedMeanwhile(strategy, expectedVersion)
    await insertVersion(transaction, id, { content, atMs: nowMs })
    return strategy
  })
}

function editedMeanwhile(strategy: Strategy, expectedVersion: number): AppError {
  return new AppError(
    'conflict',
    `"${strategy.name}" was edited meanwhile: it is at version ${strategy.version}, your edit began at ${expectedVersion}. Reload it and apply your change again.`,
    { details: { id: strategy.id, expectedVersion, actualVersion: strategy.version } },
  )
}

/** Moves a strategy along its life, into the archive or out of it; its version stays. Throws `not_found`. */
export async function setStrategyStatus(
  db: DatabaseHandle,
  change: { id: string; status: StrategyStatus; nowMs: number },
): Promise<Strategy> {
  const { id, status, nowMs } = change
  await db.run((knex) =>
    knex('strategies')
      .where({ id })
      .update({ status, updated_at: bindInstant(db.dialect, nowMs) }),
  )
  return getStrategy(db, id)
}

/** Every version, newest first. Throws `not_found`. */
export async function listStrategyVersions(db: DatabaseHandle, strategyId: string): Promise<StrategyVersion[]> {
  const rows: VersionRow[] = await db.run((knex) => knex('strategy_versions').where({ strategy_id: strategyId }).orderBy('version', 'desc'))
  if (rows.length === 0) throw strategyNotFound(strategyId)
  return rows.map(toVersion)
}

/** Everything a version says, and who saved it. */
export interface WrittenVersion extends Omit<Strategy, 'id' | 'status' | 'updatedAtMs'> {
  readonly strategyId: string
  /** null: saved before that was recorded, or adopted. */
  readonly editedBy: string | null
}

/** Throws `not_found`. */
export async function getWrittenVersion(db: DatabaseHandle, strategyId: string, version: number): Promise<WrittenVersion> {
  const row: (VersionRow & { edited_by: string | null }) | undefined = await db.run((knex) =>
    knex('strategy_versions').where({ strategy_id: strategyId, version }).first(),
  )
  if (!row) throw strategyNotFound(strategyId)
  const { id, status: _status, updatedAtMs: _updated, ...content } = toStrategy({ ...row, id: strategyId, status: 'draft', updated_at: 0 })
  return { strategyId: id, ...content, editedBy: row.edited_by }
}

/** What goes when a strategy goes. */
export interface StrategyDependents {
  readonly versions: number
  readonly backtests: number
  readonly validations: number
  readonly gateResults: number
}

const DEPENDENTS = `SELECT
  (SELECT count(*) FROM strategy_versions WHERE strategy_id = :id) AS versions,
  (SELECT count(*) FROM backtests WHERE strategy_id = :id) AS backtests,
  (SELECT count(*) FROM validations WHERE strategy_id = :id) AS validations,
  (SELECT count(*) FROM gate_results WHERE strategy_id = :id) AS "gateResults"`

/** Throws `not_found`. */
export async function countStrategyDependents(db: DatabaseHandle, id: string): Promise<StrategyDependents> {
  await getStrategy(db, id)
  const [counts]: StrategyDependents[] = await db.run((knex) => knex.select('*').from(knex.raw(`(${DEPENDENTS}) AS counts`, { id })))
  return counts as StrategyDependents
}

/** Deletes a strategy and, in the database, everything that hangs on it; answers how much that was. Throws `not_found`. */
export async function deleteStrategy(db: DatabaseHandle, id: string): Promise<StrategyDependents> {
  return db.transaction(async (transaction) => {
    await transaction.run((knex) => lockRows(db.dialect, knex('strategies').where({ id })).select('id'))
    const dependents = await countStrategyDependents(transaction, id)
    await transaction.run((knex) => knex('strategies').where({ id }).delete())
    return dependents
  })
}
