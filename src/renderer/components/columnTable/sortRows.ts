export interface RowOrder {
  readonly key: string
  readonly direction: 'asc' | 'desc'
}

/** Row numbers in the order of their values; equal values keep their order, NaN goes last in both directions. */
export function sortRows(rowCount: number, readValue: (row: number) => number, direction: RowOrder['direction']): Uint32Array {
  const values = Float64Array.from({ length: rowCount }, (_, row) => readValue(row))
  const sign = direction === 'asc' ? 1 : -1
  return Uint32Array.from({ length: rowCount }, (_, row) => row).sort((a, b) => {
    const left = values[a] ?? Number.NaN
    const right = values[b] ?? Number.NaN
    if (Number.isNaN(left) || Number.isNaN(right)) return Number(Number.isNaN(left)) - Number(Number.isNaN(right)) || a - b
    return sign * (left - right) || a - b
  })
}
