import { AppError } from '#shared/domain/appError.ts'
import type { CellKind, TransferTable } from './transferTables.ts'

/**
 * Rows travel, and are hashed, as the tuples of PostgreSQL's binary COPY format, so that PostgreSQL reads and writes
 * them without conversion: int16 number of fields, then for each field int32 length (-1 = null) and its bytes, all
 * big-endian. Instants are microseconds since 2000-01-01 (PostgreSQL 18 documentation, COPY, "Binary Format").
 */

/** A value as SQLite gives and takes it: booleans are 1 and 0, instants epoch milliseconds. */
export type Cell = string | number | Uint8Array | null

export type RowKey = readonly (string | number)[]

/** Whole rows, one behind the other, in the order of their keys. */
export interface RowBatch {
  readonly bytes: Buffer
  readonly rows: number
  /** Where the last row begins. */
  readonly lastRowAt: number
  /** To be called once the bytes are not needed any more: a later batch may then use their memory, where fresh memory makes the collector run. */
  readonly release: () => void
}

export const BATCH_BYTES = 4 * 1024 * 1024
const BATCH_ROWS = 5_000
const EPOCH_2000_MS = 946_684_800_000
const NULL_LENGTH = -1

/** Gathers rows until they make a batch: 4 MiB (more where one row is larger) or 5,000 rows. */
export class RowBuffer {
  readonly #released: Buffer[] = []
  #bytes: Buffer = newBuffer()
  #length = 0
  #rows = 0
  #lastRowAt = 0

  get isEmpty(): boolean {
    return this.#rows === 0
  }

  get isFull(): boolean {
    return this.#length >= BATCH_BYTES || this.#rows >= BATCH_ROWS
  }

  /** Adds one row that is encoded already; its bytes are copied. */
  appendEncoded(row: Uint8Array): void {
    this.#startRow()
    this.#reserve(row.length)
    this.#bytes.set(row, this.#length)
    this.#length += row.length
  }

  /** Throws `data_invalid` for a value that is not of its column's kind. */
  appendCells(kinds: readonly CellKind[], cells: readonly Cell[]): void {
    this.#startRow()
    this.#reserve(2)
    this.#length = this.#bytes.writeInt16BE(kinds.length, this.#length)
    for (let index = 0; index < kinds.length; index += 1) this.#appendCell(kinds[index]!, cells[index]!)
  }

  /** Hands the batch over and starts the next one. */
  take(): RowBatch {
    const bytes = this.#bytes
    const release = () => void this.#released.push(bytes)
    const batch = { bytes: bytes.subarray(0, this.#length), rows: this.#rows, lastRowAt: this.#lastRowAt, release }
    this.#bytes = this.#released.pop() ?? newBuffer()
    this.#length = 0
    this.#rows = 0
    return batch
  }

  #startRow(): void {
    this.#lastRowAt = this.#length
    this.#rows += 1
  }

  #reserve(count: number): void {
    const needed = this.#length + count
    if (needed <= this.#bytes.length) return
    const larger = Buffer.allocUnsafe(Math.max(needed, 2 * this.#bytes.length))
    larger.set(this.#bytes.subarray(0, this.#length))
    this.#bytes = larger
  }

  #appendCell(kind: CellKind, cell: Cell): void {
    if (cell === null) {
      this.#reserve(4)
      this.#length = this.#bytes.writeInt32BE(NULL_LENGTH, this.#length)
    } else if (typeof cell === 'number') this.#appendNumber(kind, cell)
    else if (typeof cell === 'string' && (kind === 'text' || kind === 'json')) this.#appendText(cell)
    else if (typeof cell === 'object' && kind === 'bytes') this.#appendBytes(cell)
    else throw notOfKind(kind, cell)
  }

  #appendText(text: string): void {
    // A UTF-16 unit takes three bytes of UTF-8 at most.
    this.#reserve(4 + 3 * text.length)
    const written = this.#bytes.write(text, this.#length + 4, 'utf8')
    this.#bytes.writeInt32BE(written, this.#length)
    this.#length += 4 + written
  }

  #appendBytes(bytes: Uint8Array): void {
    this.#reserve(4 + bytes.length)
    this.#bytes.writeInt32BE(bytes.length, this.#length)
    this.#bytes.set(bytes, this.#length + 4)
    this.#length += 4 + bytes.length
  }

  #appendNumber(kind: CellKind, value: number): void {
    this.#reserve(12)
    const at = this.#length
    const bytes = this.#bytes
    switch (kind) {
      case 'real':
        bytes.writeInt32BE(8, at)
        this.#length = bytes.writeDoubleBE(value + 0, at + 4)
        return
      case 'integer':
        if ((value | 0) !== value) throw notOfKind(kind, value)
        bytes.writeInt32BE(4, at)
        this.#length = bytes.writeInt32BE(value, at + 4)
        return
      case 'bigint':
      case 'instant':
        if (!Number.isSafeInteger(value)) throw notOfKind(kind, value)
        bytes.writeInt32BE(8, at)
        this.#length = bytes.writeBigInt64BE(kind === 'instant' ? BigInt(value - EPOCH_2000_MS) * 1000n : BigInt(value), at + 4)
        return
      case 'boolean':
        if (value !== 0 && value !== 1) throw notOfKind(kind, value)
        bytes.writeInt32BE(1, at)
        this.#length = bytes.writeUInt8(value, at + 4)
        return
      default:
        throw notOfKind(kind, value)
    }
  }
}

