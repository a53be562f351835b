import { describe, expect, it } from 'vitest'
import { runSpecSchema } from '#shared/domain/runSpec.ts'
import { parseAxis } from './parseAxis.ts'
import { planSweep, trialParameters } from './planSweep.ts'

const plan = (axes: readonly string[], { where = null, parameters = {} }: { where?: string | null; parameters?: object } = {}) =>
  planSweep({ spec: runSpecSchema.parse({ strategy: { type: 'trend_following', parameters } }), axes: axes.map(parseAxis), where })

describe('plans', () => {
  it('counts 4,790 pairs of averages', () => {
    const { cells, gridCells, excluded, refused } = plan(['fast=5:100:1', 'slow=10:300:5'], { where: 'fast < slow' })
    expect({ trials: cells.length, gridCells, excluded, refused }).toEqual({ trials: 4790, gridCells: 5664, excluded: 874, refused: 0 })
  })

  it('accounts for combinations the strategy refuses', () => {
    const { cells, excluded, refused } = plan(['fast=5:100:1', 'slow=10:300:5'])
    expect({ trials: cells.length, excluded, refused }).toEqual({ trials: 4790, excluded: 0, refused: 874 })
  })

  it('lets the last axis vary fastest, and keeps the order of values as given', () => {
    const swept = plan(['fast=3,2', 'average=sma,ema'], { parameters: { slow: 30 } })
    const trials = Array.from(swept.cells, (_, trial) => trialParameters(swept, trial))
    expect(trials.map(({ fast, average, slow, direction }) => [fast, average, slow, direction])).toEqual([
      [3, 'sma', 30, 'long_only'],
      [3, 'ema', 30, 'long_only'],
      [2, 'sma', 30, 'long_only'],
      [2, 'ema', 30, 'long_only'],
    ])
  })

  it('constrains by parameters that are fixed too', () => {
    expect(plan(['fast=5:40:5'], { where: 'fast * 2 <= slow', parameters: { slow: 40 } }).cells).toHaveLength(4)
  })

  it.each([
    { name: 'no axis', axes: [], problem: /at least one parameter/ },
    { name: 'an unknown parameter', axes: ['quick=1:5'], problem: /quick: is not a parameter of trend_following; it has fast, slow/ },
    { name: 'a parameter twice', axes: ['fast=1:5', 'fast=6:9'], problem: /fast: is swept twice/ },
    { name: 'a value out of bounds', axes: ['fast=0:5'], problem: /fast: must be a whole number from 1 to 1000, not 0/ },
    { name: 'a value of another kind', axes: ['average=sma,wma'], problem: /average: must be one of sma, ema, not "wma"/ },
    { name: 'a constraint that leaves nothing', axes: ['fast=1:5'], where: 'fast > 9', problem: /no trial: the constraint leaves out 5/ },
    { name: 'a strategy that refuses all', axes: ['fast=50:60'], problem: /the strategy refuses 11/ },
    { name: 'a constraint on a choice', axes: ['fast=1:5'], where: 'average > 1', problem: /average is not a numeric parameter/ },
    {
      name: 'a grid too large',
      axes: ['fast=1:1000', 'slow=2:2000', 'average=sma,ema', 'direction=long_only,long_short'],
      problem: /trials; at most 1000000/,
    },
  ])('$name is refused', ({ axes, where = null, problem }) => {
    expect(() => plan(axes, { where })).toThrow(problem)
  })
})
