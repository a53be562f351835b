import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { aurelius, aureliusHere, ENTRY, makeFile, makeFolder, SP500_FILE } from './aurelius.ts'

const TRADES_HEADER = 'symbol,side,units,entry_time,entry_price,exit_time,exit_price,entry_bar,exit_bar,pnl,commission,return'
const NOBODY = '00000000-0000-7000-8000-000000000000'

/** A command line with a database of its own. */
function makeDesk() {
  const folder = makeFolder()
  const place = ['--db', join(folder, 'desk.sqlite'), '--data-dir', folder]
  const run = (...args: string[]) => aureliusHere([...args, ...place])
  const json = async (...args: string[]) => {
    const { exitCode, stdout, stderr } = await run(...args, '--json')
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' })
    return JSON.parse(stdout)
  }
  return { folder, place, run, json }
}

/** A desk with the index and a saved trend-following strategy. */
async function makeTradingDesk() {
  const desk = makeDesk()
  const dataset = await desk.json('datasets', 'import', SP500_FILE, '--name', 'Index', '--symbol', 'SPX')
  const [strategy] = await desk.json('strategies', 'generate', '--goal', 'follow long trends', '--max', '1', '--save')
  return { ...desk, dataset, strategy }
}

describe('aurelius db', () => {
  it('looks without touching, migrates once, and then has nothing to do', async () => {
    const { folder, run, json } = makeDesk()
    const missing = await run('db', 'status')
    expect(missing).toMatchObject({ exitCode: 2, stderr: expect.stringContaining('"aurelius db migrate" makes one') })
    expect(readdirSync(folder)).toEqual([])

    const first = await json('db', 'migrate')
    expect(first.migrated.length).toBeGreaterThan(0)
    expect(await json('db', 'status')).toMatchObject({ dialect: 'sqlite', state: 'ready', pending: [], applied: first.migrated })
    expect((await json('db', 'migrate')).migrated).toEqual([])
    expect((await run('db', 'status')).stdout).toMatch(/^State {5}ready$/m)
  })

  it('says why a server cannot be reached, without its password', async () => {
    const { exitCode, stdout, stderr } = await aurelius(['db', 'status', '--db', 'postgresql://quant:hunter2@127.0.0.1:9/desk'])
    expect({ exitCode, stdout }).toEqual({ exitCode: 1, stdout: '' })
    expect(stderr).toMatch(/^error: [^\n]+\n$/)
    expect(stderr).not.toContain('hunter2')
  })

  it('refuses a file that is no database', async () => {
    const file = makeFile(makeFolder(), 'notes.sqlite', 'these are my notes, not a database at all')
    const { exitCode, stdout, stderr } = await aurelius(['strategies', 'list', '--db', file])
    expect({ exitCode, stdout }).toEqual({ exitCode: 1, stdout: '' })
    expect(stderr).toMatch(/^error: [^\n]+\n$/)
    expect(readFileSync(file, 'utf8')).toBe('these are my notes, not a database at all')
  })
})

describe('aurelius datasets', () => {
  it('imports bars and lists them', async () => {
    const { run, json } = makeDesk()
    const dataset = await json('datasets', 'import', SP500_FILE, '--symbol', 'SPX')
    expect(dataset).toMatchObject({ name: 'sp500-2000', symbol: 'SPX', barCount: 5105 })
    expect((await run('datasets', 'list')).stdout).toBe(
      'ID                                    NAME        SYMBOL  BARS  FROM        TO          REJECTED\n' +
        `${dataset.id}  sp500-2000  SPX     5105  2000-01-03  2020-04-17         0\n`,
    )
  })

  it('imports all or nothing, unless told to leave bad rows out', async () => {
    const { folder, run, json } = makeDesk()
    const file = makeFile(folder, 'bars.csv', 'date,open,high,low,close,volume\n2020-01-01,1,1,1,1,1\n2020-01-02,1,x,1,1,1\n')
    const refused = await run('datasets', 'import', file, '--symbol', 'X')
    expect(refused).toMatchObject({ exitCode: 2, stdout: '', stderr: expect.stringContaining('line 3, column high') })
    expect(await json('datasets', 'list')).toEqual([])
    expect(await json('datasets', 'import', file, '--symbol', 'X', '--skip-rejected')).toMatchObject({
      barCount: 1,
      quality: { rejectedRows: 1 },
    })
  })
})

