import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { makeEndedPanel } from '../builders/endedPanel.ts'
import { aurelius, aureliusHere, makeFile, makeFolder } from './aurelius.ts'

async function makeUniverse(): Promise<{ folder: string; data: string }> {
  const folder = makeFolder()
  const data = join(folder, 'synthetic.csv')
  const { exitCode, stdout, stderr } = await aureliusHere(['datasets', 'synthetic', '--out', data, '--bars', '400'])
  expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' })
  expect(stdout).toContain('made-up symbols, SYNTHETIC01 to SYNTHETIC12')
  return { folder, data }
}

const FAMILIES = [
  { type: 'pairs_trading', parameters: { symbol_a: 'SYNTHETIC03', symbol_b: 'SYNTHETIC04', lookback: 40 } },
  { type: 'stat_arb', parameters: { factors: 1, lookback: 30 } },
  { type: 'market_neutral', parameters: { lookback: 60 } },
  { type: 'carry', parameters: {} },
]

describe('aurelius run on a panel', () => {
  it.each(FAMILIES)('$type writes its four files, each trade under its own symbol', async (strategy) => {
    const { folder, data } = await makeUniverse()
    const spec = makeFile(folder, 'spec.json', JSON.stringify({ strategy, cost_model: { type: 'percentage', percentage: 0.0005 } }))
    const out = join(folder, 'results')
    const outcome = await aureliusHere(['run', '--spec', spec, '--data', data, '--out', out])
    expect({ exitCode: outcome.exitCode, stderr: outcome.stderr }).toEqual({ exitCode: 0, stderr: '' })

    const [header, ...trades] = readFileSync(join(out, 'trades.csv'), 'utf8').trimEnd().split('\r\n')
    expect(header).toBe('symbol,side,units,entry_time,entry_price,exit_time,exit_price,entry_bar,exit_bar,pnl,commission,return')
    const stats = JSON.parse(readFileSync(join(out, 'stats.json'), 'utf8'))
    expect(trades.length).toBe(stats.total_trades)
    expect(trades.length).toBeGreaterThan(1)
    expect(readFileSync(join(out, 'equity_curve.csv'), 'utf8').trimEnd().split('\r\n')).toHaveLength(401)
    expect(JSON.parse(readFileSync(join(out, 'crv_report.json'), 'utf8'))).toMatchObject({ gate: 'crv', run_identity: stats.run_identity })

    // A trade's prices are those of the symbol it names: entry at that symbol's open on that day, all-cost slippage nil.
    const opens = new Map(
      readFileSync(data, 'utf8')
        .trimEnd()
        .split('\n')
        .map((line) => line.split(','))
        .map(([date, symbol, open]) => [`${date} ${symbol}`, Number(open)]),
    )
    for (const trade of trades) {
      const [symbol, , , , , exitTime, exitPrice] = trade.split(',')
      expect(opens.get(`${exitTime!.slice(0, 10)} ${symbol}`)).toBe(Number(exitPrice))
    }
  })

  it('gives the same ledger in another process', async () => {
    const { folder, data } = await makeUniverse()
    const spec = makeFile(folder, 'spec.json', JSON.stringify({ strategy: FAMILIES[1] }))
    const args = (out: string) => ['run', '--spec', spec, '--data', data, '--out', join(folder, out)]
    await aureliusHere(args('here'))
    expect((await aurelius(args('there'))).exitCode).toBe(0)
    for (const file of ['stats.json', 'trades.csv', 'equity_curve.csv', 'crv_report.json']) {
      expect(readFileSync(join(folder, 'there', file), 'utf8')).toBe(readFileSync(join(folder, 'here', file), 'utf8'))
    }
  })

  it('says what is still held of a symbol whose data ended, until the run says when that is settled', async () => {
    const folder = makeFolder()
    const data = makeFile(folder, 'ended.csv', makeEndedPanel())
    const stats = async (execution: object) => {
      const strategy = { type: 'carry', parameters: { rebalance: 1 } }
      const spec = makeFile(folder, 'spec.json', JSON.stringify({ strategy, execution: { fractional: true, ...execution } }))
      return aureliusHere(['run', '--spec', spec, '--data', data, '--out', join(folder, 'results'), '--json'])
    }
    const open = JSON.parse((await stats({})).stdout)
    expect(open.notes).toEqual([expect.stringMatching(/^1 position of a symbol whose data ended stays open .*: A \(2020-02-05\)/)])
    // A cannot be sold any more, and B takes its place in the book.
    expect(open.open_trades).toBe(3)
    const settled = JSON.parse((await stats({ delist_after: 3 })).stdout)
    expect(settled).not.toHaveProperty('notes')
    expect(settled.open_trades).toBe(2)
    expect(readFileSync(join(folder, 'results', 'trades.csv'), 'utf8')).toMatch(/^A,long,/m)
  })

  it.each([
    {
      name: 'one instrument is not a panel',
      spec: { strategy: { type: 'carry' } },
      rows: ['2020-01-01,1,1,1,1'],
      header: 'date,open,high,low,close',
      message: 'needs a panel',
    },
    {
      name: 'a panel without a carry column',
      spec: { strategy: { type: 'carry' } },
      header: 'date,symbol,open,high,low,close',
      rows: ['2020-01-01,A,1,1,1,1', '2020-01-01,B,1,1,1,1'],
      message: 'carry needs a column named carry',
    },
    {
      name: 'a panel is not one instrument',
      spec: { strategy: { type: 'breakout' } },
      header: 'date,symbol,open,high,low,close',
      rows: ['2020-01-01,A,1,1,1,1', '2020-01-01,B,1,1,1,1'],
      message: 'several symbols (A, B), and one instrument is needed here',
    },
    {
      name: 'a rule that cannot be read',
      spec: { strategy: { type: 'rules', parameters: { entry: 'close > sma(close, fast', params: { fast: 3 } } } },
      header: 'date,open,high,low,close',
      rows: ['2020-01-01,1,1,1,1'],
      message: 'strategy.parameters.entry: line 1, column 24: expected "," or ")", found the end',
    },
  ])('$name: one clear line and exit code 2', async ({ spec, header, rows, message }) => {
    const folder = makeFolder()
    const args = [
      'run',
      '--spec',
      makeFile(folder, 'spec.json', JSON.stringify(spec)),
      '--data',
      makeFile(folder, 'bars.csv', [header, ...rows].join('\n')),
      '--out',
      join(folder, 'results'),
    ]
    const { exitCode, stderr } = await aureliusHere(args)
    expect(exitCode).toBe(2)
    expect(stderr.trimEnd().split('\n')).toHaveLength(1)
    expect(stderr).toContain(message)
  })
})

