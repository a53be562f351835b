import { solveSymmetric } from './solveSymmetric.ts'

/** Rows of features, row-major, and what happened: labels are 0 or 1, one per row. */
export interface TrainingSet {
  readonly features: Float64Array
  readonly labels: Uint8Array
  /** Features in a row. */
  readonly width: number
}

export interface LogisticModel {
  /** Intercept first, then one weight per standardised feature. */
  readonly weights: Float64Array
  readonly means: Float64Array
  /** Population standard deviations; 0 marks a feature that never moved, which then counts for nothing. */
  readonly deviations: Float64Array
}

const MAX_STEPS = 50
const MAX_HALVINGS = 40
/** A step that gains less than this share of the loss is the last. */
const TOLERANCE = 1e-12

/**
 * Logistic regression with an L2 penalty: minimises mean(-log likelihood) + l2 / 2 * |weights|^2 by Newton's method with
 * step halving, from zero. Features are standardised with the rows' own mean and deviation; the intercept is not
 * penalised. Deterministic. Null when all labels are alike, for then there is nothing to tell apart.
 * Source: Hastie, Tibshirani and Friedman, The Elements of Statistical Learning (2009), 4.4.
 */
export function fitLogistic(training: TrainingSet, l2: number): LogisticModel | null {
  const ups = training.labels.reduce((sum, label) => sum + label, 0)
  if (ups === 0 || ups === training.labels.length) return null
  const { means, deviations } = measureFeatures(training)
  const problem = { rows: standardise(training, { means, deviations }), labels: training.labels, size: training.width + 1, l2 }
  return { weights: minimise(problem), means, deviations }
}

/** Probability of label 1, for the row that starts at `from` in row-major features. */
export function predictLogistic({ weights, means, deviations }: LogisticModel, features: Float64Array, from = 0): number {
  let score = weights[0]!
  for (let k = 0; k < means.length; k++) score += weights[k + 1]! * standardScore(features[from + k]!, means[k]!, deviations[k]!)
  return sigmoid(score)
}

const sigmoid = (score: number) => 1 / (1 + Math.exp(-score))
const standardScore = (value: number, mean: number, deviation: number) => (deviation === 0 ? 0 : (value - mean) / deviation)

function measureFeatures({ features, labels, width }: TrainingSet): Pick<LogisticModel, 'means' | 'deviations'> {
  const means = new Float64Array(width)
  const deviations = new Float64Array(width)
  for (let at = 0; at < features.length; at++) means[at % width]! += features[at]! / labels.length
  for (let at = 0; at < features.length; at++) deviations[at % width]! += (features[at]! - means[at % width]!) ** 2 / labels.length
  // Below rounding a feature is constant: its deviation is noise that would be blown up to 1.
  const isConstant = (square: number, k: number) => Math.sqrt(square) <= 1e-12 * (1 + Math.abs(means[k]!))
  return { means, deviations: deviations.map((square, k) => (isConstant(square, k) ? 0 : Math.sqrt(square))) }
}

/** Rows of 1 (for the intercept) and standardised features. */
function standardise({ features, labels, width }: TrainingSet, scale: Pick<LogisticModel, 'means' | 'deviations'>): Float64Array {
  const size = width + 1
  const rows = new Float64Array(labels.length * size)
  for (let row = 0; row < labels.length; row++) {
    rows[row * size] = 1
    for (let k = 0; k < width; k++)
      rows[row * size + k + 1] = standardScore(features[row * width + k]!, scale.means[k]!, scale.deviations[k]!)
  }
  return rows
}

interface Problem {
  readonly rows: Float64Array
  readonly labels: Uint8Array
  /** Weights, the intercept included. */
  readonly size: number
  readonly l2: number
}

function minimise(problem: Problem): Float64Array {
  let weights: Float64Array = new Float64Array(problem.size)
  let loss = lossOf(problem, weights)
  for (let step = 0; step < MAX_STEPS; step++) {
    const direction = newtonDirection(problem, weights)
    const next = direction === null ? null : descend(problem, { weights, loss, direction })
    if (next === null) break
    const gain = loss - next.loss
    weights = next.weights
    loss = next.loss
    if (gain <= TOLERANCE * loss) break
  }
  return weights
}

/** The longest of 1, 1/2, 1/4 ... of the step that lowers the loss; null when none does. */
function descend(problem: Problem, { weights, loss, direction }: { weights: Float64Array; loss: number; direction: Float64Array }) {
  let share = 1
  for (let halving = 0; halving < MAX_HALVINGS; halving++, share /= 2) {
    const moved = weights.map((weight, k) => weight - share * direction[k]!)
    const movedLoss = lossOf(problem, moved)
    if (movedLoss < loss) return { weights: moved, loss: movedLoss }
  }
  return null
}

function scoreOf({ rows, size }: Problem, weights: Float64Array, row: number): number {
  let score = 0
  for (let k = 0; k < size; k++) score += rows[row * size + k]! * weights[k]!
  return score
}

function lossOf(problem: Problem, weights: Float64Array): number {
  const { labels, size, l2 } = problem
  let loss = 0
  for (let row = 0; row < labels.length; row++) {
    const score = scoreOf(problem, weights, row)
    const margin = labels[row] === 1 ? score : -score
    // log(1 + exp(-margin)), written so that neither side overflows.
    loss += Math.max(-margin, 0) + Math.log1p(Math.exp(-Math.abs(margin)))
  }
  let squares = 0
  for (let k = 1; k < size; k++) squares += weights[k]! ** 2
  return loss / labels.length + (l2 / 2) * squares
}

/** Hessian^-1 times gradient; null when the Hessian has no inverse within rounding. */
function newtonDirection(problem: Problem, weights: Float64Array): Float64Array | null {
  const { rows, labels, size, l2 } = problem
  const gradient = new Float64Array(size)
  const hessian = new Float64Array(size * size)
  for (let row = 0; row < labels.length; row++) {
    const probability = sigmoid(scoreOf(problem, weights, row))
    const error = (probability - labels[row]!) / labels.length
    const curvature = (probability * (1 - probability)) / labels.length
    for (let j = 0; j < size; j++) {
      const value = rows[row * size + j]!
      gradient[j]! += error * value
      for (let k = 0; k <= j; k++) hessian[j * size + k]! += curvature * value * rows[row * size + k]!
    }
  }
  for (let k = 1; k < size; k++) {
    gradient[k]! += l2 * weights[k]!
    hessian[k * size + k]! += l2
  }
  return solveSymmetric(hessian, gradient)
}
