import { describe, expect, it } from 'vitest'
import { aurelius, aureliusHere, makeFile, makeFolder } from './aurelius.ts'

async function statistic(...args: string[]) {
  const { exitCode, stdout, stderr } = await aureliusHere(['stats', ...args, '--json'])
  expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' })
  return JSON.parse(stdout)
}

const GOLDEN = [
  [8, 2, 3, 8],
  [1, 5, 6, -5],
  [-8, -4, -4, 7],
  [8, -9, 0, 6],
  [-7, 6, -7, -1],
  [6, -4, -3, -4],
  [4, -5, 9, -1],
  [0, 0, 2, 1],
]
const csv = (rows: readonly (readonly (number | string)[])[]) => rows.map((row) => row.join()).join('\n')
const file = (name: string, rows: readonly (readonly (number | string)[])[]) => makeFile(makeFolder(), name, csv(rows))

describe('statistics of a Sharpe ratio', () => {
  it.each([
    { args: 'psr --sharpe 0.458 --benchmark 0 --n 24 --skew 0 --kurtosis 3', value: 0.9817, digits: 4, convention: 'psr.blp2012' },
    {
      args: 'psr --sharpe 0.458 --benchmark 0 --n 24 --skew -2.448 --kurtosis 10.164',
      value: 0.9134,
      digits: 4,
      convention: 'psr.blp2012',
    },
    { args: 'psr --sharpe 0.458 --n 36 --skew -2.448 --kurtosis 10.164', value: 0.9535, digits: 4, convention: 'psr.blp2012' },
    {
      args: `psr --sharpe ${2 / Math.sqrt(12)} --benchmark ${1 / Math.sqrt(12)} --n 59 --skew -0.72 --kurtosis 5.78`,
      value: 0.94869,
      digits: 5,
      convention: 'psr.blp2012',
    },
    {
      args: `mintrl --sharpe ${2 / Math.sqrt(12)} --benchmark ${1 / Math.sqrt(12)} --skew -0.72 --kurtosis 5.78 --alpha 0.05`,
      value: 59.895,
      digits: 3,
      convention: 'mintrl.blp2012',
    },
    {
      args: `dsr --sharpe ${2.5 / Math.sqrt(250)} --n 1250 --skew -3 --kurtosis 10 --trials 100 --variance 0.002`,
      value: 0.9004,
      digits: 4,
      convention: 'dsr.blp2014',
    },
    { args: 'minbtl --trials 45 --sharpe 1', value: 4.998, digits: 3, convention: 'minbtl.bblz2014' },
  ])('$args', async ({ args, value, digits, convention }) => {
    const result = await statistic(...args.split(' '))
    expect(result.value).toBeCloseTo(value, digits)
    expect(result).toMatchObject({ convention, reason: null })
  })

  it('DSR names the bar it set', async () => {
    const { sr0, inputs } = await statistic(...'dsr --sharpe 0.15 --n 1250 --trials 100 --variance 0.002'.split(' '))
    expect(sr0).toBeCloseTo(0.113172, 6)
    expect(inputs).toEqual({ sharpe: 0.15, benchmark: 0, n: 1250, skew: 0, kurtosis: 3, trials: 100, variance: 0.002 })
    const raised = await statistic(...'dsr --sharpe 0.15 --n 1250 --trials 100 --variance 0.002 --benchmark 0.01'.split(' '))
    expect(raised.sr0).toBeCloseTo(sr0 + 0.01, 14)
  })

  it.each([
    { n: '60', isEnough: true },
    { n: '59', isEnough: false },
  ])('MinTRL says whether $n returns are enough', async ({ n, isEnough }) => {
    const shape = ['--skew', '-0.72', '--kurtosis', '5.78']
    const args = ['mintrl', '--sharpe', String(2 / Math.sqrt(12)), '--benchmark', String(1 / Math.sqrt(12)), ...shape, '--n', n]
    expect((await statistic(...args)).is_enough).toBe(isEnough)
  })

  it('what is undefined is null with its reason', async () => {
    const { value, reason } = await statistic('mintrl', '--sharpe', '0.1', '--benchmark', '0.2')
    expect(value).toBeNull()
    expect(reason).toMatch(/^infinite/)
  })
})

