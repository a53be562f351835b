const MAX_SWEEPS = 60

/**
 * The `count` eigenvectors of a symmetric matrix (n x n, row-major) with the largest eigenvalues, largest first, each of
 * length 1; fewer when the matrix is smaller. A vector's sign is arbitrary. Cyclic Jacobi rotations: deterministic.
 * Source: Golub and Van Loan, Matrix Computations (2013), 8.5.
 */
export function leadingEigenvectors(matrix: Float64Array, size: number, count: number): Float64Array[] {
  const work = matrix.slice()
  const vectors = identity(size)
  for (let sweep = 0; sweep < MAX_SWEEPS && isFarFromDiagonal(work, size); sweep++) {
    for (let p = 0; p < size; p++) for (let q = p + 1; q < size; q++) rotate(work, vectors, { size, p, q })
  }
  const order = Array.from({ length: size }, (_, k) => k).sort((a, b) => work[b * size + b]! - work[a * size + a]! || a - b)
  return order.slice(0, count).map((k) => Float64Array.from({ length: size }, (_, row) => vectors[row * size + k]!))
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
function rotate(work: Float64Array, vectors: Float64Array, { size, p, q }: { size: number; p: number; q: number }): void {
  const between = work[p * size + q]!
  if (between === 0) return
  const theta = (work[q * size + q]! - work[p * size + p]!) / (2 * between)
  const tangent = (theta >= 0 ? 1 : -1) / (Math.abs(theta) + Math.sqrt(theta * theta + 1))
  const cosine = 1 / Math.sqrt(tangent * tangent + 1)
  const turn = { cosine, sine: tangent * cosine }
  for (let k = 0; k < size; k++) turnPair(work, [k * size + p, k * size + q], turn)
  for (let k = 0; k < size; k++) turnPair(work, [p * size + k, q * size + k], turn)
  for (let k = 0; k < size; k++) turnPair(vectors, [k * size + p, k * size + q], turn)
}

function turnPair(values: Float64Array, [a, b]: readonly [number, number], { cosine, sine }: { cosine: number; sine: number }): void {
  const [first, second] = [values[a]!, values[b]!]
  values[a] = cosine * first - sine * second
  values[b] = sine * first + cosine * second
}
