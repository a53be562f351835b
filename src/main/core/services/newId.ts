import { v7 } from 'uuid'

/** UUID version 7: unique everywhere, ordered by creation. */
export function newId(): string {
  return v7()
}
