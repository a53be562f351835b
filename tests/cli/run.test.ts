import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { METRIC_NAMES } from '#shared/domain/metricRegistry.ts'
import { readFixture, worstDifference } from '../golden/sp500.ts'
import { aurelius, aureliusHere, makeFile, makeFolder, SP500_FILE } from './aurelius.ts'

const cost_model = { type: 'percentage', percentage: 0.002 }
const SMA_CROSS = { strategy: { type: 'trend_following', parameters: { fast: 10, slow: 20 } }, cost_model }

const TRADE_COLUMNS = 'symbol,side,units,entry_time,entry_price,exit_time,exit_price,entry_bar,exit_bar,pnl,commission,return'

interface GoldenTrade {
  readonly size: number
  readonly entry_bar: number
  readonly exit_bar: number
  readonly entry_price: number
  readonly exit_price: number
  readonly entry_time: string
  readonly pnl: number
  readonly commission: number
}

async function runOnSp500(spec: unknown, { options = [], start = aureliusHere }: { options?: string[]; start?: typeof aurelius } = {}) {
  const folder = makeFolder()
  const out = join(folder, 'new', 'results')
  const outcome = await start([
    'run',
    '--spec',
    makeFile(folder, 'spec.json', JSON.stringify(spec)),
    '--data',
    SP500_FILE,
    '--out',
    out,
    ...options,
  ])
  return { ...outcome, out, read: (name: string) => readFileSync(join(out, name), 'utf8') }
}

function readCsv(text: string): { header: string; rows: string[][] } {
  const [header, ...lines] = text.trimEnd().split('\r\n')
  return { header: header!, rows: lines.map((line) => line.split(',')) }
}

