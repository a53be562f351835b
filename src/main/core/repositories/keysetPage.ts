import type { Knex } from 'knex'
import { z } from 'zod'
import type { DatabaseHandle } from '#core/database/database.ts'
import { bindInstant } from '#core/database/dialect.ts'
import { AppError } from '#shared/domain/appError.ts'
import type { Page } from '#shared/domain/page.ts'

/** Where a page starts and how long it is. */
export interface PageRequest {
  readonly limit: number
  /** `nextCursor` of the page before; null starts at the beginning. */
  readonly cursor: string | null
  readonly withTotal: boolean
}

export type SortDirection = 'asc' | 'desc'

/** One column a list can be ordered by. */
export interface SortColumn {
  /** Exact on both databases: text by its bytes, instants to the millisecond. */
  readonly sql: string
  readonly kind: 'text' | 'number' | 'instant'
  /** Rows without a value come last, whichever the direction. */
  readonly nullable: boolean
}

export interface PagePlan<Row, Item> {
  /** The filtered rows, without columns, order or limit; called once for the page and once for the total. */
  readonly source: (knex: Knex) => Knex.QueryBuilder
  readonly columns: readonly string[]
  /** Column that breaks ties. */
  readonly idColumn: string
  /** Name of the order, so that a cursor is not used with another one. */
  readonly sortName: string
  readonly sort: SortColumn
  readonly direction: SortDirection
  readonly request: PageRequest
  readonly toItem: (row: Row) => Item
}

type SortValue = string | number | null

/** Reads one page by keyset: rows written meanwhile are neither missed nor repeated. Throws `invalid_input` for a foreign cursor. */
export async function readPage<Row extends { id: string }, Item>(db: DatabaseHandle, plan: PagePlan<Row, Item>): Promise<Page<Item>> {
  const { limit } = plan.request
  const rows = await db.run(async (knex): Promise<(Row & { sort_value: SortValue })[]> => {
    const query = plan.source(knex).select(...plan.columns, knex.raw(`${plan.sort.sql} AS sort_value`))
    if (plan.request.cursor !== null) startAfter(query, db, plan)
    return query.orderByRaw(orderBy(plan)).limit(limit + 1)
  })
  const page = rows.slice(0, limit)
  const last = page.at(-1)
  return {
    items: page.map(plan.toItem),
    nextCursor: rows.length > limit && last ? encodeCursor(plan, last.sort_value, last.id) : null,
    total: plan.request.withTotal ? await countRows(db, plan.source) : null,
  }
}

function orderBy({ sort, direction, idColumn }: Pick<PagePlan<never, never>, 'sort' | 'direction' | 'idColumn'>): string {
  return `${sort.sql} ${direction}${sort.nullable ? ' NULLS LAST' : ''}, ${idColumn} ${direction}`
}

async function countRows(db: DatabaseHandle, source: (knex: Knex) => Knex.QueryBuilder): Promise<number> {
  const [row]: { total: number }[] = await db.run((knex) => source(knex).count({ total: '*' }))
  return row?.total ?? 0
}

function startAfter<Row, Item>(query: Knex.QueryBuilder, db: DatabaseHandle, plan: PagePlan<Row, Item>): void {
  const { value, id } = decodeCursor(plan)
  const { sql, nullable, kind } = plan.sort
  const beyond = plan.direction === 'asc' ? '>' : '<'
  if (value === null) {
    query.whereRaw(`(${sql} IS NULL AND ${plan.idColumn} ${beyond} ?)`, [id])
    return
  }
  const bound = kind === 'instant' ? bindInstant(db.dialect, value as number) : value
  const after = `(${sql}, ${plan.idColumn}) ${beyond} (?, ?)`
  query.whereRaw(nullable ? `(${after} OR ${sql} IS NULL)` : after, [bound, id])
}

const cursorContentSchema = z.tuple([z.string(), z.union([z.string(), z.number(), z.null()]), z.string()])

function cursorOrder(plan: { sortName: string; direction: SortDirection }): string {
  return `${plan.sortName} ${plan.direction}`
}

function encodeCursor(plan: { sortName: string; direction: SortDirection }, value: SortValue, id: string): string {
  return Buffer.from(JSON.stringify([cursorOrder(plan), value, id])).toString('base64url')
}

function decodeCursor<Row, Item>(plan: PagePlan<Row, Item>): { value: SortValue; id: string } {
  const content = cursorContentSchema.safeParse(parseJson(Buffer.from(plan.request.cursor ?? '', 'base64url').toString()))
  if (content.success) {
    const [order, value, id] = content.data
    const fits = value === null ? plan.sort.nullable : (typeof value === 'string') === (plan.sort.kind === 'text')
    if (order === cursorOrder(plan) && fits) return { value, id }
  }
  throw new AppError('invalid_input', 'The cursor belongs to another list or another order. Start again from the first page.', {
    details: { field: 'cursor' },
  })
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
