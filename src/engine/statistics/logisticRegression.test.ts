import { describe, expect, it } from 'vitest'
import { fitLogistic, predictLogistic } from './logisticRegression.ts'

/** One feature and what happened, as often as `times` says. */
function trainingSet(groups: readonly { x: number; up: boolean; times: number }[]) {
  const rows = groups.flatMap(({ x, up, times }) => Array.from({ length: times }, () => ({ x, up })))
  return { features: Float64Array.from(rows, ({ x }) => x), labels: Uint8Array.from(rows, ({ up }) => Number(up)), width: 1 }
}

const groups = [
  { x: -1, up: true, times: 2 },
  { x: -1, up: false, times: 8 },
  { x: 1, up: true, times: 7 },
  { x: 1, up: false, times: 3 },
]

describe('fitLogistic', () => {
  it('without a penalty gives each group its own share', () => {
    const model = fitLogistic(trainingSet(groups), 1e-9)!
    expect(predictLogistic(model, Float64Array.of(-1))).toBeCloseTo(0.2, 6)
    expect(predictLogistic(model, Float64Array.of(1))).toBeCloseTo(0.7, 6)
  })

  it('a penalty without bound leaves the overall share', () => {
    const model = fitLogistic(trainingSet(groups), 1e9)!
    expect(predictLogistic(model, Float64Array.of(1))).toBeCloseTo(0.45, 6)
  })

  it('at the minimum the gradient is 0: mean((p - y) x) + l2 w = 0', () => {
    const training = trainingSet(groups)
    const model = fitLogistic(training, 0.1)!
    const errors = Array.from(training.features, (x, i) => predictLogistic(model, Float64Array.of(x)) - training.labels[i]!)
    const mean = (values: number[]) => values.reduce((total, value) => total + value, 0) / values.length
    // The feature has mean 0 and deviation 1 already, so it is its own standard score.
    expect(mean(errors)).toBeCloseTo(0, 6)
    expect(mean(errors.map((error, i) => error * training.features[i]!)) + 0.1 * model.weights[1]!).toBeCloseTo(0, 6)
  })

  it('separable groups and a constant feature give finite weights', () => {
    const features = Float64Array.of(-1, 7, -2, 7, 1, 7, 2, 7)
    const model = fitLogistic({ features, labels: Uint8Array.of(0, 0, 1, 1), width: 2 }, 1e-6)!
    expect(model.weights.every(Number.isFinite)).toBe(true)
    expect(model.weights[2]).toBe(0)
    expect(predictLogistic(model, Float64Array.of(2, 7))).toBeGreaterThan(0.99)
  })

  it.each([0, 1])('labels that are all %d teach nothing', (label) => {
    expect(fitLogistic({ features: Float64Array.of(1, 2, 3), labels: new Uint8Array(3).fill(label), width: 1 }, 0.1)).toBeNull()
  })
})
