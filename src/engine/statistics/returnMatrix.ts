import { AppError } from '#shared/domain/appError.ts'

/** Returns of several strategies over the same periods: one row per period, one column per strategy, all present. */
export interface ReturnMatrix {
  readonly rows: number
  readonly columns: number
  /** Row after row, rows * columns long. */
  readonly values: Float64Array
}

/**
 * Stands columns of equal length side by side.
 * @throws AppError `data_invalid` for columns of unequal length or a value that is not a finite number.
 */
export function matrixOfColumns(columns: readonly ArrayLike<number>[]): ReturnMatrix {
  const rows = columns[0]?.length ?? 0
  const values = new Float64Array(rows * columns.length)
  columns.forEach((column, k) => {
    if (column.length !== rows) throw invalid(`column ${k + 1} has ${column.length} rows, the first has ${rows}`)
    for (let t = 0; t < rows; t++) {
      const value = column[t]!
      if (!Number.isFinite(value)) throw invalid(`row ${t + 1} of column ${k + 1} is not a finite number`)
      values[t * columns.length + k] = value
    }
  })
  return { rows, columns: columns.length, values }
}

/** A copy of one column. */
export function columnOf({ rows, columns, values }: ReturnMatrix, column: number): Float64Array {
  return Float64Array.from({ length: rows }, (_, t) => values[t * columns + column]!)
}

function invalid(problem: string): AppError {
  return new AppError('data_invalid', `The matrix of returns cannot be used: ${problem}. Give every strategy one return per period.`)
}
