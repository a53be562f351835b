import { z } from 'zod'

/** Opaque keyset cursor: the sort value (at its longest a name of 255 characters, encoded) and id of the last row seen. */
export const cursorSchema = z.string().max(4096)

export const sortDirectionSchema = z.enum(['asc', 'desc'])

/** Keyset paging neither misses nor repeats rows while others write; the total is counted only on request. */
export const pageRequestShape = {
  limit: z.int().min(1).max(200).default(50),
  cursor: cursorSchema.nullable().default(null),
  withTotal: z.boolean().default(false),
}

export const pageOf = <Item extends z.ZodType>(item: Item) =>
  z.object({ items: z.array(item), nextCursor: cursorSchema.nullable(), total: z.int().nullable() })

export interface Page<Item> {
  items: Item[]
  nextCursor: string | null
  total: number | null
}
