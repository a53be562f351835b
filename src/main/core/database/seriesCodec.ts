import { constants, zstdCompressSync, zstdDecompressSync } from 'node:zlib'
import { AppError } from '#shared/domain/appError.ts'
import type { Columns } from '#shared/domain/ledger.ts'

/**
 * Name of the format, stored beside the bytes so that a later one can live next to it.
 *
 * Layout: uint32 length of a UTF-8 JSON header `{ names, rows }`, the header, then for each column 8 planes of `rows`
 * bytes, all behind one zstd frame (level 1). A column is its IEEE-754 bits read as 64-bit integers, each replaced by
 * its zigzagged difference from the one before; plane k holds byte k of every value. Neighbouring prices share their
 * high bytes, so whole planes become runs of zeros. Bits come back exactly: NaN payloads, -0 and infinities included.
 */
export const SERIES_CODEC = 'delta-shuffle-zstd-1'

interface Header {
  readonly names: readonly string[]
  readonly rows: number
}

/** The bytes have a buffer of their own, so a worker can hand them over. Throws `internal` when the columns differ in length. */
export function encodeColumns(columns: Columns): Uint8Array {
  const names = Object.keys(columns)
  const rows = columns[names[0] ?? '']?.length ?? 0
  const header = Buffer.from(JSON.stringify({ names, rows } satisfies Header))
  const plain = new Uint8Array(4 + header.length + names.length * rows * 8)
  new DataView(plain.buffer).setUint32(0, header.length, true)
  plain.set(header, 4)
  let offset = 4 + header.length
  for (const name of names) {
    const column = columns[name] as Float64Array
    if (column.length !== rows) throw new AppError('internal', `Column ${name} has ${column.length} rows where ${names[0]} has ${rows}.`)
    shuffleDeltas(column, plain.subarray(offset, offset + rows * 8))
    offset += rows * 8
  }
  const params = { [constants.ZSTD_c_compressionLevel]: 1, [constants.ZSTD_c_checksumFlag]: 1 }
  return new Uint8Array(zstdCompressSync(plain, { params }))
}

/** Throws `database_newer` for a codec of a later version, `database_corrupt` when the bytes are not a whole, undamaged frame. */
export function decodeColumns(bytes: Uint8Array, codec: string = SERIES_CODEC): Columns {
  if (codec !== SERIES_CODEC) {
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

function readColumns(plain: Uint8Array): Columns {
  const headerLength = new DataView(plain.buffer, plain.byteOffset).getUint32(0, true)
  const { names, rows } = JSON.parse(Buffer.from(plain.subarray(4, 4 + headerLength)).toString()) as Header
  const start = 4 + headerLength
  if (plain.length !== start + names.length * rows * 8) throw new Error('unexpected length')
  const columnOf = (index: number) => unshuffleDeltas(plain.subarray(start + index * rows * 8, start + (index + 1) * rows * 8), rows)
  return Object.fromEntries(names.map((name, index) => [name, columnOf(index)]))
}

/** 64-bit arithmetic in two 32-bit halves: BigInt would be fifty times slower. */
function shuffleDeltas(column: Float64Array, planes: Uint8Array): void {
  const rows = column.length
  const words = new Uint32Array(column.slice().buffer)
  let previousLow = 0
  let previousHigh = 0
  for (let row = 0; row < rows; row += 1) {
    const low = words[2 * row] as number
    const high = words[2 * row + 1] as number
    const deltaLow = (low - previousLow) >>> 0
    const deltaHigh = (high - previousHigh - (low < previousLow ? 1 : 0)) >>> 0
    const sign = deltaHigh & 0x80000000 ? 0xffffffff : 0
    writePlanes(planes, row, ((deltaLow << 1) ^ sign) >>> 0, (((deltaHigh << 1) | (deltaLow >>> 31)) ^ sign) >>> 0)
    previousLow = low
    previousHigh = high
  }
}

function writePlanes(planes: Uint8Array, row: number, ...[low, high]: [low: number, high: number]): void {
  const rows = planes.length / 8
  for (let byte = 0; byte < 4; byte += 1) {
    planes[byte * rows + row] = low >>> (8 * byte)
    planes[(byte + 4) * rows + row] = high >>> (8 * byte)
  }
}

function unshuffleDeltas(planes: Uint8Array, rows: number): Float64Array {
  const column = new Float64Array(rows)
  const words = new Uint32Array(column.buffer)
  let previousLow = 0
  let previousHigh = 0
  for (let row = 0; row < rows; row += 1) {
    const zigzagLow = readPlanes(planes, 0, row)
    const zigzagHigh = readPlanes(planes, 4, row)
    const sign = zigzagLow & 1 ? 0xffffffff : 0
    const deltaLow = (((zigzagLow >>> 1) | (zigzagHigh << 31)) ^ sign) >>> 0
    const deltaHigh = ((zigzagHigh >>> 1) ^ sign) >>> 0
    const sum = previousLow + deltaLow
    previousLow = sum >>> 0
    previousHigh = (previousHigh + deltaHigh + (sum > 0xffffffff ? 1 : 0)) >>> 0
    words[2 * row] = previousLow
    words[2 * row + 1] = previousHigh
  }
  return column
}

function readPlanes(planes: Uint8Array, firstPlane: number, row: number): number {
  const rows = planes.length / 8
  let word = 0
  for (let byte = 3; byte >= 0; byte -= 1) word = (word << 8) | (planes[(firstPlane + byte) * rows + row] as number)
  return word >>> 0
}
