import { closeSync, fstatSync, openSync, readSync } from 'node:fs'
import type { RowProblem } from '#engine/market/inspectQuality.ts'
import type { CancelSignal } from '#engine/simulator/cancelSignal.ts'
import type { Delimiter } from '#shared/domain/fileReading.ts'

/** A file on disk, or the text of a CSV. */
export type FileSource = { readonly path: string } | { readonly text: string }

export interface ReadControl {
  readonly cancel: CancelSignal
  /** Told the share of the file read, 0..1. */
  readonly onProgress: (fraction: number) => void
  /** Told of every row that is left out. */
  readonly onReject?: (problem: RowProblem) => void
}

/** Bytes that are read piece by piece. */
export interface OpenFile {
  readonly byteLength: number
  /** Up to `length` bytes from `position`; a buffer of their own. */
  readonly read: (position: number, length: number) => Uint8Array<ArrayBuffer>
}

/** The first rows of a file as they stand in it. */
export interface FileHead {
  readonly format: 'csv' | 'parquet'
  readonly delimiter: Delimiter | null
  readonly columns: readonly string[]
  readonly rows: readonly (readonly string[])[]
}

const PARQUET_MAGIC = 'PAR1'

/** Runs `work` on the open file and closes it whatever happens. */
export async function withFile<Result>(source: FileSource, work: (file: OpenFile) => Result | Promise<Result>): Promise<Result> {
  if ('text' in source) return work(openBytes(Buffer.from(source.text)))
  const descriptor = openSync(source.path, 'r')
  try {
    return await work({
      byteLength: fstatSync(descriptor).size,
      read: (position, length) => {
        const buffer = new Uint8Array(length)
        return buffer.subarray(0, readSync(descriptor, buffer, 0, length, position))
      },
    })
  } finally {
    closeSync(descriptor)
  }
}

function openBytes(bytes: Uint8Array): OpenFile {
  return { byteLength: bytes.length, read: (position, length) => new Uint8Array(bytes.subarray(position, position + length)) }
}

/** What a file is follows from its first bytes, not from its name. */
export function isParquet(file: OpenFile): boolean {
  return Buffer.from(file.read(0, PARQUET_MAGIC.length)).toString('latin1') === PARQUET_MAGIC
}