describe('statistics of a file', () => {
  it.each([
    { name: 'no header', rows: GOLDEN, statisticUsed: 'mean' },
    { name: 'names', rows: [['a', 'b', 'c', 'd'], ...GOLDEN], statisticUsed: 'sharpe' },
    {
      name: 'dates',
      rows: [['date', 'a', 'b', 'c', 'd'], ...GOLDEN.map((row, i) => [`2024-01-0${i + 1}`, ...row])],
      statisticUsed: 'mean',
    },
  ])('PBO of the worked example, with $name', async ({ rows, statisticUsed }) => {
    const result = await statistic('pbo', '--matrix', file('matrix.csv', rows), '--blocks', '4', '--statistic', statisticUsed)
    expect(result).toMatchObject({ convention: 'pbo-cscv.bblz2017', value: 5 / 6, splits: 6, rows: 8, strategies: 4, blocks: 4 })
    expect(result.logit_histogram.counts.reduce((sum: number, count: number) => sum + count)).toBe(6)
  })

  it('the stationary bootstrap of 1..10', async () => {
    const series = file(
      'series.csv',
      Array.from({ length: 10 }, (_, i) => [i + 1]),
    )
    const result = await statistic('bootstrap', '--series', series, '--p', '0.25', '--paths', '2000', '--seed', '7')
    expect(result.value).toBeCloseTo(0.9128406715393066, 14)
    expect(result).toMatchObject({
      convention: 'stationary-bootstrap.pr1994',
      n: 10,
      p: 0.25,
      paths: 2000,
      seed: 7,
      quantile_type: 7,
      mean: 5.5,
    })
    expect(Math.abs(result.simulated.variance_of_mean / result.value - 1)).toBeLessThan(0.15)
    expect(await statistic('bootstrap', '--series', series, '--p', '0.25', '--paths', '2000', '--seed', '7')).toEqual(result)
  })

  it('SPA against a column by name, by number and against nothing', async () => {
    const rows = Array.from({ length: 60 }, (_, t) => [Math.sin(t * 7.1), Math.sin(t * 3.3) + 0.9, Math.cos(t * 5.7)])
    const matrix = file('matrix.csv', [['bench', 'good', 'idle'], ...rows])
    const common = ['spa', '--matrix', matrix, '--paths', '400', '--p', '0.5']
    const byName = await statistic(...common, '--benchmark', 'bench')
    expect(byName).toMatchObject({ convention: 'spa.h2005', best_strategy: 'good', strategies: 2, n: 60, paths: 400, seed: 42 })
    expect(byName.value).toBe(byName.consistent)
    expect(byName.value).toBeLessThan(0.05)
    expect(byName.lower).toBeLessThanOrEqual(byName.consistent)
    expect(byName.consistent).toBeLessThanOrEqual(byName.upper)
    expect(byName.reality_check.convention).toBe('reality-check.w2000')
    expect(await statistic(...common, '--benchmark', '1')).toEqual(byName)
    expect((await statistic(...common)).strategies).toBe(3)
  })

  it('chooses the block length where none is given', async () => {
    const series = file(
      'series.csv',
      Array.from({ length: 100 }, (_, t) => [Math.sin(t * 7.1)]),
    )
    const { p, automatic_block_length } = await statistic('bootstrap', '--series', series, '--paths', '100')
    expect(p).toBeCloseTo(1 / automatic_block_length, 14)
  })
})

it('prints text for people, in a process of its own', async () => {
  const { exitCode, stdout } = await aurelius(['stats', 'minbtl', '--trials', '45', '--sharpe', '1'])
  expect(exitCode).toBe(0)
  expect(stdout).toMatch(/^minbtl +4\.998/)
  expect(stdout).toContain('[minbtl.bblz2014]')
})

describe('bad input is one line and exit code 2', () => {
  const matrix = (content: string) => ['pbo', '--blocks', '2', '--matrix', makeFile(makeFolder(), 'matrix.csv', content)]
  it.each([
    { name: 'no Sharpe ratio', args: () => ['psr', '--n', '24'], message: /--sharpe/ },
    { name: 'a word for a number', args: () => ['psr', '--n', '24', '--sharpe', 'high'], message: /--sharpe.*must be a number/ },
    { name: 'one return', args: () => ['psr', '--n', '1', '--sharpe', '1'], message: /--n.*at least 2/ },
    { name: 'no trial', args: () => ['minbtl', '--trials', '0', '--sharpe', '1'], message: /--trials.*at least 1/ },
    { name: 'an alpha of 1', args: () => ['mintrl', '--sharpe', '1', '--alpha', '1'], message: /--alpha.*below 1/ },
    {
      name: 'a negative variance',
      args: () => ['dsr', '--sharpe', '1', '--n', '9', '--trials', '2', '--variance', '-1'],
      message: /--variance/,
    },
    { name: 'a missing file', args: () => ['pbo', '--matrix', '/nowhere/matrix.csv'], message: /does not exist/ },
    { name: 'an empty file', args: () => matrix(''), message: /is empty/ },
    { name: 'only a header', args: () => matrix('a,b\n'), message: /no rows/ },
    { name: 'a cell that is no number', args: () => matrix('a,b\n1,2\n3,x\n'), message: /line 3, column b: "x" is not a number/ },
    { name: 'an empty cell', args: () => matrix('1,2\n3,\n'), message: /line 2, column 2: "" is not a number/ },
    { name: 'a missing value in the first line', args: () => matrix('nan,2\n3,4\n'), message: /line 1, column 1: "nan" is not a number/ },
    { name: 'an empty cell in the first line', args: () => matrix('1,\n3,4\n'), message: /line 1, column 2: "" is not a number/ },
    { name: 'a short line', args: () => matrix('1,2\n3\n'), message: /line 2 has 1 cells/ },
    { name: 'too few rows', args: () => matrix('1,2\n3,4\n'), message: /too few for 2 blocks/ },
    {
      name: 'an odd number of blocks',
      args: () => ['pbo', '--blocks', '3', '--matrix', file('matrix.csv', GOLDEN)],
      message: /must be even/,
    },
    {
      name: 'an unknown benchmark',
      args: () => ['spa', '--benchmark', 'spy', '--matrix', file('matrix.csv', GOLDEN)],
      message: /no column spy; it has 1, 2, 3, 4/,
    },
    { name: 'a jump of 0', args: () => ['bootstrap', '--p', '0', '--series', file('series.csv', [[1], [2]])], message: /--p.*above 0/ },
    { name: 'an unknown statistic', args: () => ['kurtosis'], message: /unknown command/ },
  ])('$name', async ({ args, message }) => {
    const { exitCode, stdout, stderr } = await aureliusHere(['stats', ...args()])
    expect(stderr).toMatch(message)
    expect(stderr.trim()).not.toContain('\n')
    expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' })
  })
})
