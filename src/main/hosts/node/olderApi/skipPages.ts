interface Page<Item> {
  readonly items: readonly Item[]
  readonly nextCursor: string | null
  readonly total: number | null
}

interface PageRequest {
  readonly limit: number
  readonly cursor: string | null
  readonly withTotal: boolean
}

const LARGEST_PAGE = 200

/** Rows `skip` to `skip + limit` of a list that is read by cursor, and the number of all rows. */
export async function skipPages<Item>(
  { skip, limit }: { readonly skip: number; readonly limit: number },
  readPage: (request: PageRequest) => Promise<Page<Item>>,
): Promise<{ total: number; items: Item[] }> {
  const items: Item[] = []
  const wanted = skip + limit
  let cursor: string | null = null
  let total = 0
  let seen = 0
  do {
    const page: Page<Item> = await readPage({ limit: Math.min(LARGEST_PAGE, wanted - seen), cursor, withTotal: cursor === null })
    total = page.total ?? total
    items.push(...page.items.slice(Math.max(0, skip - seen)))
    seen += page.items.length
    cursor = page.nextCursor
  } while (cursor !== null && seen < wanted)
  return { total, items }
}
