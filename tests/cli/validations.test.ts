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
  const run = await json(['validations', 'run', ...request])
  expect(run).toMatchObject({ status: 'completed', trialCount: 30, spec: { cost_model: { percentage: 0.001 } } })
  expect(await json(['validations', 'list', ...place])).toMatchObject([{ id: run.id, testSharpe: run.testSharpe }])
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
