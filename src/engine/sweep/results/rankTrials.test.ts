import fc from 'fast-check'
import { expect, it } from 'vitest'
import { runSpecSchema } from '#shared/domain/runSpec.ts'
import { planSweep, type SweepPlan, trialParameters } from '../planSweep.ts'
import { SweepColumns } from '../sweepColumns.ts'
import { rankTrials } from './rankTrials.ts'

const grid = fc.record({
  entries: fc.integer({ min: 1, max: 5 }),
  exits: fc.integer({ min: 1, max: 4 }),
  directions: fc.constantFrom(['long_only'], ['long_only', 'long_short']),
  excluded: fc.integer({ min: 0, max: 6 }),
})

function planOf({ entries, exits, directions, excluded }: typeof grid extends fc.Arbitrary<infer Value> ? Value : never): SweepPlan {
  const upTo = (count: number) => Array.from({ length: count }, (_, at) => at + 1)
  const axes = [
    { name: 'entry', values: upTo(entries) },
    { name: 'direction', values: directions },
    { name: 'exit', values: upTo(exits) },
  ]
  return planSweep({ spec: runSpecSchema.parse({ strategy: { type: 'breakout' } }), axes, where: `entry + exit != ${excluded}` })
}

/** The definition, word for word and slow: compare every trial with every other. */
function slowScore(plan: SweepPlan, values: Float64Array, trial: number): number {
  const own = trialParameters(plan, trial)
  const isNear = (other: number) => {
    const { entry, exit, direction } = trialParameters(plan, other)
    const step = (a: unknown, b: unknown) => Math.abs(Number(a) - Number(b)) <= 1
    return direction === own['direction'] && step(entry, own['entry']) && step(exit, own['exit'])
  }
  const near = [...values.keys()].filter((other) => isNear(other) && !Number.isNaN(values[other]!)).map((other) => values[other]!)
  const sorted = near.sort((a, b) => a - b)
  const half = sorted.length / 2
  return sorted.length % 2 === 1 ? sorted[Math.floor(half)]! : (sorted[half - 1]! + sorted[half]!) / 2
}

it('plateau: every score is the median over the trial and its neighbours, and the order follows the scores', () => {
  const value = fc.oneof({ weight: 5, arbitrary: fc.integer({ min: -9, max: 9 }) }, { weight: 1, arbitrary: fc.constant(Number.NaN) })
  fc.assert(
    fc.property(
      grid.filter(({ entries, exits, excluded }) => entries + exits > 2 || excluded !== 2),
      fc.array(value, { minLength: 40, maxLength: 40 }),
      (shape, given) => {
        const plan = planOf(shape)
        const columns = new SweepColumns(plan.cells.length)
        const values = columns.column('sharpe_ratio')
        values.set(given.slice(0, values.length))
        const { order, scores } = rankTrials({ plan, columns, by: 'sharpe_ratio', ranking: 'plateau' })
        const expected = Array.from(values, (own, trial) => (Number.isNaN(own) ? own : slowScore(plan, values, trial)))
        expect([...scores]).toEqual(expected)
        expect([...order].sort((a, b) => a - b)).toEqual([...values.keys()])
        for (let k = 1; k < order.length; k++) {
          const [before, after] = [scores[order[k - 1]!]!, scores[order[k]!]!]
          expect(
            before > after || (Object.is(before, after) && order[k - 1]! < order[k]!) || (Number.isNaN(after) && !Number.isNaN(before)),
          ).toBe(true)
        }
      },
    ),
  )
})
