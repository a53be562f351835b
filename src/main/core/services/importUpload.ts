import { setTimeout as delay } from 'node:timers/promises'
import type { ImportEvent } from '#shared/contract/datasets.ts'
import { AppError } from '#shared/domain/appError.ts'
import type { Reading } from '#shared/domain/fileReading.ts'
import { openPrepared } from '../jobs/import/importFile.ts'
import type { WorkerPool } from '../jobs/workerPool.ts'
import type { DatasetFacts } from '../repositories/datasetRepository.ts'
import type { DatasetStorage } from './datasetStorage.ts'
import type { UploadStore } from './uploads.ts'

/** What a person says about a file. */
export interface FileImport extends DatasetFacts {
  /** Of bars; '' takes the file's own, or the name. A panel names its instruments itself. */
  readonly symbol: string
  readonly skipRejected: boolean
  readonly reading: Reading
}

interface ImportParts {
  readonly pool: WorkerPool
  readonly uploads: UploadStore
  readonly storage: DatasetStorage
}

/** How often a watcher hears of an import. */
const PROGRESS_MS = 100

/**
 * Reads and stores an uploaded file; tells how far it is, and last the dataset. Whoever stops listening cancels.
 * Throws `data_invalid` naming the line, `conflict` for data already here, `cancelled`.
 */
export async function* importUpload(
  { pool, uploads, storage }: ImportParts,
  { uploadId, ...request }: FileImport & { readonly uploadId: string },
  signal: AbortSignal | undefined,
): AsyncGenerator<ImportEvent> {
  const left = new AbortController()
  const path = uploads.pathOf(uploadId)
  const cancel = signal === undefined ? left.signal : AbortSignal.any([signal, left.signal])
  const scratch = await uploads.openScratch()
  const file = { path, scratch, reading: request.reading, strict: !request.skipRejected }
  let fraction = 0
  const reading = pool.run('importFile', file, {
    signal: cancel,
    onProgress: (share) => {
      fraction = share
    },
  })
  let isOver = false
  const end = () => {
    isOver = true
  }
  const over = reading.then(end, end)
  try {
    while (!isOver) {
      yield { kind: 'progress', fraction }
      await Promise.race([over, delay(PROGRESS_MS)])
    }
    const prepared = await reading
    if (cancel.aborted) throw new AppError('cancelled', 'The import was cancelled; nothing was stored.')
    const dataset = await storage.store(request, openPrepared(prepared))
    await uploads.remove(uploadId)
    yield { kind: 'stored', dataset }
  } finally {
    left.abort()
    // The thread lets go of its files first.
    await over
    await uploads.removeScratch(scratch)
  }
}
