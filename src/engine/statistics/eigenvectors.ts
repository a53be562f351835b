import { xoshiro128 } from '../random.ts'
import { diagonalise } from './symmetricMatrix.ts'

/** Vectors carried beyond those asked for: they let the wanted ones settle in fewer steps. */
const GUARDS = 6
/** Up to this size diagonalising the whole is quicker. */
const SMALL = 24
const MAX_STEPS = 300
/** A vector has settled when what multiplying turns it by is below this share of the largest eigenvalue. */
const TOLERANCE = 1e-9

/**
 * The `count` eigenvectors of a symmetric matrix without negative eigenvalues (n x n, row-major) with the largest
 * eigenvalues, largest first, each of length 1; fewer when the matrix is smaller. A vector's sign is arbitrary.
 *
 * Subspace iteration with Rayleigh-Ritz projection from a fixed start, so the same matrix gives the same vectors; small
 * matrices are diagonalised outright. Source: Golub and Van Loan, Matrix Computations (2013), 8.2.
 */
export function leadingEigenvectors(matrix: Float64Array, size: number, count: number): Float64Array[] {
  const width = count + GUARDS
  if (size <= SMALL || width >= size) return diagonalise(matrix, size).vectors.slice(0, count)
  let basis = orthonormalise(startingVectors(size, width))
  for (let step = 0; ; step++) {
    const images = basis.map((vector) => multiply(matrix, vector))
    const ritz = projectOn(basis, images)
    if (step === MAX_STEPS || ritz.slice(0, count).every(({ error }) => error <= TOLERANCE * ritz[0]!.value)) {
      return ritz.slice(0, count).map(({ vector }) => vector)
    }
    basis = orthonormalise(images)
  }
}

function startingVectors(size: number, width: number): Float64Array[] {
  const { nextNormal } = xoshiro128(1)
  return Array.from({ length: width }, () => Float64Array.from({ length: size }, nextNormal))
}

interface RitzVector {
  readonly vector: Float64Array
  readonly value: number
  /** Length of matrix * vector - value * vector. */
  readonly error: number
}

/** The best eigenvectors a basis can give: those of the matrix seen within it. `images` are the basis multiplied. */
function projectOn(basis: readonly Float64Array[], images: readonly Float64Array[]): RitzVector[] {
  const width = basis.length
  const seen = Float64Array.from({ length: width * width }, (_, at) => dot(basis[Math.floor(at / width)]!, images[at % width]!))
  const { values, vectors } = diagonalise(symmetrised(seen, width), width)
  return vectors.map((weights, k) => {
    const vector = combine(basis, weights)
    const image = combine(images, weights)
    const value = values[k]!
    return { vector, value, error: Math.sqrt(vector.reduce((total, each, i) => total + (image[i]! - value * each) ** 2, 0)) }
  })
}

const symmetrised = (matrix: Float64Array, size: number) =>
  matrix.map((value, at) => (value + matrix[(at % size) * size + Math.floor(at / size)]!) / 2)

/** Gram-Schmidt, twice over for accuracy. What lies within the vectors before becomes 0. */
function orthonormalise(vectors: readonly Float64Array[]): Float64Array[] {
  const result: Float64Array[] = []
  for (const vector of vectors) {
    const length = Math.sqrt(dot(vector, vector))
    const rest = vector.slice()
    for (const other of [...result, ...result]) subtract(rest, other, dot(rest, other))
    const left = Math.sqrt(dot(rest, rest))
    result.push(rest.map((value) => (left > 1e-12 * length ? value / left : 0)))
  }
  return result
}

function subtract(vector: Float64Array, other: Float64Array, share: number): void {
  for (let i = 0; i < vector.length; i++) vector[i]! -= share * other[i]!
}

function dot(a: Float64Array, b: Float64Array): number {
  let total = 0
  for (let i = 0; i < a.length; i++) total += a[i]! * b[i]!
  return total
}

function combine(vectors: readonly Float64Array[], weights: Float64Array): Float64Array {
  const result = new Float64Array(vectors[0]!.length)
  for (const [k, vector] of vectors.entries()) subtract(result, vector, -weights[k]!)
  return result
}

function multiply(matrix: Float64Array, vector: Float64Array): Float64Array {
  const size = vector.length
  const result = new Float64Array(size)
  for (let row = 0; row < size; row++) {
    let total = 0
    for (let k = 0, at = row * size; k < size; k++, at++) total += matrix[at]! * vector[k]!
    result[row] = total
  }
  return result
}
