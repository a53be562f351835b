/** A fall from a peak until equity is back at it, or until the end. Positions index the equity path. */
export interface DrawdownEpisode {
  readonly peak: number
  readonly trough: number
  /** First position back at the peak's level; null while still under water at the end. */
  readonly recovery: number | null
  /** Equity at the trough / equity at the peak - 1: negative. */
  readonly depth: number
  /** From the peak to the recovery, or to the end. */
  readonly bars: number
}

/** Every fall of an equity path from its running peak, E_0 included, in order of time. */
export function drawdownEpisodes(path: Float64Array): DrawdownEpisode[] {
  const episodes: DrawdownEpisode[] = []
  let peak = 0
  let trough = 0
  for (let i = 1; i <= path.length; i += 1) {
    const recovered = i < path.length && path[i]! >= path[peak]!
    const ended = i === path.length
    if ((recovered || ended) && trough > peak) episodes.push(episodeOf(path, { peak, trough, recovery: ended ? null : i }))
    if (recovered) {
      peak = i
      trough = i
    } else if (!ended && (trough === peak || path[i]! < path[trough]!)) trough = i
  }
  return episodes
}

function episodeOf(path: Float64Array, { peak, trough, recovery }: Pick<DrawdownEpisode, 'peak' | 'trough' | 'recovery'>): DrawdownEpisode {
  const end = recovery ?? path.length - 1
  return { peak, trough, recovery, depth: path[trough]! / path[peak]! - 1, bars: end - peak }
}

/** Depth and length of drawdowns of an equity path that is read once, in order. Starts at E_0 (row 0), above zero. */
export class DrawdownTracker {
  /** Least equity / running peak so far; 1 when equity never fell. */
  worst = 1
  #peak: number
  /** Last row at or above the peak. */
  #peakRow = 0
  /** Rows of the longest drawdown that has recovered. */
  #longest = 0

  constructor(start: number) {
    this.#peak = start
  }

  add(row: number, equity: number): void {
    if (equity < this.#peak) {
      this.worst = Math.min(this.worst, equity / this.#peak)
      return
    }
    this.#longest = longerOf(this.#longest, row - this.#peakRow)
    this.#peak = equity
    this.#peakRow = row
  }

  /** Equity stayed at its last value up to and including this row. */
  stay(row: number, equity: number): void {
    if (equity >= this.#peak) this.#peakRow = row
  }

  /** Rows from (inclusive) to (exclusive): the same as add for each of them. */
  addRange(equity: Float64Array, from: number, to: number): void {
    let peak = this.#peak
    let peakRow = this.#peakRow
    let worst = this.worst
    for (let row = from; row < to; row++) {
      const value = equity[row]!
      if (value >= peak) {
        if (row - peakRow > 1) this.#longest = longerOf(this.#longest, row - peakRow)
        peak = value
        peakRow = row
      } else if (value <= worst * peak) worst = Math.min(worst, value / peak)
    }
    this.#peak = peak
    this.#peakRow = peakRow
    this.worst = worst
  }

  /** Rows of the longest drawdown when the path ends at `lastRow`, maybe under water. */
  longestUntil(lastRow: number): number {
    return Math.max(this.#longest, lastRow - this.#peakRow)
  }
}

/** The row after a peak that is a peak again ends no drawdown. */
function longerOf(longest: number, length: number): number {
  return length > 1 && length > longest ? length : longest
}

function trackDrawdowns(path: Float64Array): DrawdownTracker {
  const tracker = new DrawdownTracker(path[0] ?? 1)
  tracker.addRange(path, 1, path.length)
  return tracker
}

/** min(E_t / max(E_0..E_t)) - 1: a negative fraction, 0 when equity never falls. Expects E_0 > 0. */
export function maxDrawdown(path: Float64Array): number {
  return trackDrawdowns(path).worst - 1
}

/** Most bars between a peak and its recovery (or the end); 0 when equity never falls. */
export function longestDrawdownBars(path: Float64Array): number {
  return Math.max(0, trackDrawdowns(path).longestUntil(path.length - 1))
}
