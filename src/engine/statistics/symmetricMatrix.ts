const MAX_SWEEPS = 60

/** All eigenvectors of a symmetric matrix, largest eigenvalue first, each of length 1; a vector's sign is arbitrary. */
export interface Diagonalised {
  readonly values: readonly number[]
  readonly vectors: readonly Float64Array[]
}

/**
 * Cyclic Jacobi rotations on a symmetric matrix (n x n, row-major): exact to rounding, about n^3 work per sweep.
 * Source: Golub and Van Loan, Matrix Computations (2013), 8.5.
 */
export function diagonalise(matrix: Float64Array, size: number): Diagonalised {
  const work = matrix.slice()
  const turned = identity(size)
  for (let sweep = 0; sweep < MAX_SWEEPS && isFarFromDiagonal(work, size); sweep++) {
    for (let p = 0; p < size; p++) for (let q = p + 1; q < size; q++) rotate(work, turned, { size, p, q })
  }
  const values = Array.from({ length: size }, (_, k) => work[k * size + k]!)
  const order = [...values.keys()].sort((a, b) => values[b]! - values[a]! || a - b)
  return {
    values: order.map((k) => values[k]!),
    vectors: order.map((k) => Float64Array.from({ length: size }, (_, row) => turned[row * size + k]!)),
  }
}

function identity(size: number): Float64Array {
  const matrix = new Float64Array(size * size)
  for (let k = 0; k < size; k++) matrix[k * size + k] = 1
  return matrix
}

function isFarFromDiagonal(matrix: Float64Array, size: number): boolean {
  let [off, on] = [0, 0]
  for (let row = 0; row < size; row++) {
    on += matrix[row * size + row]! ** 2
    for (let column = row + 1; column < size; column++) off += matrix[row * size + column]! ** 2
  }
  return off > 1e-28 * on
}

/** One rotation that brings element (p, q) to 0, applied to the matrix from both sides and to the vectors from one. */
function rotate(work: Float64Array, turned: Float64Array, { size, p, q }: { size: number; p: number; q: number }): void {
  const between = work[p * size + q]!
  if (between === 0) return
  const theta = (work[q * size + q]! - work[p * size + p]!) / (2 * between)
  const tangent = (theta >= 0 ? 1 : -1) / (Math.abs(theta) + Math.sqrt(theta * theta + 1))
  const cosine = 1 / Math.sqrt(tangent * tangent + 1)
  const turn = { cosine, sine: tangent * cosine, size }
  turnLines(work, { a: p, b: q, step: size }, turn)
  turnLines(work, { a: p * size, b: q * size, step: 1 }, turn)
  turnLines(turned, { a: p, b: q, step: size }, turn)
}

/** Turns two rows (step 1) or two columns (step n) into one another. */
function turnLines(
  values: Float64Array,
  { a, b, step }: { a: number; b: number; step: number },
  { cosine, sine, size }: { cosine: number; sine: number; size: number },
): void {
  for (let k = 0, atA = a, atB = b; k < size; k++, atA += step, atB += step) {
    const first = values[atA]!
    const second = values[atB]!
    values[atA] = cosine * first - sine * second
    values[atB] = sine * first + cosine * second
  }
}
