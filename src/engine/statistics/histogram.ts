export interface Histogram {
  /** Bin i reaches from edges[i] (not included, but for the first) to edges[i + 1] (included). */
  readonly edges: Float64Array
  readonly counts: Float64Array
}

interface Bins {
  readonly from: number
  readonly to: number
  readonly bins: number
}

/** Counts values in bins of equal width; values beyond the ends fall into the outer bins. */
export function histogramOf(values: Float64Array, { from, to, bins }: Bins): Histogram {
  const width = (to - from) / bins
  const edges = Float64Array.from({ length: bins + 1 }, (_, i) => edgeAt(i, { from, to, bins }))
  const counts = new Float64Array(bins)
  for (const value of values) {
    const guess = Math.min(bins - 1, Math.max(0, Math.ceil((value - from) / width) - 1))
    counts[settleBin(value, guess, edges)]! += 1
  }
  return { edges, counts }
}

/** Weighted from both ends, so that a symmetric range has its middle edge at exactly 0. */
const edgeAt = (i: number, { from, to, bins }: Bins) => (from * (bins - i) + to * i) / bins

/** Rounding in the division may put a value on an edge one bin off. */
function settleBin(value: number, guess: number, edges: Float64Array): number {
  if (guess > 0 && value <= edges[guess]!) return guess - 1
  return guess < edges.length - 2 && value > edges[guess + 1]! ? guess + 1 : guess
}
