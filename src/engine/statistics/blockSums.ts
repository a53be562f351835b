import type { ReturnMatrix } from './returnMatrix.ts'

/** Sums over consecutive row blocks; entry (block, column) stands at block * columns + column. */
export interface BlockSums {
  readonly blocks: number
  readonly columns: number
  /** Rows of each block. */
  readonly counts: Float64Array
  readonly sums: Float64Array
  readonly squares: Float64Array
}

/** Cuts the rows into consecutive blocks whose sizes differ by at most one. */
export function sumBlocks({ rows, columns, values }: ReturnMatrix, blocks: number): BlockSums {
  const counts = new Float64Array(blocks)
  const sums = new Float64Array(blocks * columns)
  const squares = new Float64Array(blocks * columns)
  for (let b = 0; b < blocks; b++) {
    const first = Math.floor((b * rows) / blocks)
    const end = Math.floor(((b + 1) * rows) / blocks)
    counts[b] = end - first
    for (let t = first; t < end; t++) {
      for (let k = 0; k < columns; k++) {
        const value = values[t * columns + k]!
        sums[b * columns + k]! += value
        squares[b * columns + k]! += value * value
      }
    }
  }
  return { blocks, columns, counts, sums, squares }
}