describe('aurelius strategies', () => {
  it('proposes without storing, and stores when told to', async () => {
    const { run, json } = makeDesk()
    const proposed = await json('strategies', 'generate', '--goal', 'buy dips', '--max', '2')
    expect(proposed).toHaveLength(2)
    expect(await json('strategies', 'list')).toEqual([])
    const saved = await json('strategies', 'generate', '--goal', 'buy dips', '--max', '2', '--save')
    const listed = await json('strategies', 'list')
    expect(listed.map(({ id }: { id: string }) => id).sort()).toEqual(saved.map(({ id }: { id: string }) => id).sort())
    expect(await json('strategies', 'list', '--limit', '1')).toHaveLength(1)
    expect((await run('strategies', 'list')).stdout.split('\n')).toHaveLength(4)
  })

  it('names the field of a request that is not valid', async () => {
    const { run } = makeDesk()
    expect(await run('strategies', 'generate', '--goal', 'x')).toMatchObject({
      exitCode: 2,
      stderr: 'error: goal: say in a few words what the strategy should do\n',
    })
  })
})

describe('aurelius backtests and gates', () => {
  it('runs, lists and exports what `aurelius run` writes, byte for byte', async () => {
    const { folder, place, run, json, strategy } = await makeTradingDesk()
    const backtest = await json('backtests', 'run', '--strategy', strategy.id, '--commission', '0.002', '--start', '2001-01-01')
    expect(backtest).toMatchObject({ status: 'completed', strategyId: strategy.id, spec: { start_date: '2001-01-01' } })
    expect((await json('backtests', 'list', '--strategy', strategy.id)).map(({ id }: { id: string }) => id)).toEqual([backtest.id])
    expect((await run('backtests', 'list')).stdout).toContain('completed')

    const spec = makeFile(folder, 'spec.json', JSON.stringify({ ...backtest.spec, strategy: { ...backtest.spec.strategy, symbol: 'SPX' } }))
    const results = join(folder, 'results')
    const alone = JSON.parse((await aurelius(['run', '--spec', spec, '--data', SP500_FILE, '--out', results, '--json'])).stdout)
    expect(alone.run_identity).toEqual(backtest.identity)

    const tradesFile = join(folder, 'trades.csv')
    expect(await run('backtests', 'export', backtest.id, '--trades', '--out', tradesFile)).toEqual({ exitCode: 0, stdout: '', stderr: '' })
    expect(readFileSync(tradesFile, 'utf8')).toBe(readFileSync(join(results, 'trades.csv'), 'utf8'))
    const equity = await aurelius(['backtests', 'export', backtest.id, '--equity', ...place])
    expect(equity).toEqual({ exitCode: 0, stderr: '', stdout: readFileSync(join(results, 'equity_curve.csv'), 'utf8') })
  })

  it('takes settings from a file and lets options win', async () => {
    const { folder, json, strategy } = await makeTradingDesk()
    const settings = makeFile(folder, 'settings.json', JSON.stringify({ initial_cash: 5000, seed: 1, execution: { fractional: true } }))
    const { spec } = await json('backtests', 'run', '--strategy', strategy.id, '--settings', settings, '--seed', '7', '--slippage-bps', '2')
    expect(spec).toMatchObject({ initial_cash: 5000, seed: 7, execution: { fractional: true, slippage_bps: 2 } })
  })

  it('passes the exit code of a gate on', async () => {
    const { place, json, strategy } = await makeTradingDesk()
    await json('backtests', 'run', '--strategy', strategy.id, '--commission', '0.001')
    const dev = await aurelius(['gates', 'run', 'dev', '--strategy', strategy.id, ...place])
    expect(dev).toMatchObject({ exitCode: 0, stderr: '', stdout: expect.stringMatching(/^dev gate: passed\./m) })
    const crv = await aurelius(['gates', 'run', 'crv', '--strategy', strategy.id, '--json', ...place])
    expect(crv).toMatchObject({ exitCode: 1, stderr: '' })
    expect(JSON.parse(crv.stdout)).toMatchObject({ gateType: 'crv', verdict: 'failed', passed: false })
  })

  it.each([
    { name: 'a strategy that does not exist', args: ['backtests', 'run', '--strategy', NOBODY], message: /strategy/i },
    { name: 'an id that is none', args: ['backtests', 'run', '--strategy', 'mine'], message: /strategyId/ },
    { name: 'a run that does not exist', args: ['backtests', 'export', NOBODY, '--trades', '--out', 'never.csv'], message: /exist/ },
    { name: 'no table', args: ['backtests', 'export', NOBODY], message: /either --trades or --equity/ },
    { name: 'a gate without a run', args: ['gates', 'run', 'dev', '--strategy', NOBODY], message: /exist/ },
  ])('$name', async ({ args, message }) => {
    const { folder, run, json } = makeDesk()
    await json('datasets', 'import', SP500_FILE)
    const { exitCode, stdout, stderr } = await run(...args.map((arg) => (arg === 'never.csv' ? join(folder, arg) : arg)))
    expect(stderr).toMatch(/^error: [^\n]+\n$/)
    expect(stderr).toMatch(message)
    expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' })
    expect(readdirSync(folder).filter((name) => name.includes('never'))).toEqual([])
  })

  it('refuses dates outside the data and stores no run', async () => {
    const { run, json, strategy } = await makeTradingDesk()
    const refused = await run('backtests', 'run', '--strategy', strategy.id, '--start', '2031-01-01')
    expect(refused).toMatchObject({ exitCode: 2, stdout: '', stderr: expect.stringContaining('2031-01-01') })
    expect(await json('backtests', 'list')).toEqual([])
  })

  it('asks which data set when there are several', async () => {
    const { folder, run, json, strategy } = await makeTradingDesk()
    await json('datasets', 'import', makeFile(folder, 'b.csv', 'date,open,high,low,close,volume\n2020-01-01,1,1,1,1,1\n'))
    expect(await run('backtests', 'run', '--strategy', strategy.id)).toMatchObject({
      exitCode: 2,
      stderr: expect.stringContaining('choose one with --dataset'),
    })
  })

  it('ends quietly when its reader leaves early', async () => {
    const { place, json, strategy } = await makeTradingDesk()
    const { id } = await json('backtests', 'run', '--strategy', strategy.id)
    const child = spawn(process.execPath, [ENTRY, 'backtests', 'export', id, '--equity', ...place], { stdio: ['ignore', 'pipe', 'pipe'] })
    let stderr = ''
    child.stderr.on('data', (text) => {
      stderr += text
    })
    child.stdout.destroy()
    const [exitCode] = await once(child, 'exit')
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' })
  })
})

