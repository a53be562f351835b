import type { Duplex } from 'node:stream'
import type pg from 'pg'
import { type RowBatch, RowBuffer } from './rowEncoding.ts'

/** 'PGCOPY\n\377\r\n\0', no flags, no header extension. */
const FILE_HEADER = Buffer.from('5047434f50590aff0d0a000000000000000000', 'hex')
const FILE_TRAILER = Buffer.from('ffff', 'hex')

/** What of a connection this file talks to, beyond what its types declare. */
interface CopyConnection {
  readonly stream: Duplex
  query(sql: string): void
  endCopyFrom(): void
}

/** Batches waiting for their reader before the server is asked to pause. */
const READ_AHEAD = 2

/**
 * The rows of `COPY (...) TO STDOUT (FORMAT binary)`, as batches. The server is held back while nobody reads, so memory
 * stays bounded; a reader that leaves early ends the connection, since nothing else stops a server that is sending.
 */
export async function* copyOut(client: pg.ClientBase, sql: string): AsyncGenerator<RowBatch> {
  const query = new CopyOutQuery(sql)
  client.query(query)
  try {
    for (let batch = await query.next(); batch !== null; batch = await query.next()) yield batch
  } finally {
    query.abandon()
  }
}

class CopyOutQuery implements pg.Submittable {
  readonly #sql: string
  readonly #rows = new RowBuffer()
  readonly #batches: RowBatch[] = []
  #stream: Duplex | null = null
  #headerSeen = false
  #ended = false
  #error: Error | null = null
  #wake: () => void = () => {}

  constructor(sql: string) {
    this.#sql = sql
  }

  /** The next batch; null at the end. */
  async next(): Promise<RowBatch | null> {
    while (this.#batches.length === 0 && !this.#ended) {
      this.#stream?.resume()
      await new Promise<void>((wake) => {
        this.#wake = wake
      })
    }
    const batch = this.#batches.shift()
    if (batch) return batch
    if (this.#error) throw this.#error
    return null
  }

  abandon(): void {
    if (!this.#ended) this.#stream?.destroy()
  }

  submit(connection: pg.Connection): void {
    this.#stream = connection.stream
    connection.query(this.#sql)
  }

  /** One row a message (PostgreSQL documentation, "COPY Operations"); the header comes with the first, the trailer last. */
  handleCopyData({ chunk }: { chunk: Buffer }): void {
    const row = this.#headerSeen ? chunk : chunk.subarray(FILE_HEADER.length)
    this.#headerSeen = true
    if (row.length === 0 || row.equals(FILE_TRAILER)) return
    this.#rows.appendEncoded(row)
    if (this.#rows.isFull) this.#deliver()
  }

  handleCommandComplete(): void {
    if (!this.#rows.isEmpty) this.#deliver()
  }

  handleReadyForQuery(): void {
    this.#end(null)
  }

  handleError(error: Error): void {
    this.#end(error)
  }

  #deliver(): void {
    this.#batches.push(this.#rows.take())
    if (this.#batches.length >= READ_AHEAD) this.#stream?.pause()
    this.#wake()
  }

  #end(error: Error | null): void {
    this.#ended = true
    this.#error = error
    this.#stream?.resume()
    this.#wake()
  }
}

/** Runs `COPY ... FROM STDIN (FORMAT binary)` with the rows of a batch. */
export function copyIn(client: pg.ClientBase, sql: string, batch: RowBatch): Promise<void> {
  return new Promise((resolve, reject) => {
    client.query(new CopyInQuery(sql, batch.bytes, { resolve, reject }))
  })
}

/**
 * Begins the one CopyData message of a batch (PostgreSQL documentation, "Message Formats"). The driver's own call would
 * copy the rows once more.
 */
function copyDataHeader(rowBytes: number): Buffer {
  const length = Buffer.alloc(4)
  length.writeInt32BE(4 + FILE_HEADER.length + rowBytes + FILE_TRAILER.length)
  return Buffer.concat([Buffer.from('d'), length, FILE_HEADER])
}

interface Settle {
  readonly resolve: () => void
  readonly reject: (error: Error) => void
}

class CopyInQuery implements pg.Submittable {
  readonly #sql: string
  readonly #rows: Buffer
  readonly #settle: Settle

  constructor(sql: string, rows: Buffer, settle: Settle) {
    this.#sql = sql
    this.#rows = rows
    this.#settle = settle
  }

  submit(connection: pg.Connection): void {
    connection.query(this.#sql)
  }

  handleCopyInResponse(connection: CopyConnection): void {
    const { stream } = connection
    if (stream.writable) {
      stream.cork()
      stream.write(copyDataHeader(this.#rows.length))
      stream.write(this.#rows)
      stream.write(FILE_TRAILER)
      stream.uncork()
    }
    connection.endCopyFrom()
  }

  handleCommandComplete(): void {}

  handleReadyForQuery(): void {
    this.#settle.resolve()
  }

  handleError(error: Error): void {
    this.#settle.reject(error)
  }
}