const newBuffer = () => Buffer.allocUnsafe(BATCH_BYTES + BATCH_BYTES / 4)

function notOfKind(kind: CellKind, cell: Cell): AppError {
  const shown = typeof cell === 'number' ? String(cell) : `a ${typeof cell}`
  return new AppError(
    'data_invalid',
    `A column of kind ${kind} holds ${shown}, which cannot be copied. Correct that row, then try again.`,
    {
      details: { kind },
    },
  )
}

/** One row of a batch. */
export interface EncodedRow {
  readonly cells: Cell[]
  readonly bytes: Buffer
}

/** The rows of a batch, decoded. Byte columns share the batch's memory. */
export function* decodeRows(batch: RowBatch, kinds: readonly CellKind[]): Generator<EncodedRow> {
  for (let at = 0; at < batch.bytes.length; ) {
    const row = decodeRow(batch.bytes, at, kinds)
    yield row
    at += row.bytes.length
  }
}

function decodeRow(bytes: Buffer, start: number, kinds: readonly CellKind[]): EncodedRow {
  const fields = bytes.readInt16BE(start)
  if (fields !== kinds.length) throw new AppError('internal', `A row came with ${fields} fields where ${kinds.length} were asked for.`)
  const cells = new Array<Cell>(fields)
  let at = start + 2
  for (let index = 0; index < fields; index += 1) {
    const length = bytes.readInt32BE(at)
    at += 4
    cells[index] = length === NULL_LENGTH ? null : decodeCell(kinds[index]!, bytes, { at, length })
    if (length !== NULL_LENGTH) at += length
  }
  return { cells, bytes: bytes.subarray(start, at) }
}

function decodeCell(kind: CellKind, bytes: Buffer, { at, length }: { at: number; length: number }): Cell {
  switch (kind) {
    case 'text':
    case 'json':
      return bytes.toString('utf8', at, at + length)
    case 'bytes':
      return bytes.subarray(at, at + length)
    case 'real':
      return bytes.readDoubleBE(at)
    case 'integer':
      return bytes.readInt32BE(at)
    case 'bigint':
      return Number(bytes.readBigInt64BE(at))
    case 'instant':
      return Number(bytes.readBigInt64BE(at) / 1000n) + EPOCH_2000_MS
    case 'boolean':
      return bytes[at]!
    default:
      return kind satisfies never
  }
}

export function kindsOf(table: TransferTable): CellKind[] {
  return Object.values(table.columns)
}

/** The key of the last row of a batch. */
export function lastKeyOf(table: TransferTable, batch: RowBatch): RowKey {
  return keyOf(table, decodeRow(batch.bytes, batch.lastRowAt, kindsOf(table)).cells)
}

export function keyOf(table: TransferTable, cells: readonly Cell[]): RowKey {
  const names = Object.keys(table.columns)
  return table.key.map((column) => cells[names.indexOf(column)] as string | number)
}

/** In the order both databases sort keys by: text by its UTF-8 bytes, numbers by size. */
export function compareKeys(left: RowKey, right: RowKey): number {
  for (const [index, value] of left.entries()) {
    const other = right[index]!
    const order =
      typeof value === 'number' || typeof other === 'number'
        ? Number(value) - Number(other)
        : Buffer.compare(Buffer.from(value), Buffer.from(other))
    if (order !== 0) return order
  }
  return 0
}
