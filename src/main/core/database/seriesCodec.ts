import { constants, zstdCompressSync, zstdDecompressSync } from 'node:zlib'
import { AppError } from '#shared/domain/appError.ts'
import type { Columns } from '#shared/domain/ledger.ts'
import { type BytePlanes, fromBytePlanes, toBytePlanes } from './bytePlanes.ts'
import { decimalsOf, fromScaledWords, toScaledWords } from './decimalScale.ts'

/**
 * Name of the format, stored beside the bytes so that a later one can live next to it.
 *
 * Layout: uint32 length of a UTF-8 JSON header, the header, then the byte planes of each column, all behind one zstd
 * frame (level 1). A column whose values are all decimals (prices to the cent, times, whole units) is stored as scaled
 * integers, any other as its IEEE-754 bits read as integers. Bits come back exactly: NaN payloads, -0 and infinities
 * included. Neighbouring prices differ in their low bytes only, so whole planes are empty and not stored.
 */
export const SERIES_CODEC = 'decimal-delta-shuffle-zstd-2'

/** The first format kept the bits of every column, in eight planes. */
const FIRST_CODEC = 'delta-shuffle-zstd-1'

interface Header {
  readonly names: readonly string[]
  readonly rows: number
  /** Of each column: null keeps the bits of its doubles. Absent in the first format, as is `planes`. */
  readonly decimals?: readonly (number | null)[]
  readonly planes?: readonly number[]
}

/** The bytes have a buffer of their own, so a worker can hand them over. Throws `internal` when the columns differ in length. */
export function encodeColumns(columns: Columns): Uint8Array {
  const names = Object.keys(columns)
  const rows = columns[names[0] ?? '']?.length ?? 0
  for (const [name, { length }] of Object.entries(columns)) {
    if (length !== rows) throw new AppError('internal', `Column ${name} has ${length} rows where ${names[0]} has ${rows}.`)
  }
  const encoded = Object.values(columns).map(encodeColumn)
  const header = { names, rows, decimals: encoded.map(({ decimals }) => decimals), planes: encoded.map(({ count }) => count) }
  const plain = withHeader(
    header,
    encoded.map(({ bytes }) => bytes),
  )
  const params = { [constants.ZSTD_c_compressionLevel]: 1, [constants.ZSTD_c_checksumFlag]: 1 }
  return new Uint8Array(zstdCompressSync(plain, { params }))
}

function encodeColumn(column: Float64Array): BytePlanes & { readonly decimals: number | null } {
  const decimals = decimalsOf(column)
  const words = decimals === null ? new Uint32Array(column.slice().buffer) : toScaledWords(column, decimals)
  return { ...toBytePlanes(words), decimals }
}

function withHeader(header: Header, parts: readonly Uint8Array[]): Buffer {
  const json = Buffer.from(JSON.stringify(header))
  const length = Buffer.alloc(4)
  length.writeUInt32LE(json.length)
  return Buffer.concat([length, json, ...parts])
}

/** Throws `database_newer` for a codec of a later version, `database_corrupt` when the bytes are not a whole, undamaged frame. */
export function decodeColumns(bytes: Uint8Array, codec: string = SERIES_CODEC): Columns {
  if (codec !== SERIES_CODEC && codec !== FIRST_CODEC) {
    throw new AppError('database_newer', `Stored series use the format "${codec}", which this version cannot read. Update Aurelius.`, {
      details: { codec },
    })
  }
  try {
    return readColumns(zstdDecompressSync(bytes))
  } catch (error) {
    throw new AppError('database_corrupt', 'Stored series are damaged and cannot be read. Restore a backup, or run the backtest again.', {
      cause: error,
    })
  }
}

function readColumns(plain: Buffer): Columns {
  let at = 4 + plain.readUInt32LE(0)
  const { names, rows, decimals, planes } = JSON.parse(plain.toString('utf8', 4, at)) as Header
  const columns: Record<string, Float64Array> = {}
  for (const [index, name] of names.entries()) {
    const count = planes?.[index] ?? 8
    const words = fromBytePlanes({ count, bytes: plain.subarray(at, at + count * rows) }, rows)
    const scale = decimals?.[index] ?? null
    columns[name] = scale === null ? new Float64Array(words.buffer) : fromScaledWords(words, scale)
    at += count * rows
  }
  if (at !== plain.length) throw new Error('unexpected length')
  return columns
}
