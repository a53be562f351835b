/** Ranges that are asked for, by column; both ends inclusive. A column without one is not narrowed. */
export type Brushes = Readonly<Record<string, readonly [number, number]>>

/** Whether a trial lies within every brush; an undefined value lies within none. */
export function isBrushed(columns: Readonly<Record<string, Float64Array>>, brushes: Brushes, trial: number): boolean {
  return Object.entries(brushes).every(([name, [min, max]]) => {
    const value = columns[name]?.[trial] ?? Number.NaN
    return value >= min && value <= max
  })
}

/** Lowest and highest value that exist; null when there are none. */
export function extentOf(column: Float64Array): readonly [number, number] | null {
  let [min, max] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]
  for (const value of column) {
    if (value < min) min = value
    if (value > max) max = value
  }
  return min <= max ? [min, max] : null
}
