/** A run that is played bar by bar; it may stop at any bar and go on, and the result is the same. */
export interface BarRun {
  /** Plays all bars before `to` that were not played yet. */
  advance(to: number): void
}
