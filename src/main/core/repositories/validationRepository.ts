import type { Knex } from 'knex'
import type { DatabaseHandle } from '#core/database/database.ts'
import { bindInstant } from '#core/database/dialect.ts'
import { prepared } from '#core/database/preparedStatements.ts'
import type { RunStatus } from '#shared/domain/backtest.ts'
import type { Dialect } from '#shared/domain/connection.ts'
import type { Page } from '#shared/domain/page.ts'
import type { RunSpec } from '#shared/domain/runSpec.ts'
import type { StrategyType } from '#shared/domain/strategyType.ts'
import type { Validation, ValidationSummary } from '#shared/domain/validation.ts'
import type { ValidationPlan } from '#shared/domain/validationPlan.ts'
import { requireDates, requireRunParents } from './backtestRepository.ts'
import { insertReferring } from './insertReferring.ts'
import { type PageRequest, readPage, type SortColumn, type SortDirection } from './keysetPage.ts'
import { type CreatedRange, whereCreated, whereStrategy, whereWithin } from './listFilters.ts'
import { countRunsByStatus, runNotFound } from './runState.ts'
import {
  joinNames,
  joinNamesFirst,
  toValidation,
  toValidationSummary,
  VALIDATION_COLUMNS,
  VALIDATION_LIST_COLUMNS,
  type ValidationRow,
  type ValidationSummaryRow,
} from './validationRows.ts'

/** A validation that has not begun. Cash and seed stand in the spec. */
export interface NewValidation {
  readonly id: string
  readonly strategyId: string
  readonly strategyVersion: number
  readonly datasetId: string
  readonly plan: ValidationPlan
  readonly spec: RunSpec
  readonly dataHash: string
  /** First and last calendar date of the bars that will be used, inclusive. */
  readonly startDate: string
  readonly endDate: string
  /** Calendar days of a test and of a training, the names kept from older versions. */
  readonly windowSizeDays: number
  readonly trainSizeDays: number
  readonly createdAtMs: number
}

/** Stores a pending validation. Throws `not_found` for an unknown strategy version or dataset, `invalid_input` for impossible dates. */
export async function createValidation(db: DatabaseHandle, validation: NewValidation): Promise<void> {
  requireDates(validation)
  const row = {
    id: validation.id,
    strategy_id: validation.strategyId,
    strategy_version: validation.strategyVersion,
    dataset_id: validation.datasetId,
    plan: JSON.stringify(validation.plan),
    spec: JSON.stringify(validation.spec),
    data_hash: validation.dataHash,
    start_date: validation.startDate,
    end_date: validation.endDate,
    window_size_days: validation.windowSizeDays,
    train_size_days: validation.trainSizeDays,
    initial_capital: validation.spec.initial_cash,
    status: 'pending',
    progress: 0,
    created_at: bindInstant(db.dialect, validation.createdAtMs),
  }
  await insertReferring(
    () => db.run((knex) => prepared(knex('validations').insert(row))),
    () => requireRunParents(db, validation),
  )
}

/** A validation with its windows, without curves. Throws `not_found`. */
export async function getValidation(db: DatabaseHandle, id: string): Promise<Validation> {
  const row: ValidationRow | undefined = await db.run((knex) =>
    prepared(joinNames(knex('validations')).where('validations.id', id)).first(...VALIDATION_COLUMNS),
  )
  if (!row) throw runNotFound('validations', id)
  return toValidation(row)
}

/** A version of a strategy on data of one hash. */
interface ValidatedVersion {
  readonly strategyId: string
  readonly strategyVersion: number
  readonly dataHash: string
}

/** The newest completed validation made here of one version of a strategy on data of one hash; null when there is none. */
export function loadLatestValidation(
  db: DatabaseHandle,
  { strategyId, strategyVersion, dataHash }: ValidatedVersion,
): Promise<Validation | null> {
  const version = { 'validations.strategy_id': strategyId, 'validations.strategy_version': strategyVersion }
  return findNewest(db, { ...version, 'validations.data_hash': dataHash })
}

/** The newest completed validation of a strategy type, whoever's it is: it tells how fast this machine is at it. */
export function findLatestOfType(db: DatabaseHandle, strategyType: StrategyType): Promise<Validation | null> {
  return findNewest(db, { 'strategy_versions.strategy_type': strategyType })
}

