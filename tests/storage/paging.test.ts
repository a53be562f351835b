import { describe, expect, it } from 'vitest'
import type { Database } from '#core/database/database.ts'
import { createStrategy, listStrategies, type StrategyQuery, type StrategySort } from '#core/repositories/strategyRepository.ts'
import type { Strategy } from '#shared/domain/strategy.ts'
import { NEW_YEAR_2024_MS } from '../builders/ids.ts'
import { makeStrategy } from '../builders/strategies.ts'
import { describeOnBothDialects } from './dialects.ts'

const PAGE: StrategyQuery = {
  search: '',
  types: [],
  statuses: [],
  includeArchived: true,
  sort: 'createdAt',
  direction: 'asc',
  limit: 4,
  cursor: null,
  withTotal: false,
}

/** Follows the cursors to the end; `meanwhile` runs after each page. */
async function readAll(db: Database, query: StrategyQuery, meanwhile: () => Promise<void> = async () => {}): Promise<Strategy[]> {
  const items: Strategy[] = []
  for (let cursor: string | null = null, first = true; first || cursor !== null; first = false) {
    const page = await listStrategies(db, { ...query, cursor })
    items.push(...page.items)
    cursor = page.nextCursor
    await meanwhile()
  }
  return items
}

const idsOf = (strategies: readonly Strategy[]) => strategies.map(({ id }) => id)

/** 23 strategies with many equal sort values, some without confidence, instants 1 ms apart or equal. */
async function fill(db: Database): Promise<Strategy[]> {
  const strategies = Array.from({ length: 23 }, (_, index) =>
    makeStrategy({
      name: ['Same', 'same', 'other'][index % 3] as string,
      type: index % 2 === 0 ? 'breakout' : 'carry',
      status: index % 5 === 0 ? 'archived' : 'draft',
      confidence: index % 4 === 0 ? null : ((index * 7) % 5) / 10 + 1e-16 * index,
      createdAtMs: NEW_YEAR_2024_MS + Math.floor(index / 3),
      updatedAtMs: NEW_YEAR_2024_MS - index,
    }),
  )
  for (const strategy of strategies) await createStrategy(db, strategy)
  return strategies
}

const SORT_VALUES: Record<StrategySort, (strategy: Strategy) => string | number | null> = {
  createdAt: (strategy) => strategy.createdAtMs,
  updatedAt: (strategy) => strategy.updatedAtMs,
  name: (strategy) => strategy.name.toLowerCase(),
  type: (strategy) => strategy.type,
  status: (strategy) => strategy.status,
  confidence: (strategy) => strategy.confidence,
}

function expectedOrder(strategies: readonly Strategy[], sort: StrategySort, direction: 'asc' | 'desc'): string[] {
  const sign = direction === 'asc' ? 1 : -1
  const compare = (a: string | number, b: string | number) => (a < b ? -sign : a > b ? sign : 0)
  const sortValue = SORT_VALUES[sort]
  const ordered = strategies.toSorted((a, b) => {
    const [left, right] = [sortValue(a), sortValue(b)]
    if (left === null || right === null) return left === right ? compare(a.id, b.id) : left === null ? 1 : -1
    return compare(left, right) || compare(a.id, b.id)
  })
  return idsOf(ordered)
}

describeOnBothDialects('keyset paging', (makeDatabase) => {
  describe.each(Object.keys(SORT_VALUES) as StrategySort[])('by %s', (sort) => {
    it.each(['asc', 'desc'] as const)('%s gives every row once, in order, unknown last', async (direction) => {
      const db = await makeDatabase()
      const strategies = await fill(db)
      const read = await readAll(db, { ...PAGE, sort, direction })
      expect(idsOf(read)).toEqual(expectedOrder(strategies, sort, direction))
    })
  })

  it.each(['asc', 'desc'] as const)('neither misses nor repeats a row while others write (%s)', async (direction) => {
    const db = await makeDatabase()
    const before = await fill(db)
    let writes = 0
    const write = async () => {
      writes += 1
      const early = makeStrategy({ createdAtMs: NEW_YEAR_2024_MS - 1000 - writes })
      const late = makeStrategy({ createdAtMs: NEW_YEAR_2024_MS + 1000 + writes })
      for (const strategy of writes < 8 ? [early, late] : []) await createStrategy(db, strategy)
    }
    const read = idsOf(await readAll(db, { ...PAGE, direction }, write))
    expect(new Set(read).size).toBe(read.length)
    expect(read.filter((id) => before.some((strategy) => strategy.id === id))).toEqual(expectedOrder(before, 'createdAt', direction))
  })

  it('counts the filtered rows only when asked', async () => {
    const db = await makeDatabase()
    await fill(db)
    expect((await listStrategies(db, PAGE)).total).toBeNull()
    const page = await listStrategies(db, { ...PAGE, types: ['carry'], withTotal: true })
    expect([page.items.length, page.total]).toEqual([4, 11])
  })

  it('ends without a cursor when the last page is full', async () => {
    const db = await makeDatabase()
    await fill(db)
    expect((await listStrategies(db, { ...PAGE, limit: 23 })).nextCursor).toBeNull()
    expect((await listStrategies(db, { ...PAGE, limit: 22 })).nextCursor).not.toBeNull()
  })

  it('pages on after a name as long as names get', async () => {
    const db = await makeDatabase()
    for (let index = 0; index < 3; index += 1) await createStrategy(db, makeStrategy({ name: '\u{10ffff}'.repeat(127) }))
    const first = await listStrategies(db, { ...PAGE, sort: 'name', limit: 2 })
    expect(first.nextCursor?.length).toBeLessThan(4096)
    expect((await listStrategies(db, { ...PAGE, sort: 'name', limit: 2, cursor: first.nextCursor })).items).toHaveLength(1)
  })

  it('refuses a cursor of another order, and one that is none', async () => {
    const db = await makeDatabase()
    await fill(db)
    const { nextCursor } = await listStrategies(db, PAGE)
    const forged = Buffer.from(JSON.stringify(['createdAt asc', "x'; DROP TABLE strategies", 'id'])).toString('base64url')
    for (const query of [{ sort: 'name' }, { direction: 'desc' }, { cursor: 'nonsense' }, { cursor: forged }, { cursor: '' }] as const) {
      await expect(listStrategies(db, { ...PAGE, cursor: nextCursor, ...query })).rejects.toMatchObject({
        code: 'invalid_input',
        details: { field: 'cursor' },
      })
    }
  })
})
