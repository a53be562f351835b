import { closeSync, openSync, readSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { throwIfCancelled } from '#engine/simulator/cancelSignal.ts'
import { countBars, type EncodedChunk, type EncodedDataset, encodeSources, kindOf } from '../../repositories/datasetChunks.ts'
import type { PreparedData, PreparedFile, StoredChunk } from '../engineTasks.ts'
import { describeData } from '../prepareData.ts'
import type { ReadControl } from './fileSource.ts'
import { type FileBars, type FileRequest, withFileBars } from './readFile.ts'

/**
 * Reads, judges, hashes and encodes a file of bars. The encoded chunks lie in a file in the request's scratch folder, for
 * the thread that stores them to read one by one.
 * @throws AppError as withFileBars does.
 */
export function importFile(request: FileRequest, control: ReadControl): Promise<PreparedFile> {
  return withFileBars(request, control, ({ sources, quality }: FileBars) => {
    const facts = describeData(sources, quality)
    const file = join(request.scratch, 'chunks')
    return {
      ...facts,
      kind: kindOf(sources),
      barCount: countBars(sources),
      file,
      chunks: writeChunks(file, encodeSources(sources), control),
    }
  })
}

function writeChunks(path: string, chunks: Iterable<EncodedChunk>, { cancel }: ReadControl): StoredChunk[] {
  const file = openSync(path, 'wx', 0o600)
  try {
    let offset = 0
    return Array.from(chunks, ({ bytes, ...chunk }) => {
      throwIfCancelled(cancel)
      const stored = { ...chunk, offset, byteLength: bytes.length }
      for (let from = 0; from < bytes.length; ) from += writeSync(file, bytes, from, bytes.length - from)
      offset += bytes.length
      return stored
    })
  } finally {
    closeSync(file)
  }
}

/** What importFile prepared, its chunks read from their file as they are stored. */
export function openPrepared({ file, kind, barCount, chunks, ...facts }: PreparedFile): PreparedData {
  const data: EncodedDataset = { kind, barCount, chunks: { [Symbol.iterator]: () => readChunks(file, chunks) } }
  return { ...facts, data }
}

function* readChunks(path: string, chunks: readonly StoredChunk[]): Generator<EncodedChunk> {
  const file = openSync(path, 'r')
  try {
    for (const { offset, byteLength, ...chunk } of chunks) {
      const bytes = new Uint8Array(byteLength)
      for (let read = 0; read < byteLength; ) read += readSync(file, bytes, read, byteLength - read, offset + read)
      yield { ...chunk, bytes }
    }
  } finally {
    closeSync(file)
  }
}
