/** Rows `from` up to, but not including, `to`. */
export interface RowSpan {
  readonly from: number
  readonly to: number
}

/**
 * The rows of a span that make the same picture as all of them: the span is cut into `bucketCount` buckets of (almost)
 * equally many rows, and in each bucket every column keeps its least and its greatest value, so no peak and no trough is
 * lost. Every bucket keeps equally many rows, else a time axis that counts points would run at an uneven pace; only the
 * first and the last row of the span come on top. Missing values (NaN) are no extremes.
 * Answers increasing row numbers; every row when there are no more than that.
 */
export function keepExtremes(columns: readonly Float64Array[], { from, to }: RowSpan, bucketCount: number): Uint32Array {
  const rowCount = to - from
  const keptPerBucket = 2 * columns.length
  if (rowCount <= bucketCount * keptPerBucket) return Uint32Array.from({ length: Math.max(0, rowCount) }, (_, index) => from + index)
  const kept: number[] = []
  for (let bucket = 0; bucket < bucketCount; bucket += 1) {
    const span = {
      from: from + Math.floor((bucket * rowCount) / bucketCount),
      to: from + Math.floor(((bucket + 1) * rowCount) / bucketCount),
    }
    const rows = extremeRows(columns, span)
    padEvenly(rows, span, keptPerBucket)
    if (bucket === 0) rows.add(from)
    if (bucket === bucketCount - 1) rows.add(to - 1)
    kept.push(...[...rows].sort((a, b) => a - b))
  }
  return Uint32Array.from(kept)
}

function extremeRows(columns: readonly Float64Array[], { from, to }: RowSpan): Set<number> {
  const rows = new Set<number>()
  for (const column of columns) {
    let least = Number.POSITIVE_INFINITY
    let greatest = Number.NEGATIVE_INFINITY
    let leastRow = -1
    let greatestRow = -1
    for (let row = from; row < to; row += 1) {
      const value = column[row] ?? Number.NaN
      if (value < least) {
        least = value
        leastRow = row
      }
      if (value > greatest) {
        greatest = value
        greatestRow = row
      }
    }
    if (leastRow >= 0) rows.add(leastRow)
    if (greatestRow >= 0) rows.add(greatestRow)
  }
  return rows
}

/** Adds rows at an even distance until there are `count`; the span has at least as many. */
function padEvenly(rows: Set<number>, { from, to }: RowSpan, count: number): void {
  for (let step = 0; rows.size < count && step < count; step += 1) rows.add(from + Math.floor((step * (to - from)) / count))
}
