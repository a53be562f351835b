export interface TrialRate {
  /** null until there is something to measure. */
  readonly trialsPerSecond: number | null
  readonly secondsLeft: number | null
}

/** How fast a sweep goes, measured since it started or went on. */
export class TrialMeter {
  readonly #trials: number
  #start: { readonly progress: number; readonly atMs: number } | null = null

  constructor(trials: number) {
    this.#trials = trials
  }

  /** What was before a pause says nothing about now. */
  restart(): void {
    this.#start = null
  }

  /** `progress` is the share done, 0..1; `nowMs` of any steady clock. */
  measure(progress: number, nowMs: number): TrialRate {
    this.#start ??= { progress, atMs: nowMs }
    const [done, seconds] = [(progress - this.#start.progress) * this.#trials, (nowMs - this.#start.atMs) / 1000]
    if (done <= 0 || seconds <= 0) return { trialsPerSecond: null, secondsLeft: null }
    const trialsPerSecond = done / seconds
    return { trialsPerSecond, secondsLeft: ((1 - progress) * this.#trials) / trialsPerSecond }
  }
}
