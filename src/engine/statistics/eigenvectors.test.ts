import fc from 'fast-check'
import { expect, it } from 'vitest'
import { leadingEigenvectors } from './eigenvectors.ts'
import { solveSymmetric } from './solveSymmetric.ts'
import { diagonalise } from './symmetricMatrix.ts'

it('finds the axes of a 2 x 2 matrix: (2 1; 1 2) stretches (1, 1) by 3 and (1, -1) by 1', () => {
  const [first, second] = leadingEigenvectors(Float64Array.of(2, 1, 1, 2), 2, 2)
  expect(first![0]! / first![1]!).toBeCloseTo(1, 12)
  expect(second![0]! / second![1]!).toBeCloseTo(-1, 12)
  expect(leadingEigenvectors(Float64Array.of(2, 1, 1, 2), 2, 5)).toHaveLength(2)
  expect(leadingEigenvectors(new Float64Array(0), 0, 3)).toEqual([])
})

const SIZE = 6
const columns = fc.array(fc.double({ min: -1, max: 1, noNaN: true }), { minLength: SIZE * SIZE, maxLength: SIZE * SIZE })

/** B B' + small identity: symmetric and positive definite. */
function positiveDefinite(values: readonly number[]): Float64Array {
  return Float64Array.from({ length: SIZE * SIZE }, (_, at) => {
    const [row, column] = [Math.floor(at / SIZE), at % SIZE]
    let total = row === column ? 0.1 : 0
    for (let k = 0; k < SIZE; k++) total += values[row * SIZE + k]! * values[column * SIZE + k]!
    return total
  })
}

const times = (matrix: Float64Array, vector: Float64Array) =>
  vector.map((_, row) => vector.reduce((total, value, k) => total + matrix[row * SIZE + k]! * value, 0))
const dot = (a: Float64Array, b: Float64Array) => a.reduce((total, value, k) => total + value * b[k]!, 0)

it('every vector is stretched and not turned, is of length 1, and stands at right angles to the others', () => {
  fc.assert(
    fc.property(columns, (values) => {
      const matrix = positiveDefinite(values)
      const vectors = leadingEigenvectors(matrix, SIZE, SIZE)
      const stretches = vectors.map((vector) => dot(vector, times(matrix, vector)))
      expect(stretches.every((stretch, k) => k === 0 || stretch < stretches[k - 1]! + 1e-9)).toBe(true)
      for (const [k, vector] of vectors.entries()) {
        const turned = times(matrix, vector).map((value, row) => value - stretches[k]! * vector[row]!)
        expect(Math.max(...turned.map(Math.abs))).toBeLessThan(1e-9)
        for (const [j, other] of vectors.entries()) expect(dot(vector, other)).toBeCloseTo(j === k ? 1 : 0, 9)
      }
    }),
  )
})

it('a few of many are those of the whole, up to their sign', () => {
  const size = 30
  const walks = fc.array(fc.double({ min: -1, max: 1, noNaN: true }), { minLength: size * 3, maxLength: size * 3 })
  fc.assert(
    fc.property(walks, (values) => {
      // Three strong factors of sizes 9, 4 and 1 on a diagonal of small, different numbers.
      const load = (row: number, factor: number) => (values[factor * size + row]! + Number(row % 3 === factor)) * (3 - factor)
      const matrix = Float64Array.from({ length: size * size }, (_, at) => {
        const [row, column] = [Math.floor(at / size), at % size]
        const common = [0, 1, 2].reduce((total, factor) => total + load(row, factor) * load(column, factor), 0)
        return common + (row === column ? 0.01 + row / 1000 : 0)
      })
      const whole = diagonalise(matrix, size)
      const few = leadingEigenvectors(matrix, size, 2)
      expect(few).toHaveLength(2)
      // Vectors of nearly equal eigenvalues are not unique: what is unique is how far the matrix stretches them.
      for (const [k, vector] of few.entries()) {
        const image = vector.map((_, row) => vector.reduce((total, value, i) => total + matrix[row * size + i]! * value, 0))
        expect(dot(vector, vector)).toBeCloseTo(1, 10)
        expect(Math.abs(dot(vector, image) / whole.values[k]! - 1)).toBeLessThan(1e-9)
      }
      expect(leadingEigenvectors(matrix, size, 2)).toEqual(few)
    }),
    { numRuns: 50 },
  )
})

it('a matrix of rank one has one axis, and no more to give', () => {
  const size = 40
  const axis = Float64Array.from({ length: size }, (_, k) => k + 1)
  const matrix = Float64Array.from({ length: size * size }, (_, at) => axis[Math.floor(at / size)]! * axis[at % size]!)
  const [first, second] = leadingEigenvectors(matrix, size, 2)
  expect(Math.abs(dot(first!, axis)) / Math.sqrt(dot(axis, axis))).toBeCloseTo(1, 10)
  expect(Math.abs(dot(second!, axis))).toBeLessThan(1e-9)
})

it('a solved system gives its right side back', () => {
  fc.assert(
    fc.property(columns, (values) => {
      const matrix = positiveDefinite(values)
      const right = Float64Array.from(values.slice(0, SIZE))
      const solution = solveSymmetric(matrix, right)!
      expect(Math.max(...times(matrix, solution).map((value, k) => Math.abs(value - right[k]!)))).toBeLessThan(1e-9)
    }),
  )
  expect(solveSymmetric(Float64Array.of(1, 2, 2, 1), Float64Array.of(1, 1))).toBeNull()
})
