import { existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { SWEEP_METRICS } from '#engine/sweep/sweepColumns.ts'
import { aurelius, aureliusHere, makeFile, makeFolder, SP500_FILE } from './aurelius.ts'

const FOLDED = {
  strategy: { type: 'trend_following' },
  cost_model: { type: 'percentage', percentage: 0.002 },
  execution: { fractional: true },
}

interface SweepCase {
  readonly spec?: unknown
  readonly params?: readonly string[]
  readonly options?: readonly string[]
  readonly data?: string
  readonly out?: string
}

async function sweep({ spec = FOLDED, params = ['fast=5:20:5', 'slow=20:40:10'], options = [], data = SP500_FILE, out }: SweepCase) {
  const folder = makeFolder()
  const file = out ?? join(folder, 'sweep.csv')
  const specFile = makeFile(folder, 'spec.json', JSON.stringify(spec))
  const outcome = await aureliusHere([
    ...['sweep', '--spec', specFile, '--data', data, '--out', file],
    ...params.flatMap((param) => ['--param', param]),
    ...options,
  ])
  return {
    ...outcome,
    folder,
    specFile,
    left: readdirSync(folder).filter((name) => name !== 'spec.json'),
    read: () => readCsv(readFileSync(file, 'utf8')),
  }
}

function readCsv(text: string) {
  const [header, ...rows] = text
    .trimEnd()
    .split('\r\n')
    .map((line) => line.split(','))
  return rows.map((row) => Object.fromEntries(header!.map((name, at) => [name, row[at]!])))
}

/** stats.json of `aurelius run` on the same specification. */
async function runStats(spec: object): Promise<Record<string, number | null>> {
  const folder = makeFolder()
  const specFile = makeFile(folder, 'spec.json', JSON.stringify(spec))
  const { stdout } = await aureliusHere(['run', '--spec', specFile, '--data', SP500_FILE, '--out', join(folder, 'out'), '--json'])
  return JSON.parse(stdout)
}

describe('aurelius sweep', () => {
  it.each([
    { name: 'folded', spec: FOLDED },
    { name: 'simulated', spec: { strategy: { type: 'trend_following' }, execution: { stop_loss: 0.05 } } },
  ])('writes one row a trial, equal to a run of its own: $name', async ({ spec }) => {
    const { exitCode, stderr, left, read } = await sweep({ spec, options: ['--where', 'fast < slow'] })
    expect({ exitCode, stderr, left }).toEqual({ exitCode: 0, stderr: '', left: ['sweep.csv'] })
    const rows = read()
    expect(Object.keys(rows[0]!)).toEqual(['fast', 'slow', ...SWEEP_METRICS])
    expect(rows.map(({ fast, slow }) => `${fast}/${slow}`)).toEqual([
      '5/20',
      '5/30',
      '5/40',
      '10/20',
      '10/30',
      '10/40',
      '15/20',
      '15/30',
      '15/40',
      '20/30',
      '20/40',
    ])
    const [fast, slow] = [15, 30]
    const stats = await runStats({ ...spec, strategy: { type: 'trend_following', parameters: { fast, slow } } })
    const row = rows.find((candidate) => candidate['fast'] === '15' && candidate['slow'] === '30')!
    for (const name of SWEEP_METRICS) expect(row[name], name).toBe(stats[name] === null ? '' : String(stats[name]))
  })

  it('covers the grid of 4,790 pairs and counts what it leaves out', async () => {
    const { stdout, read } = await sweep({
      params: ['fast=5:100:1', 'slow=10:300:5'],
      options: ['--where', 'fast < slow', '--json', '--top', '3'],
    })
    expect(read()).toHaveLength(4790)
    const summary = JSON.parse(stdout)
    expect(summary).toMatchObject({
      trials: 4790,
      grid_cells: 5664,
      excluded: 874,
      refused: 0,
      by: 'sharpe_ratio',
      ranking: 'plateau',
      measured: 4790,
    })
    expect(summary.best).toHaveLength(3)
    expect(summary.best[0].parameters).toEqual({ fast: expect.any(Number), slow: expect.any(Number) })
    expect(summary.best[0].reasons.alpha).toBe('no benchmark was given')
  })

  it('ranks by peak when asked, by any metric', async () => {
    const { stdout, read } = await sweep({ options: ['--rank', 'peak', '--by', 'max_drawdown', '--json'] })
    const best = Math.max(...read().map((row) => Number(row['max_drawdown'])))
    const summary = JSON.parse(stdout)
    expect(summary.best[0]).toMatchObject({ score: best, max_drawdown: best })
  })

  it('takes choices as text, and prints the best rows for people', async () => {
    const { stdout, read } = await sweep({ params: ['average=sma,ema', 'fast=5,10'], options: ['--top', '2'] })
    expect(read().map(({ average, fast }) => `${average} ${fast}`)).toEqual(['sma 5', 'sma 10', 'ema 5', 'ema 10'])
    expect(stdout).toMatch(/^AVERAGE {2}FAST {2}PLATEAU OF SHARPE_RATIO .*\n.*\n.*\n\n4 trials; median sharpe_ratio /)
  })

  it('writes the same bytes with any number of threads, in another process too', async () => {
    const folder = makeFolder()
    const specFile = makeFile(folder, 'spec.json', JSON.stringify(FOLDED))
    const run = (threads: string, start: typeof aurelius) => {
      const out = join(folder, `${threads}.csv`)
      const args = ['sweep', '--spec', specFile, '--data', SP500_FILE, '--param', 'fast=3:30', '--param', 'slow=31:60:3', '--out', out]
      return start([...args, '--threads', threads]).then(({ exitCode }) => ({ exitCode, text: readFileSync(out, 'utf8') }))
    }
    const one = await run('1', aureliusHere)
    expect(one.exitCode).toBe(0)
    expect(await run('2', aurelius)).toEqual(one)
    expect(await run('5', aureliusHere)).toEqual(one)
  })
})

describe('a sweep that cannot be run', () => {
  it.each<SweepCase & { name: string; message: RegExp }>([
    { name: 'a constraint with a fault', options: ['--where', 'fast <'], message: /where: at character 7 of "fast <": expected a name/ },
    { name: 'an unknown name in the constraint', options: ['--where', 'quick < slow'], message: /quick is not a numeric parameter/ },
    { name: 'an unknown parameter', params: ['quick=1:5'], message: /quick: is not a parameter of trend_following/ },
    { name: 'an axis with a fault', params: ['fast=1:5:0'], message: /"fast=1:5:0" cannot be read: the step must be above zero/ },
    { name: 'no trial left', options: ['--where', 'fast > 99'], message: /The sweep has no trial/ },
    { name: 'an unknown metric', options: ['--by', 'luck'], message: /--by <metric>.*must be one of/ },
    { name: 'an unknown ranking', options: ['--rank', 'luck'], message: /--rank <way>.*Allowed choices are plateau, peak/ },
    { name: 'no threads', options: ['--threads', '0'], message: /whole number of at least 1/ },
    { name: 'no data', data: 'nowhere.csv', message: /data file nowhere.csv does not exist/ },
    {
      name: 'dates outside the data',
      spec: { ...FOLDED, start_date: '1980-01-01' },
      message: /start_date: 1980-01-01 is outside the data/,
    },
    { name: 'a folder for the rows that is not there', out: '/nowhere/at/all/sweep.csv', message: /The folder of .* does not exist/ },
  ])('$name: exit code 2, one line, nothing written', async ({ message, ...sweepCase }) => {
    const { exitCode, stdout, stderr, left } = await sweep(sweepCase)
    expect(stderr).toMatch(/^error: [^\n]+\n$/)
    expect(stderr).toMatch(message)
    expect({ exitCode, stdout, left }).toEqual({ exitCode: 2, stdout: '', left: [] })
  })

  it('a folder in the place of the file', async () => {
    const out = join(makeFolder(), 'taken')
    mkdirSync(out)
    const { exitCode, stderr } = await sweep({ out })
    expect({ exitCode, stderr }).toEqual({ exitCode: 2, stderr: `error: ${out} is a folder; name a file in it\n` })
    expect(existsSync(out)).toBe(true)
  })
})