describe('aurelius demo', () => {
  it('does the whole pipeline in a new file and tells the story', async () => {
    const folder = makeFolder()
    const database = join(folder, 'demo.sqlite')
    const { exitCode, stdout, stderr } = await aurelius(['demo', '--db', database])
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' })
    expect(stdout).toMatch(/5105 daily bars/)
    expect(stdout).toMatch(/^Replay {6}same ledger hash [0-9a-f]{64}$/m)
    expect(stdout).toMatch(/^Gate dev {4}passed\./m)
    expect(stdout).toMatch(/^Gate crv {4}(passed|failed|incomplete)\./m)
    expect(existsSync(database)).toBe(true)
    expect(readFileSync(`${database}.trades.csv`, 'utf8').startsWith(`${TRADES_HEADER}\r\n`)).toBe(true)
  })

  it('prints one JSON document, and refuses a file that exists', async () => {
    const database = join(makeFolder(), 'demo.sqlite')
    const { stdout } = await aureliusHere(['demo', '--db', database, '--json'])
    const summary = JSON.parse(stdout)
    expect(summary).toMatchObject({
      database,
      dataset: { barCount: 5105 },
      replay: { equal: true },
      gates: [{ gateType: 'dev' }, { gateType: 'crv' }],
    })
    expect(await aureliusHere(['demo', '--db', database])).toMatchObject({
      exitCode: 1,
      stdout: '',
      stderr: expect.stringContaining('exists already'),
    })
  })

  it('refuses a server, and makes no file named like one', async () => {
    expect(await aureliusHere(['demo', '--db', 'postgresql://quant@127.0.0.1/research'])).toMatchObject({
      exitCode: 2,
      stdout: '',
      stderr: expect.stringContaining('a new SQLite file, not into a server'),
    })
    expect(existsSync('postgresql:')).toBe(false)
  })
})

describe('aurelius serve', () => {
  it('lets in whoever opens the printed address, and ends on SIGTERM', async () => {
    const { place } = makeDesk()
    const child = spawn(process.execPath, [ENTRY, 'serve', ...place], { stdio: ['ignore', 'pipe', 'pipe'] })
    const [line] = (await once(child.stdout.setEncoding('utf8'), 'data')) as [string]
    const address = line.match(/http:\/\/127\.0\.0\.1:\d+\/\S*/)?.[0]
    expect(address).toBeDefined()
    const answer = await fetch(address!, { redirect: 'manual' })
    expect(answer.status).toBe(302)
    expect((await fetch(new URL('/api/v1/system', address))).status).toBe(401)
    child.kill('SIGTERM')
    const [exitCode] = await once(child, 'exit')
    expect(exitCode).toBe(0)
  })
})

