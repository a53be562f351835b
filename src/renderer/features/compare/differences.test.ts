import { describe, expect, it } from 'vitest'
import { runSpecSchema } from '#shared/domain/runSpec.ts'
import { makeFinishedRun } from '../../../../tests/builders/finishedRun.ts'
import { factsOf, firstFacts, onlyDifferences } from './differences.ts'

const specOf = (fast: number, slippage_bps: number) =>
  runSpecSchema.parse({ strategy: { type: 'trend_following', parameters: { fast, slow: 50 } }, execution: { slippage_bps } })
const compared = (run: ReturnType<typeof makeFinishedRun>) => ({ run, instruments: ['SPX'], curve: null })

const labelsOf = (groups: ReturnType<typeof factsOf>) => groups.map(({ title, rows }) => [title, rows.map(({ label }) => label)])

describe('what differs between runs', () => {
  it('is shown by group, nested settings by path, equal ones left out', () => {
    const one = makeFinishedRun({ spec: specOf(10, 0) })
    const values = { ...one.metrics?.values, sharpe_ratio: 0.5 }
    const other = makeFinishedRun({ spec: specOf(20, 5), metrics: one.metrics && { ...one.metrics, values } })
    expect(labelsOf(onlyDifferences(factsOf([compared(one), compared(other)])))).toEqual([
      ['Parameters', ['fast']],
      ['Settings', ['execution.slippage bps']],
      ['Metrics', ['Sharpe ratio']],
    ])
  })

  it('counts a setting that only one of them has', () => {
    const trailing = runSpecSchema.parse({ strategy: { type: 'breakout' }, execution: { trailing_stop: 0.1 } })
    const plain = runSpecSchema.parse({ strategy: { type: 'breakout' } })
    const groups = onlyDifferences(factsOf([compared(makeFinishedRun({ spec: trailing })), compared(makeFinishedRun({ spec: plain }))]))
    expect(groups.flatMap(({ rows }) => rows)).toMatchObject([{ label: 'execution.trailing stop', values: [0.1, null] }])
  })

  it('keeps a metric that is missing apart from zero, with its reason', () => {
    const one = makeFinishedRun()
    const rows = factsOf([compared(one), compared(makeFinishedRun({ metrics: null, status: 'running' }))]).at(-1)?.rows
    const beta = rows?.find(({ metric }) => metric === 'beta')
    expect(beta).toMatchObject({ values: [null, null], reasons: ['no benchmark was given', 'the run is running'], differs: false })
  })

  it('is cut after so many rows of all groups, and loses the titles beyond', () => {
    const groups = factsOf([compared(makeFinishedRun({ spec: specOf(10, 0) })), compared(makeFinishedRun({ spec: specOf(20, 0) }))])
    const [run, parameters] = groups
    const count = (run?.rows.length ?? 0) + 1
    expect(firstFacts(groups, count)).toEqual([run, { title: 'Parameters', rows: parameters?.rows.slice(0, 1) }])
  })
})