describe('panels swept and walked forward from a file', () => {
  const SPEC = { strategy: { type: 'market_neutral', parameters: { lookback: 40 } }, execution: { fractional: true } }
  const GRID = ['--param', 'rebalance=5:15:5', '--param', 'quantile=0.2,0.4']

  it('a sweep writes one row a trial, the same with any number of threads, each that of a single run', async () => {
    const { folder, data } = await makeUniverse()
    const spec = makeFile(folder, 'spec.json', JSON.stringify(SPEC))
    const sweep = async (threads: string, out: string) => {
      const args = ['sweep', '--spec', spec, '--data', data, ...GRID, '--out', join(folder, out), '--threads', threads, '--json']
      const { exitCode, stdout, stderr } = await aureliusHere(args)
      expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' })
      return { summary: JSON.parse(stdout), rows: readFileSync(join(folder, out), 'utf8') }
    }
    const [one, two] = [await sweep('1', 'one.csv'), await sweep('2', 'two.csv')]
    expect(two).toEqual(one)
    const [header, ...rows] = one.rows.trimEnd().split('\r\n')
    expect(rows).toHaveLength(6)
    expect(one.summary).toMatchObject({ trials: 6, grid_cells: 6, excluded: 0, refused: 0 })

    const [best] = one.summary.best
    const single = { ...SPEC, strategy: { ...SPEC.strategy, parameters: { ...SPEC.strategy.parameters, ...best.parameters } } }
    const out = join(folder, 'single')
    await aureliusHere(['run', '--spec', makeFile(folder, 'single.json', JSON.stringify(single)), '--data', data, '--out', out])
    const stats = JSON.parse(readFileSync(join(out, 'stats.json'), 'utf8'))
    const row = rows[best.trial]!.split(',')
    for (const [column, name] of header!.split(',').entries()) {
      if (name in stats) expect([name, row[column]]).toEqual([name, stats[name] === null ? '' : String(stats[name])])
    }
    expect(best.sharpe_ratio).toBe(stats.sharpe_ratio)
  })

  it('a walk-forward gives the same bits with one thread and with two', async () => {
    const { folder, data } = await makeUniverse()
    const spec = makeFile(folder, 'spec.json', JSON.stringify(SPEC))
    const windows = ['--train', '120', '--test', '60', '--purge', '5', ...GRID]
    const walk = async (threads: string) => {
      const outcome = await aureliusHere(['walkforward', '--spec', spec, '--data', data, ...windows, '--threads', threads, '--json'])
      expect({ exitCode: outcome.exitCode, stderr: outcome.stderr }).toEqual({ exitCode: 0, stderr: '' })
      return JSON.parse(outcome.stdout)
    }
    const one = await walk('1')
    expect(await walk('2')).toEqual(one)
    expect(one.windows).toHaveLength(4)
    expect(one.outcome).toMatchObject({ trialCount: 24, problems: [] })
  })
})
