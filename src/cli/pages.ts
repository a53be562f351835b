interface Page<Item> {
  readonly items: readonly Item[]
  readonly nextCursor: string | null
}

interface PageRequest {
  readonly limit: number
  readonly cursor: string | null
}

const LARGEST_PAGE = 200

/** The first `limit` items of a paged list, newest first as the list gives them. */
export async function readItems<Item>(limit: number, readPage: (request: PageRequest) => Promise<Page<Item>>): Promise<Item[]> {
  const items: Item[] = []
  let cursor: string | null = null
  do {
    const page: Page<Item> = await readPage({ limit: Math.min(LARGEST_PAGE, limit - items.length), cursor })
    items.push(...page.items)
    cursor = page.nextCursor
  } while (cursor !== null && items.length < limit)
  return items
}
