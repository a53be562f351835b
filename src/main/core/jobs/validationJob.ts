import type { ValidationResult } from '#engine/validation/describeValidation.ts'
import { layOutValidation } from './engineCatalogue.ts'
import { calendarOfShared } from './taskData.ts'
import type { ValidationWork } from './validationTasks.ts'
import type { WorkerPool } from './workerPool.ts'

export interface ValidationJobOptions {
  readonly signal?: AbortSignal | undefined
  /** Told the share of the work done, 0..1. */
  readonly onProgress?: ((fraction: number) => void) | undefined
}

/**
 * Walks a validation's windows on all threads of a pool. Windows are put together by their place, never by who was done
 * first, so that any number of threads gives the same bits. Rejects with AppError only.
 */
export async function runValidation(pool: WorkerPool, work: ValidationWork, options: ValidationJobOptions): Promise<ValidationResult> {
  const { folds } = layOutValidation({ time: calendarOfShared(work), spec: work.spec, plan: work.plan })
  const parts = Math.min(pool.threads, folds.length)
  const abort = new AbortController()
  const cancel = () => abort.abort()
  options.signal?.addEventListener('abort', cancel, { once: true })
  if (options.signal?.aborted) cancel()
  const report = sumOfShares(parts, options.onProgress)
  try {
    const shares = await Promise.all(
      Array.from({ length: parts }, (_, part) =>
        pool.run('validationShare', { ...work, part, parts }, { signal: abort.signal, onProgress: (fraction) => report(part, fraction) }),
      ),
    )
    const walked = shares
      .flat()
      .toSorted((a, b) => a.index - b.index)
      .map((window) => window.walked)
    return await pool.run('validationResult', { ...work, walked }, { signal: abort.signal })
  } finally {
    // One share's failure ends the others.
    cancel()
    options.signal?.removeEventListener('abort', cancel)
  }
}

function sumOfShares(parts: number, onProgress: (fraction: number) => void = () => {}): (part: number, fraction: number) => void {
  const done = new Float64Array(parts)
  return (part, fraction) => {
    done[part] = fraction
    onProgress(Math.min(1, done.reduce((sum, share) => sum + share, 0) / parts))
  }
}
