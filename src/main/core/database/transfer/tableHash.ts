import { createHash, type Hash } from 'node:crypto'
import type { RowBatch } from './rowEncoding.ts'

/** What a table holds, in short: equal on both sides when every row is. */
export interface TableDigest {
  readonly rows: number
  readonly bytes: number
  /** Of the rows as they travel, in the order of their keys; hexadecimal. */
  readonly sha256: string
}

export function digestsAgree(left: TableDigest, right: TableDigest): boolean {
  return left.rows === right.rows && left.sha256 === right.sha256
}

/** Digest of a table whose batches come one after the other. */
export class TableHash {
  readonly #hash: Hash = createHash('sha256')
  #rows = 0
  #bytes = 0

  add(batch: RowBatch): void {
    this.#hash.update(batch.bytes)
    this.#rows += batch.rows
    this.#bytes += batch.bytes.length
  }

  digest(): TableDigest {
    return { rows: this.#rows, bytes: this.#bytes, sha256: this.#hash.digest('hex') }
  }
}
