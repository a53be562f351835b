import { describe, expect, it } from 'vitest'
import { runSpecSchema } from '#shared/domain/runSpec.ts'
import { makeWalk } from '../../../../tests/builders/makeBars.ts'
import { parseAxis } from '../parseAxis.ts'
import { planSweep } from '../planSweep.ts'
import { runSweepShare } from '../runSweepShare.ts'
import { SWEEP_METRICS, SweepColumns } from '../sweepColumns.ts'
import { rankTrials } from './rankTrials.ts'
import { summariseSweep } from './summariseSweep.ts'
import { sweepArtifact } from './sweepArtifact.ts'

const plan = (axes: readonly string[], where: string | null = null) =>
  planSweep({ spec: runSpecSchema.parse({ strategy: { type: 'breakout' } }), axes: axes.map(parseAxis), where })

function columnsWith(name: 'sharpe_ratio' | 'max_drawdown_bars', values: readonly number[]): SweepColumns {
  const columns = new SweepColumns(values.length)
  columns.column(name).set(values)
  return columns
}

describe('ranking', () => {
  const line = plan(['entry=1:7'])

  it('by plateau a spike ranks below broad high ground', () => {
    const columns = columnsWith('sharpe_ratio', [0, 9, 0, 0, 3, 4, 3])
    const { order, scores } = rankTrials({ plan: line, columns, by: 'sharpe_ratio', ranking: 'plateau' })
    expect([...scores]).toEqual([4.5, 0, 0, 0, 3, 3, 3.5])
    expect([...order]).toEqual([0, 6, 4, 5, 1, 2, 3])
  })

  it('by peak every trial stands for itself, and equals keep their order', () => {
    const columns = columnsWith('sharpe_ratio', [0, 9, 0, 0, 3, 4, 3])
    expect([...rankTrials({ plan: line, columns, by: 'sharpe_ratio', ranking: 'peak' }).order]).toEqual([1, 5, 4, 6, 0, 2, 3])
  })

  it('fewer is better where the metric says so, and what has no value comes last', () => {
    const columns = columnsWith('max_drawdown_bars', [5, Number.NaN, 3, 9, Number.NaN, 1, 2])
    const ranked = rankTrials({ plan: line, columns, by: 'max_drawdown_bars', ranking: 'peak' })
    expect([...ranked.order]).toEqual([5, 6, 2, 0, 3, 1, 4])
    expect([...rankTrials({ plan: line, columns, by: 'max_drawdown_bars', ranking: 'plateau' }).scores]).toEqual([
      5,
      Number.NaN,
      6,
      6,
      Number.NaN,
      1.5,
      1.5,
    ])
  })

  it('neighbours lie one step away on every numeric axis, never across a choice or a missing trial', () => {
    // entry 1..3 x exit 1..2 x direction, without (2, 1): trials are rows of entry, exit, direction.
    const grid = plan(['entry=1:3', 'exit=1:2', 'direction=long_only,long_short'], 'not (entry == 2 and exit == 1)')
    const columns = columnsWith('sharpe_ratio', [1, 100, 2, 200, 3, 300, 4, 400, 5, 500])
    const { scores } = rankTrials({ plan: grid, columns, by: 'sharpe_ratio', ranking: 'plateau' })
    // (1,1): itself 1, (1,2) 2, (2,2) 3 -> 2. (2,2): 1 2 3 4 5 -> 3. (3,1): 3 4 5 -> 4.
    expect([...scores]).toEqual([2, 200, 2, 200, 3, 300, 4, 400, 4, 400])
  })
})

describe('results', () => {
  const bars = makeWalk(Array.from({ length: 200 }, (_, i) => 0.03 * Math.sin(i * 1.3)))
  const swept = plan(['direction=long_short,long_only', 'entry=2:190:47'])
  const columns = new SweepColumns(swept.cells.length)
  runSweepShare({ bars, plan: swept }, { share: { part: 0, parts: 1 }, columns, control: { checkpoint: () => {} } })

  it('are one set of columns, a choice by its index', () => {
    const artifact = sweepArtifact(swept, columns)
    expect(Object.keys(artifact)).toEqual(['parameter.direction', 'parameter.entry', ...SWEEP_METRICS])
    expect([...artifact['parameter.direction']!]).toEqual([0, 0, 0, 0, 0, 1, 1, 1, 1, 1])
    expect([...artifact['parameter.entry']!]).toEqual([2, 49, 96, 143, 190, 2, 49, 96, 143, 190])
    expect(artifact['sharpe_ratio']).toEqual(columns.column('sharpe_ratio'))
  })

  it('are summed up with every trial accounted for and reasons for what is undefined', () => {
    const summary = summariseSweep({ data: { bars }, plan: swept, columns, by: 'win_rate', ranking: 'peak', top: 10 })
    expect(summary).toMatchObject({ trials: 10, gridCells: 10, excluded: 0, refused: 0, by: 'win_rate', ranking: 'peak' })
    expect(summary.best).toHaveLength(10)
    expect(summary.best[0]!.metrics.values.win_rate).toBe(summary.best[0]!.score)
    const last = summary.best[9]!
    expect(last.score).toBeNull()
    expect(last.metrics.reasons.win_rate).toBe('no trade was closed')
    expect(last.metrics.values.var_95).not.toBeNull()
    expect(summary.measured).toBe(summary.best.filter(({ score }) => score !== null).length)
  })
})
