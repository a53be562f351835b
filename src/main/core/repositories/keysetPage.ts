import type { Knex } from 'knex'
import { z } from 'zod'
import type { DatabaseHandle } from '#core/database/database.ts'
import { bindInstant } from '#core/database/dialect.ts'
import { prepared } from '#core/database/preparedStatements.ts'
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
  /** The filtered rows, without columns, order or limit; called for the page and for the total. */
  readonly source: (knex: Knex) => Knex.QueryBuilder
  /** Joins what only the columns and the order need, so that the total does without. */
  readonly join?: (query: Knex.QueryBuilder) => Knex.QueryBuilder
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
type SortedRow<Row> = Row & { id: string; sort_value: SortValue }

/** The last row of the page before. */
interface Position {
  readonly value: SortValue
  readonly id: string
}

/** Reads one page by keyset: rows written meanwhile are neither missed nor repeated. Throws `invalid_input` for a foreign cursor. */
export async function readPage<Row extends { id: string }, Item>(db: DatabaseHandle, plan: PagePlan<Row, Item>): Promise<Page<Item>> {
  const { limit, cursor, withTotal } = plan.request
  const after = cursor === null ? null : decodeCursor(plan, cursor)
  const rows = await readRows(db, plan, after)
  const page = rows.slice(0, limit)
  const last = page.at(-1)
  return {
    items: page.map(plan.toItem),
    nextCursor: rows.length > limit && last ? encodeCursor(plan, { value: last.sort_value, id: last.id }) : null,
    total: withTotal ? await countRows(db, plan.source) : null,
  }
}

/** Up to one row more than the page holds, to see whether another follows. */
async function readRows<Row, Item>(db: DatabaseHandle, plan: PagePlan<Row, Item>, after: Position | null): Promise<SortedRow<Row>[]> {
  const wanted = plan.request.limit + 1
  if (!plan.sort.nullable) return readPart(db, plan, { part: 'all', after, wanted })
  // Rows with a value and rows without are read apart: one index then serves both directions, unknown last in each.
  const isAmongKnown = after === null || after.value !== null
  const known = isAmongKnown ? await readPart(db, plan, { part: 'known', after, wanted }) : []
  if (known.length === wanted) return known
  const unknown = await readPart(db, plan, { part: 'unknown', after: isAmongKnown ? null : after, wanted: wanted - known.length })
  return [...known, ...unknown]
}

interface Part {
  readonly part: 'all' | 'known' | 'unknown'
  readonly after: Position | null
  readonly wanted: number
}

function readPart<Row, Item>(db: DatabaseHandle, plan: PagePlan<Row, Item>, { part, after, wanted }: Part): Promise<SortedRow<Row>[]> {
  const { sort, idColumn, direction } = plan
  return db.run((knex): Knex.QueryBuilder => {
    const query = plan.join?.(plan.source(knex)) ?? plan.source(knex)
    query.select(...plan.columns, knex.raw(`${sort.sql} AS sort_value`))
    if (part === 'known') query.whereRaw(`${sort.sql} IS NOT NULL`)
    if (part === 'unknown') query.whereRaw(`${sort.sql} IS NULL`)
    if (after !== null) startAfter(query, db, { plan, after })
    const nulls = sort.nullable ? (direction === 'asc' ? ' NULLS FIRST' : ' NULLS LAST') : ''
    return prepared(query.orderByRaw(`${sort.sql} ${direction}${nulls}, ${idColumn} ${direction}`).limit(wanted))
  })
}

async function countRows(db: DatabaseHandle, source: (knex: Knex) => Knex.QueryBuilder): Promise<number> {
  const [row]: { total: number }[] = await db.run((knex) => source(knex).count({ total: '*' }))
  return row?.total ?? 0
}

function startAfter<Row, Item>(
  query: Knex.QueryBuilder,
  db: DatabaseHandle,
  { plan, after }: { plan: PagePlan<Row, Item>; after: Position },
): void {
  const { sql, kind } = plan.sort
  const beyond = plan.direction === 'asc' ? '>' : '<'
  if (after.value === null) {
    query.whereRaw(`${plan.idColumn} ${beyond} ?`, [after.id])
    return
  }
  const bound = kind === 'instant' ? bindInstant(db.dialect, after.value as number) : after.value
  query.whereRaw(`(${sql}, ${plan.idColumn}) ${beyond} (?, ?)`, [bound, after.id])
}

const cursorContentSchema = z.tuple([z.string(), z.union([z.string(), z.number(), z.null()]), z.string()])

function cursorOrder(plan: { sortName: string; direction: SortDirection }): string {
  return `${plan.sortName} ${plan.direction}`
}

function encodeCursor(plan: { sortName: string; direction: SortDirection }, { value, id }: Position): string {
  return Buffer.from(JSON.stringify([cursorOrder(plan), value, id])).toString('base64url')
}

function decodeCursor<Row, Item>(plan: PagePlan<Row, Item>, cursor: string): Position {
  const content = cursorContentSchema.safeParse(parseJson(Buffer.from(cursor, 'base64url').toString()))
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
