/** A fall of equity from a peak until it is back there; bars are row numbers of the run. */
export interface DrawdownEpisode {
  /** The last bar at the peak. */
  readonly peakBar: number
  readonly troughBar: number
  /** First bar back at the peak; null while still under water at the end. */
  readonly recoveryBar: number | null
  /** Equity at the trough / at the peak - 1, in [-1, 0). */
  readonly depth: number
  /** From the peak to the recovery, or to the last bar. */
  readonly bars: number
}

/**
 * Every fall from a running peak, the deepest first. The initial money stands in place of the first bar, as in the
 * metrics, so that costs paid on that bar count; without it (null) the first equity does. Missing equity (NaN) is
 * skipped, and before any positive equity there is nothing to fall from.
 */
export function drawdownEpisodes(equity: Float64Array, initialMoney: number | null): DrawdownEpisode[] {
  const episodes: DrawdownEpisode[] = []
  let peak = Number.NEGATIVE_INFINITY
  let peakBar = 0
  let trough = Number.POSITIVE_INFINITY
  let troughBar = 0
  const close = (recoveryBar: number | null) => {
    if (trough >= peak || peak <= 0) return
    const bars = (recoveryBar ?? equity.length - 1) - peakBar
    episodes.push({ peakBar, troughBar, recoveryBar, depth: trough / peak - 1, bars })
  }
  for (let bar = 0; bar < equity.length; bar += 1) {
    const value = bar === 0 ? (initialMoney ?? equity[0] ?? Number.NaN) : (equity[bar] ?? Number.NaN)
    if (value >= peak) {
      close(bar)
      peak = value
      peakBar = bar
      trough = Number.POSITIVE_INFINITY
    } else if (value < trough) {
      trough = value
      troughBar = bar
    }
  }
  close(null)
  return episodes.sort((a, b) => a.depth - b.depth || a.peakBar - b.peakBar)
}

/** Share of the run's bars that lie between a peak and its recovery, 0..1; null without bars. */
export function shareUnderWater(episodes: readonly DrawdownEpisode[], barCount: number): number | null {
  if (barCount === 0) return null
  const under = episodes.reduce((sum, { peakBar, recoveryBar }) => sum + (recoveryBar ?? barCount) - peakBar - 1, 0)
  return under / barCount
}
