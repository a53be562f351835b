import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { aureliusHere, makeFile, makeFolder, SP500_FILE } from './aurelius.ts'

const WINDOWS = [
  '--train',
  '1000',
  '--test',
  '800',
  '--purge',
  '5',
  '--param',
  'fast=10:30:10',
  '--param',
  'slow=50,100',
  '--where',
  'fast < slow',
]

async function json(args: readonly string[]) {
  const { exitCode, stdout, stderr } = await aureliusHere([...args, '--json'])
  expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' })
  return JSON.parse(stdout)
}

const LINES = ['2001-01-01..2004-12-31 2005-01-01..2005-12-31', '2003-06-02..2006-12-29 2007-01-03..2009-12-31']
const SEARCH = WINDOWS.slice(WINDOWS.indexOf('--purge'))

describe('aurelius walkforward', () => {
  const strategy = { type: 'trend_following', parameters: { direction: 'long_only' } }
  const specFile = (folder: string) => makeFile(folder, 'spec.json', JSON.stringify({ strategy }))

  it('gives the same bits with one thread and with three', async () => {
    const command = ['walkforward', '--spec', specFile(makeFolder()), '--data', SP500_FILE, ...WINDOWS]
    const [one, three] = [await json([...command, '--threads', '1']), await json([...command, '--threads', '3'])]
    expect(three).toEqual(one)
    expect(one.windows).toHaveLength(5)
    expect(one.outcome).toMatchObject({ trialCount: 30, problems: [] })
    expect(one.windows[0].detail.parameters).toEqual({ fast: expect.any(Number), slow: expect.any(Number) })
  })

  it('takes windows one by one, as options or as lines of a file', async () => {
    const folder = makeFolder()
    const command = ['walkforward', '--spec', specFile(folder), '--data', SP500_FILE, ...SEARCH]
    const typed = await json([...command, ...LINES.flatMap((line) => ['--window', line])])
    const spans = typed.windows.map(({ testStart, testEnd }: Record<string, string>) => `${testStart} ${testEnd}`)
    expect(spans).toEqual(['2005-01-03 2005-12-30', '2007-01-03 2009-12-31'])
    expect(typed.outcome).toMatchObject({ trialCount: 12, problems: [] })
    const rows = LINES.map((line) => line.replace(' ', ',').replaceAll('..', ','))
    const file = makeFile(folder, 'windows.csv', ['train_start,train_end,test_start,test_end', ...rows].join('\n'))
    expect(await json([...command, '--windows', file])).toEqual(typed)
  })

  it.each([
    { name: 'no lengths and no windows', changes: [], words: /--train and --test, or give them one by one/ },
    {
      name: 'windows and lengths at once',
      changes: ['--window', LINES[0]!, '--train', '500'],
      words: /--window.* cannot be used with .*--train/,
    },
    { name: 'half a window', changes: ['--window', '2001-01-01..2004-12-31'], words: /Line 1 has 2 dates, and a window has four/ },
    {
      name: 'a test before its training ends',
      changes: ['--window', '2001-01-01..2004-12-31 2004-06-01..2005-12-31'],
      words: /Window 1: its test begins on 2004-06-01/,
    },
    { name: 'a file that is not there', changes: ['--windows', 'nowhere.txt'], words: /nowhere\.txt does not exist/ },
  ])('refuses $name', async ({ changes, words }) => {
    const command = ['walkforward', '--spec', specFile(makeFolder()), '--data', SP500_FILE, ...SEARCH, ...changes]
    const { exitCode, stdout, stderr } = await aureliusHere(command)
    expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' })
    expect(stderr).toMatch(words)
  })

  it.each([
    { name: 'a window longer than the data', changes: ['--train', '90000'], words: /5105 bars, and one window takes/ },
    { name: 'an unknown parameter', changes: ['--param', 'banana=1:2'], words: /banana/ },
    { name: 'no whole number', changes: ['--purge', '1.5'], words: /whole number/ },
  ])('refuses $name in one line', async ({ changes, words }) => {
    const command = ['walkforward', '--spec', specFile(makeFolder()), '--data', SP500_FILE, ...WINDOWS, ...changes]
    const { exitCode, stdout, stderr } = await aureliusHere(command)
    expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' })
    expect(stderr).toMatch(words)
    expect(stderr.trimEnd()).not.toContain('\n')
  })
})

it('aurelius validations previews, runs, lists, shows and exports', async () => {
  const folder = makeFolder()
  const place = ['--db', join(folder, 'desk.sqlite'), '--data-dir', folder]
  await json(['datasets', 'import', SP500_FILE, '--name', 'Index', '--symbol', 'SPX', ...place])
  const [strategy] = await json(['strategies', 'generate', '--goal', 'follow long trends', '--max', '1', '--save', ...place])
  const request = ['--strategy', strategy.id, ...WINDOWS, '--commission', '0.001', ...place]
  const preview = await json(['validations', 'preview', ...request])
  expect(preview).toMatchObject({ trialsPerWindow: 6, trialCount: 30, estimatedMs: null })
  const listed = ['--strategy', strategy.id, ...SEARCH, '--window', LINES[0]!, ...place]
  const listedPreview = await json(['validations', 'preview', ...listed])
  expect(listedPreview).toMatchObject({ trialCount: 6, startDate: '2001-01-02', windows: [{ testEnd: '2005-12-30' }] })
  expect(await aureliusHere(['validations', 'preview', ...listed, '--like-run'])).toMatchObject({
    exitCode: 2,
    stderr: expect.stringMatching(/no completed run on these data/),
  })
  const costly = ['--commission', '0.003', '--slippage-bps', '4', '--cash', '50000', '--end', '2018-12-31']
  await json(['backtests', 'run', '--strategy', strategy.id, ...costly, ...place])
  expect(await json(['validations', 'run', ...listed, '--like-run', '--cash', '70000'])).toMatchObject({
    plan: { mode: 'listed' },
    spec: { initial_cash: 70_000, cost_model: { percentage: 0.003 }, execution: { slippage_bps: 4 } },
  })
  const run = await json(['validations', 'run', ...request])
  expect(run).toMatchObject({ status: 'completed', trialCount: 30, spec: { cost_model: { percentage: 0.001 } } })
  expect(await json(['validations', 'list', '--limit', '1', ...place])).toMatchObject([{ id: run.id, testSharpe: run.testSharpe }])
  expect(await json(['validations', 'show', run.id, ...place])).toEqual(run)
  const { stdout } = await aureliusHere(['validations', 'show', run.id, ...place])
  expect(stdout).toMatch(/Stability score +\S+ of 100/)

  const exported = async (what: string) =>
    (await aureliusHere(['validations', 'export', run.id, what, ...place])).stdout.trimEnd().split('\r\n')
  expect(await exported('--windows')).toHaveLength(6)
  const trials = await exported('--trials')
  const header = 'window,trial,chosen,parameter_fast,parameter_slow,sharpe_ratio,total_return,cagr,max_drawdown,total_trades'
  expect(trials[0]).toBe(header)
  const chosen = trials.find((line) => line.startsWith('0,') && line.includes(',true,'))?.split(',') ?? []
  const { fast, slow } = run.windows[0].detail.parameters
  expect([Number(chosen[3]), Number(chosen[4])]).toEqual([fast, slow])
  expect(trials).toHaveLength(31)
  expect(await exported('--equity')).toHaveLength(5 * 800 + 1)
  expect((await exported('--trades'))[0]).toMatch(/^window,side,units,entry_time/)
  expect(await aureliusHere(['validations', 'export', run.id, ...place])).toMatchObject({ exitCode: 2 })
})
