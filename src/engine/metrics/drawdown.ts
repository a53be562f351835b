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

/** min(E_t / max(E_0..E_t)) - 1: a negative fraction, 0 when equity never falls. Expects E_0 > 0. */
export function maxDrawdown(path: Float64Array): number {
  let peak = path[0] ?? 1
  let deepest = 0
  for (const equity of path) {
    if (equity > peak) peak = equity
    deepest = Math.min(deepest, equity / peak - 1)
  }
  return deepest
}

/** Most bars between a peak and its recovery (or the end); 0 when equity never falls. */
export function longestDrawdownBars(path: Float64Array): number {
  return drawdownEpisodes(path).reduce((longest, { bars }) => Math.max(longest, bars), 0)
}
