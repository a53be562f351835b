/** Words that the threads of one sweep share with whoever steers it. */
const COMMAND = 0
const DONE = 1

/** What COMMAND may say. */
const RUN = 0
const CANCEL = 1
const PAUSE = 2

/** Steering of a sweep through shared memory: a busy thread reads no messages. */
export class SweepState {
  readonly words: Int32Array

  constructor(words: Int32Array = new Int32Array(new SharedArrayBuffer(2 * Int32Array.BYTES_PER_ELEMENT))) {
    this.words = words
  }

  get trialsDone(): number {
    return Atomics.load(this.words, DONE)
  }

  get isCancelled(): boolean {
    return Atomics.load(this.words, COMMAND) === CANCEL
  }

  get isPaused(): boolean {
    return Atomics.load(this.words, COMMAND) === PAUSE
  }

  addDone(trials: number): void {
    if (trials > 0) Atomics.add(this.words, DONE, trials)
  }

  /** Nothing but a cancellation ends a cancelled sweep. */
  pause(): void {
    Atomics.compareExchange(this.words, COMMAND, RUN, PAUSE)
  }

  resume(): void {
    Atomics.compareExchange(this.words, COMMAND, PAUSE, RUN)
  }

  cancel(): void {
    Atomics.store(this.words, COMMAND, CANCEL)
  }
}