describe('aurelius run', () => {
  it.each([
    { golden: 'SP500_sma', spec: SMA_CROSS },
    { golden: 'SP500_rsi', spec: { strategy: { type: 'mean_reversion', parameters: { signal: 'rsi', period: 14 } }, cost_model } },
    { golden: 'SP500_donchian', spec: { strategy: { type: 'breakout', parameters: { entry: 20, exit: 10 } }, cost_model } },
    { golden: 'SP500_bracket', spec: { ...SMA_CROSS, execution: { stop_loss: 0.05, take_profit: 0.1 } } },
  ])('writes the trades and the equity of $golden', async ({ golden, spec }) => {
    const { exitCode, stderr, read } = await runOnSp500(spec)
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' })
    const expected = JSON.parse(readFixture(`runs/${golden}.json`)) as { trades: GoldenTrade[]; equity: number[] }

    const trades = readCsv(read('trades.csv'))
    expect(trades.header).toBe(TRADE_COLUMNS)
    expect(
      trades.rows.map(([, side, units, , entryPrice, , exitPrice, entryBar, exitBar]) => [
        side,
        units,
        entryPrice,
        exitPrice,
        entryBar,
        exitBar,
      ]),
    ).toEqual(
      expected.trades.map(({ size, entry_price, exit_price, entry_bar, exit_bar }) =>
        [size > 0 ? 'long' : 'short', Math.abs(size), entry_price, exit_price, entry_bar, exit_bar].map(String),
      ),
    )
    expect(trades.rows.map((row) => row[3])).toEqual(expected.trades.map(({ entry_time }) => `${entry_time}T00:00:00Z`))
    const pnl = trades.rows.map((row) => Number(row[9]))
    expect(
      worstDifference(
        pnl,
        expected.trades.map((trade) => trade.pnl),
      ),
    ).toBeLessThan(1e-9)

    const equity = readCsv(read('equity_curve.csv'))
    expect(equity.header).toBe('time,equity')
    expect(equity.rows[0]).toEqual(['2000-01-03T00:00:00Z', '100000'])
    expect(
      worstDifference(
        equity.rows.map((row) => Number(row[1])),
        expected.equity,
      ),
    ).toBeLessThan(1e-9)
  })

  it('writes every figure of stats.json and the identity of the run', async () => {
    const { read } = await runOnSp500(SMA_CROSS)
    const stats = JSON.parse(read('stats.json'))
    expect(Object.keys(stats)).toEqual([...METRIC_NAMES, 'ruined', 'periods_per_year', 'reasons', 'run_identity'])
    expect(stats).toMatchObject({ initial_equity: 100000, total_trades: 128, open_trades: 1, ruined: false, periods_per_year: 252 })
    expect(stats.alpha).toBeNull()
    expect(stats.reasons.alpha).toBe('no benchmark was given')
    expect(stats.run_identity).toMatchObject({ seed: 42, ledger_hash: expect.stringMatching(/^[0-9a-f]{64}$/) })
  })

  it('judges the run by the thresholds of the CRV gate', async () => {
    const { read } = await runOnSp500(SMA_CROSS)
    const report = JSON.parse(read('crv_report.json'))
    expect(report).toMatchObject({ gate: 'crv', verdict: 'incomplete', run_identity: JSON.parse(read('stats.json')).run_identity })
    const byId = Object.fromEntries(report.checks.map((check: { id: string }) => [check.id, check]))
    expect(Object.keys(byId)).toEqual(expect.arrayContaining(['C4', 'C6', 'C12', 'C16', 'C24', 'C26']))
    expect(byId['C12']).toMatchObject({ state: 'NOT_RUN', value: null, threshold: { comparison: '>=', bound: 0.8 } })
    expect(byId['C31']).toMatchObject({ state: 'PASS', threshold: { comparison: '<=', bound: 1e-9 } })
  })

  it('gives the same bytes in another process', async () => {
    const [first, second] = await Promise.all([runOnSp500(SMA_CROSS), runOnSp500(SMA_CROSS, { start: aurelius })])
    for (const name of ['stats.json', 'trades.csv', 'equity_curve.csv', 'crv_report.json']) expect(second.read(name)).toBe(first.read(name))
  })

  it('leaves nothing but the four files', async () => {
    const { out } = await runOnSp500(SMA_CROSS)
    expect(readdirSync(out).sort()).toEqual(['crv_report.json', 'equity_curve.csv', 'stats.json', 'trades.csv'])
    expect(readdirSync(join(out, '..'))).toEqual(['results'])
  })

  it('prints the figures for people, and stats.json for machines', async () => {
    const people = await runOnSp500(SMA_CROSS)
    expect(people.stdout).toMatch(/^Total return {2}-30\.50%\n/)
    const machines = await runOnSp500(SMA_CROSS, { options: ['--json'] })
    expect(machines.stdout).toBe(machines.read('stats.json'))
  })

  it('writes over the results of an earlier run', async () => {
    const { out } = await runOnSp500(SMA_CROSS)
    const folder = makeFolder()
    const spec = makeFile(folder, 'spec.json', JSON.stringify({ ...SMA_CROSS, initial_cash: 5000 }))
    expect(await aureliusHere(['run', '--spec', spec, '--data', SP500_FILE, '--out', out])).toMatchObject({ exitCode: 0 })
    expect(JSON.parse(readFileSync(join(out, 'stats.json'), 'utf8'))).toMatchObject({ initial_equity: 5000 })
  })
})

describe('aurelius run reads data as it comes', () => {
  const BARS = 'date,open,high,low,close,volume\n2020-01-01,10,11,9,10,5\n2020-01-02,10,12,10,11,6\n'
  const run = async (csv: string) => {
    const folder = makeFolder()
    const spec = makeFile(folder, 'spec.json', JSON.stringify({ strategy: { type: 'breakout', parameters: { entry: 2, exit: 2 } } }))
    const outcome = await aureliusHere([
      'run',
      '--spec',
      spec,
      '--data',
      makeFile(folder, 'bars.csv', csv),
      '--out',
      join(folder, 'out'),
      '--json',
    ])
    expect(outcome).toMatchObject({ exitCode: 0, stderr: '' })
    return JSON.parse(outcome.stdout).run_identity.data_hash as string
  }

  it.each([
    { name: 'a byte order mark', csv: `\uFEFF${BARS}` },
    { name: 'CRLF line ends', csv: BARS.replaceAll('\n', '\r\n') },
    { name: 'semicolons', csv: BARS.replaceAll(',', ';') },
    {
      name: 'upper case and another column order',
      csv: 'VOLUME,CLOSE,LOW,HIGH,OPEN,TIMESTAMP\n5,10,9,11,10,1577836800\n6,11,10,12,10,1577923200\n',
    },
    { name: 'no newline at the end', csv: BARS.trimEnd() },
  ])('$name: the same bars', async ({ csv }) => {
    expect(await run(csv)).toBe(await run(BARS))
  })
})
