import type { Knex } from 'knex'
import { bindInstant, containsText, hasListEntry } from '#core/database/dialect.ts'
import { dateToMs } from '#shared/domain/calendarDate.ts'
import type { Dialect } from '#shared/domain/connection.ts'
import type { RunTable } from './runState.ts'

const DAY_MS = 86_400_000

/** Calendar dates (UTC), both inclusive; null or left out = open on that side. */
export interface CreatedRange {
  readonly createdFrom?: string | null | undefined
  readonly createdTo?: string | null | undefined
}

/** Keeps rows whose `created_at` lies within the range. */
export function whereCreated(query: Knex.QueryBuilder, dialect: Dialect, filter: CreatedRange & { readonly table: string }): void {
  const { table, createdFrom, createdTo } = filter
  if (createdFrom != null) query.where(`${table}.created_at`, '>=', bindInstant(dialect, dateToMs(createdFrom)))
  if (createdTo != null) query.where(`${table}.created_at`, '<', bindInstant(dialect, dateToMs(createdTo) + DAY_MS))
}

/** Both inclusive; null or left out = open on that side. A row without the value is within no range but the open one. */
export interface NumberRange {
  readonly min: number | null | undefined
  readonly max: number | null | undefined
}

export function whereWithin(query: Knex.QueryBuilder, column: string, { min, max }: NumberRange): void {
  if (min != null) query.where(column, '>=', min)
  if (max != null) query.where(column, '<=', max)
}

/** Keeps strategies that carry every one of the tags. */
export function whereTagged(query: Knex.QueryBuilder, dialect: Dialect, tags: readonly string[]): void {
  for (const tag of tags) query.whereRaw(hasListEntry(dialect, 'strategies.tags'), [tag])
}

/** Keeps runs of strategies whose name contains the text and that carry every one of the tags. */
export function whereStrategy(
  query: Knex.QueryBuilder,
  dialect: Dialect,
  { table, search, tags = [] }: { table: RunTable; search: string; tags?: readonly string[] | undefined },
): void {
  if (search === '' && tags.length === 0) return
  const { sql, bindings } = containsText(dialect, ['strategies.name'], search)
  query.whereIn(`${table}.strategy_id`, (strategies) => {
    strategies.from('strategies').select('strategies.id').whereRaw(sql, bindings)
    whereTagged(strategies, dialect, tags)
  })
}