async function findNewest(db: DatabaseHandle, where: Readonly<Record<string, string | number>>): Promise<Validation | null> {
  const row: ValidationRow | undefined = await db.run((knex) =>
    joinNames(knex('validations'))
      .where({ ...where, 'validations.status': 'completed', 'validations.origin': 'native' })
      .whereNotNull('validations.plan')
      .orderBy([
        { column: 'validations.created_at', order: 'desc' },
        { column: 'validations.id', order: 'desc' },
      ])
      .first(...VALIDATION_COLUMNS),
  )
  return row ? toValidation(row) : null
}

/** What is null, empty or left out filters nothing. */
export interface ValidationFilter extends CreatedRange {
  readonly strategyId?: string | null | undefined
  readonly datasetId?: string | null | undefined
  readonly statuses?: readonly RunStatus[] | undefined
  /** Text in the strategy's name. */
  readonly search?: string | undefined
  /** Tags that the strategy carries, every one. */
  readonly tags?: readonly string[] | undefined
  readonly passed?: boolean | null | undefined
  /** Of the average Sharpe ratio on test windows. */
  readonly minTestSharpe?: number | null | undefined
  readonly maxTestSharpe?: number | null | undefined
  readonly minStability?: number | null | undefined
  readonly maxStability?: number | null | undefined
}

export type ValidationSort = 'createdAt' | 'status' | 'strategyName' | 'testSharpe' | 'avgTestSharpe' | 'avgDegradation' | 'stabilityScore'

export interface ValidationQuery extends ValidationFilter, PageRequest {
  /** Default createdAt. */
  readonly sort?: ValidationSort
  /** Default desc. */
  readonly direction?: SortDirection
}

const SORT_COLUMNS: Record<ValidationSort, SortColumn> = {
  createdAt: { sql: 'validations.created_at', kind: 'instant', nullable: false },
  status: { sql: 'validations.status', kind: 'text', nullable: false },
  strategyName: { sql: 'strategies.name', kind: 'text', nullable: false },
  testSharpe: { sql: 'validations.test_sharpe', kind: 'number', nullable: true },
  avgTestSharpe: { sql: 'validations.avg_test_sharpe', kind: 'number', nullable: true },
  avgDegradation: { sql: 'validations.avg_degradation', kind: 'number', nullable: true },
  stabilityScore: { sql: 'validations.stability_score', kind: 'number', nullable: true },
}

function filterValidations(query: Knex.QueryBuilder, dialect: Dialect, filter: ValidationFilter): Knex.QueryBuilder {
  const { strategyId = null, datasetId = null, statuses = [], search = '', tags, passed = null } = filter
  if (strategyId !== null) query.where('validations.strategy_id', strategyId)
  if (datasetId !== null) query.where('validations.dataset_id', datasetId)
  if (statuses.length > 0) query.whereIn('validations.status', statuses)
  if (passed !== null) query.where('validations.passed', passed)
  whereCreated(query, dialect, { ...filter, table: 'validations' })
  whereWithin(query, 'validations.avg_test_sharpe', { min: filter.minTestSharpe, max: filter.maxTestSharpe })
  whereWithin(query, 'validations.stability_score', { min: filter.minStability, max: filter.maxStability })
  whereStrategy(query, dialect, { table: 'validations', search, tags })
  return query
}

/** Without windows. */
export function listValidations(db: DatabaseHandle, query: ValidationQuery): Promise<Page<ValidationSummary>> {
  const { sort = 'createdAt', direction = 'desc' } = query
  return readPage<ValidationSummaryRow, ValidationSummary>(db, {
    source: (knex) => filterValidations(knex('validations'), db.dialect, query),
    join: sort === 'strategyName' ? joinNamesFirst : joinNames,
    columns: VALIDATION_LIST_COLUMNS,
    idColumn: 'validations.id',
    sortName: sort,
    sort: SORT_COLUMNS[sort],
    direction,
    request: query,
    toItem: toValidationSummary,
  })
}

/** One strategy's, newest first, without windows. */
export function listValidationsByStrategy(
  db: DatabaseHandle,
  query: PageRequest & { strategyId: string },
): Promise<Page<ValidationSummary>> {
  return listValidations(db, { ...query, sort: 'createdAt', direction: 'desc' })
}

/** How many validations stand in each state, of one strategy or of all. */
export function countValidationsByStatus(db: DatabaseHandle, strategyId: string | null = null): Promise<Record<RunStatus, number>> {
  return countRunsByStatus(db, 'validations', strategyId)
}

/** Deletes a validation with its curves and robustness tests; what it tried stays counted. Throws `not_found`. */
export async function deleteValidation(db: DatabaseHandle, id: string): Promise<void> {
  const deleted = await db.run((knex) => knex('validations').where({ id }).delete())
  if (deleted === 0) throw runNotFound('validations', id)
}
