/** Crosses of many pairs of lines, grouped by pair. */
export interface CrossGrid {
  /** Pair p owns events[starts[p]] up to, not including, events[starts[p + 1]]. */
  readonly starts: Int32Array
  /** bar * 2 + 1 where the fast line crosses above the slow one, bar * 2 where below; ascending within a pair. */
  readonly events: Int32Array
}

/** A growing list of (pair, event) in order of time. Its memory is kept from one sweep to the next. */
export class CrossLog {
  /** Pair and event in turn; valid up to `used`. Written by the finder itself: a call per event would cost as much as the event. */
  words = new Int32Array(1 << 15)
  used = 0
  #events = new Int32Array(1 << 14)

  clear(): void {
    this.used = 0
  }

  reserve(words: number): void {
    if (this.used + words <= this.words.length) return
    const larger = new Int32Array(this.words.length * 2 + words)
    larger.set(this.words)
    this.words = larger
  }

  /** Counting sort by pair; it is stable, so each pair's events stay in order of time. Valid until the next grouping. */
  groupByPair(pairs: number): CrossGrid {
    const { words, used } = this
    if (this.#events.length < used >> 1) this.#events = new Int32Array(words.length >> 1)
    const starts = countPairs(words, used, pairs)
    placeEvents(words.subarray(0, used), starts, this.#events)
    return { starts, events: this.#events }
  }
}

/** Shifted by one pair, for placeEvents to move on: entry p + 1 is where pair p begins. */
function countPairs(words: Int32Array, used: number, pairs: number): Int32Array {
  const starts = new Int32Array(pairs + 2)
  for (let k = 0; k < used; k += 2) starts[words[k]! + 2]!++
  for (let p = 2; p <= pairs + 1; p++) starts[p]! += starts[p - 1]!
  return starts
}

function placeEvents(words: Int32Array, starts: Int32Array, events: Int32Array): void {
  for (let k = 0; k < words.length; k += 2) {
    const next = words[k]! + 1
    events[starts[next]!] = words[k + 1]!
    starts[next]!++
  }
}
