import { type CrossGrid, CrossLog } from './crossLog.ts'
import { FastLines } from './fastLines.ts'
import { GROUP_LINES, SlowLines } from './slowLines.ts'

export interface CrossPairs {
  /** Widths of the averages, in bars. */
  readonly fast: Int32Array
  readonly slow: Int32Array
  /** Number of the pair at fast * slow.length + slow, 0 to count - 1; -1 where the pair is not wanted. */
  readonly numbers: Int32Array
  readonly count: number
}

/**
 * All crosses of a family of fast simple moving averages with a family of slow ones, in one pass over the bars for
 * every 64 slow lines: bars * (fast + slow) + crosses steps instead of bars * fast * slow.
 */
export class CrossFinder {
  readonly #log = new CrossLog()

  /** The grid is valid until the next call; `onBar` hears of every bar of every pass. */
  find(close: Float64Array, { fast, slow, numbers, count }: CrossPairs, onPass: () => void): CrossGrid {
    this.#log.clear()
    for (let firstSlow = 0; firstSlow < slow.length; firstSlow += GROUP_LINES) {
      onPass()
      const slowLines = new SlowLines(close, slow.slice(firstSlow, firstSlow + GROUP_LINES))
      const pairs = { numbers, stride: slow.length, firstSlow }
      const fastLines = new FastLines({ close, widths: fast, slow: slowLines, pairs, log: this.#log })
      for (let bar = 0; bar < close.length; bar++) {
        slowLines.advance(bar)
        fastLines.advance(bar)
      }
    }
    return this.#log.groupByPair(count)
  }
}