describe('aurelius gates and policies', () => {
  it('supplies a replay from elsewhere, scores readiness, and dry-runs and saves a policy', async () => {
    const { folder, run, json, strategy } = await makeTradingDesk()
    const backtest = await json('backtests', 'run', '--strategy', strategy.id, '--commission', '0.001')
    const file = makeFile(folder, 'stats.json', JSON.stringify({ run_identity: backtest.identity }))
    const supply = (path: string) => run('gates', 'supply-replay', path, '--backtest', backtest.id, '--platform', 'plan9-mips')
    expect((await supply(file)).stdout).toMatch(/^plan9-mips gave ledger [0-9a-f]{64}/)
    const other = makeFile(folder, 'other.json', JSON.stringify({ run_identity: { ...backtest.identity, seed: 7 } }))
    expect(await supply(other)).toMatchObject({ exitCode: 2, stderr: expect.stringMatching(/not the same run: seed differ/) })
    const dev = await json('gates', 'run', 'dev', '--strategy', strategy.id)
    const check = (id: string) => dev.checks.find((one: { id: string }) => one.id === id)
    expect(check('D2')).toMatchObject({ state: 'PASS', summary: 'A fresh process gave the stored ledger.' })
    expect(check('D3')).toMatchObject({ state: 'PASS', blocking: true, summary: expect.stringMatching(/plan9-mips/) })

    const card = await json('gates', 'scorecard', '--strategy', strategy.id)
    expect(card).toMatchObject({ colour: 'red', components: [{ name: 'determinism', weight: 25 }, {}, {}, {}, {}] })

    const draft = JSON.parse((await run('policies', 'show')).stdout)
    const stricter = { ...draft, dev: { ...draft.dev, maxGapFraction: 0, replays: 4 } }
    const policy = makeFile(folder, 'policy.json', JSON.stringify(stricter))
    const dryRun = await json('policies', 'dry-run', policy)
    expect(dryRun).toMatchObject({ judged: 1, withoutEvidence: 0, effects: [{ gateType: 'dev', before: 'passed' }] })
    expect(dryRun.effects[0].checks.map(({ id }: { id: string }) => id)).toContain('D1')
    const loose = makeFile(folder, 'loose.json', JSON.stringify({ ...draft, dev: { ...draft.dev, metricTolerance: 1 } }))
    expect(await run('policies', 'save', loose, '--reason', 'why not')).toMatchObject({ exitCode: 1, stderr: expect.stringMatching(/D5/) })
    expect(await json('policies', 'save', policy, '--reason', 'Stricter.')).toMatchObject({ policy: { version: 'workspace-1' } })
    const product = await run('gates', 'run', 'product', '--strategy', strategy.id, '--json')
    expect(product.exitCode).toBe(1)
    expect(JSON.parse(product.stdout)).toMatchObject({ gateType: 'product', verdict: 'incomplete', productionReady: false })
    const after = await run('gates', 'run', 'dev', '--strategy', strategy.id, '--json')
    expect(JSON.parse(after.stdout)).toMatchObject({ verdict: 'passed', stale: false, binding: { policyVersion: 'workspace-1' } })
  })
})

describe('aurelius pipeline and improve', () => {
  it('goes from a goal to the verdicts, and tries to answer what they found', { timeout: 60_000 }, async () => {
    const { place, run, json, dataset } = await makeTradingDesk()
    const goal = ['--goal', 'follow long trends', '--dataset', dataset.id, '--commission', '0.001', '--seed', '7']
    const ended = await aurelius(['pipeline', 'run', ...goal, ...place, '--json'])
    expect(ended).toMatchObject({ exitCode: 1, stderr: '' })
    const pipeline = JSON.parse(ended.stdout)
    expect(pipeline).toMatchObject({ status: 'completed', request: { settings: { seed: 7 } } })
    expect(await json('pipeline', 'show', pipeline.id)).toEqual(pipeline)
    expect((await run('pipeline', 'list')).stdout).toMatch(/completed +6\/6 +failed/)
    expect((await run('pipeline', 'show', pipeline.id)).stdout).toMatch(/crv gate +completed .*verdict failed/)
    expect(await run('pipeline', 'cancel', pipeline.id)).toMatchObject({ exitCode: 1, stdout: '' })

    const report = await json('improve', '--strategy', pipeline.strategyId, '--max', '3')
    expect(report.iterations.map(({ number }: { number: number }) => number)).toEqual([1, 2, 3])
    expect(await json('improve', '--strategy', pipeline.strategyId, '--list')).toEqual(report.iterations.toReversed())
  })

  it('asks where to begin', async () => {
    const { run } = makeDesk()
    for (const args of [[], ['--goal', 'follow trends', '--strategy', NOBODY]]) {
      const { exitCode, stdout, stderr } = await run('pipeline', 'run', ...args)
      expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' })
      expect(stderr).toMatch(/either --goal/)
    }
  })
})
