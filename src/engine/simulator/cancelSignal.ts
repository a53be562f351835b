import { AppError } from '#shared/domain/appError.ts'

/** Asked once per block of bars, so a busy worker needs no message to be stopped. */
export interface CancelSignal {
  readonly isCancelled: () => boolean
}

/** A signal that reads element 0 of a flag shared between threads: anything but 0 cancels. */
export function cancelSignalOf(flag: Int32Array): CancelSignal {
  return { isCancelled: () => Atomics.load(flag, 0) !== 0 }
}

/** @throws AppError `cancelled` once the signal is set. */
export function throwIfCancelled(signal: CancelSignal | undefined): void {
  if (signal?.isCancelled())
    throw new AppError('cancelled', 'The run was cancelled, and nothing of it was kept. Start it again when you need it.')
}
