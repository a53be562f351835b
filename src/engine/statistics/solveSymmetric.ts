/**
 * Solves A x = b for a symmetric positive definite A (n x n, row-major; only its lower half is read) by Cholesky's
 * factorisation. Null when A is not positive definite within rounding.
 */
export function solveSymmetric(matrix: Float64Array, right: Float64Array): Float64Array | null {
  const size = right.length
  const factor = choleskyFactor(matrix, size)
  if (factor === null) return null
  const solution = right.slice()
  for (let i = 0; i < size; i++) {
    for (let k = 0; k < i; k++) solution[i]! -= factor[i * size + k]! * solution[k]!
    solution[i]! /= factor[i * size + i]!
  }
  for (let i = size - 1; i >= 0; i--) {
    for (let k = i + 1; k < size; k++) solution[i]! -= factor[k * size + i]! * solution[k]!
    solution[i]! /= factor[i * size + i]!
  }
  return solution
}

/** Lower triangular L with A = L L'. */
function choleskyFactor(matrix: Float64Array, size: number): Float64Array | null {
  const factor = new Float64Array(size * size)
  for (let row = 0; row < size; row++) {
    for (let column = 0; column <= row; column++) {
      let rest = matrix[row * size + column]!
      for (let k = 0; k < column; k++) rest -= factor[row * size + k]! * factor[column * size + k]!
      if (row === column && !(rest > 0)) return null
      factor[row * size + column] = row === column ? Math.sqrt(rest) : rest / factor[column * size + column]!
    }
  }
  return factor
}
