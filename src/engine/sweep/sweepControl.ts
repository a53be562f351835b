/** What a sweep asks between trials. */
export interface SweepControl {
  /**
   * Told how many trials of this share are done. It may hold the thread while the sweep is paused.
   * @throws AppError `cancelled`.
   */
  readonly checkpoint: (trialsDone: number) => void
}

/** One of several equal shares of a sweep, 0-based. */
export interface SweepShare {
  readonly part: number
  readonly parts: number
}
