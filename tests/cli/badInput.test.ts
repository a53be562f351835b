import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { aurelius, aureliusHere, makeFile, makeFolder, SP500_FILE } from './aurelius.ts'

const SPEC = { strategy: { type: 'trend_following', parameters: { fast: 10, slow: 20 } } }
const HEADER = 'date,open,high,low,close,volume'

async function runWith({ spec = JSON.stringify(SPEC), csv }: { spec?: string | Uint8Array; csv?: string | Uint8Array }) {
  const folder = makeFolder()
  const data = csv === undefined ? SP500_FILE : makeFile(folder, 'bars.csv', csv)
  const outcome = await aureliusHere(['run', '--spec', makeFile(folder, 'spec.json', spec), '--data', data, '--out', join(folder, 'out')])
  return { ...outcome, left: readdirSync(folder).filter((name) => name !== 'spec.json' && name !== 'bars.csv') }
}

/** Exit code 2, one line on stderr, nothing on stdout, nothing on disk. */
function expectRefusal({ exitCode, stdout, stderr, left }: Awaited<ReturnType<typeof runWith>>, message: RegExp): void {
  expect(stderr).toMatch(/^error: [^\n]+\n$/)
  expect(stderr).toMatch(message)
  expect({ exitCode, stdout, left }).toEqual({ exitCode: 2, stdout: '', left: [] })
}

describe('a data file that cannot be used', () => {
  it.each([
    { name: 'empty', csv: '', message: /holds no rows/ },
    { name: 'only a header', csv: `${HEADER}\n`, message: /holds no rows/ },
    { name: 'binary', csv: Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0, 1, 2, 3), message: /is not UTF-8 text/ },
    { name: 'another encoding', csv: Uint8Array.of(0x64, 0xe9, 0x0a), message: /is not UTF-8 text/ },
    { name: 'a missing column', csv: 'date,open,high,low,volume\n2020-01-01,1,1,1,1\n', message: /close/ },
    { name: 'no time column', csv: 'open,high,low,close,volume\n1,1,1,1,1\n', message: /time/ },
    { name: 'a cell that is no number', csv: `${HEADER}\n2020-01-01,1,x,1,1,1\n`, message: /line 2, column high: "x" is not a number/ },
    { name: 'an impossible date', csv: `${HEADER}\n2020-02-30,1,1,1,1,1\n`, message: /line 2, column date: "2020-02-30"/ },
    { name: 'a duplicate time', csv: `${HEADER}\n2020-01-01,1,1,1,1,1\n2020-01-01,1,1,1,1,1\n`, message: /line 3, column date/ },
    { name: 'disorder', csv: `${HEADER}\n2020-01-02,1,1,1,1,1\n2020-01-01,1,1,1,1,1\n`, message: /line 3, column date/ },
    { name: 'a high below the close', csv: `${HEADER}\n2020-01-01,1,1,1,2,1\n`, message: /line 2, column high/ },
    { name: 'a negative price', csv: `${HEADER}\n2020-01-01,1,1,-1,1,1\n`, message: /line 2, column low/ },
    { name: 'a short row', csv: `${HEADER}\n2020-01-01,1,1\n`, message: /line 2, column/ },
    { name: 'a number beyond doubles', csv: `${HEADER}\n2020-01-01,1,1e999,1,1,1\n`, message: /line 2, column high/ },
  ])('$name', async ({ csv, message }) => {
    expectRefusal(await runWith({ csv }), message)
  })
})

describe('a specification that cannot be used', () => {
  const withSpec = (change: Record<string, unknown>) => JSON.stringify({ ...SPEC, ...change })

  it.each([
    { name: 'empty', spec: '', message: /spec\.json is not valid JSON/ },
    { name: 'not JSON', spec: '{ "strategy": ', message: /spec\.json is not valid JSON/ },
    { name: 'binary', spec: Uint8Array.of(0, 1, 2), message: /is not UTF-8 text/ },
    { name: 'a list', spec: '[]', message: /must be a JSON object/ },
    { name: 'no strategy', spec: '{}', message: /strategy: must be/ },
    { name: 'an unknown strategy type', spec: withSpec({ strategy: { type: 'astrology' } }), message: /strategy\.type/ },
    { name: 'an unknown key', spec: withSpec({ inital_cash: 1 }), message: /inital_cash: is not a known key/ },
    {
      name: 'an unknown parameter',
      spec: withSpec({ strategy: { type: 'trend_following', parameters: { fastest: 3 } } }),
      message: /fastest/,
    },
    {
      name: 'a parameter out of bounds',
      spec: withSpec({ strategy: { type: 'trend_following', parameters: { fast: -3 } } }),
      message: /fast/,
    },
    { name: 'a huge number', spec: withSpec({ initial_cash: 1e300 }), message: /initial_cash/ },
    { name: 'a negative seed', spec: withSpec({ seed: -1 }), message: /seed/ },
    { name: 'an impossible date', spec: withSpec({ start_date: '2001-02-30' }), message: /start_date: must be a calendar date/ },
    {
      name: 'dates out of order',
      spec: withSpec({ start_date: '2010-01-01', end_date: '2009-01-01' }),
      message: /end_date: must not be before start_date/,
    },
    { name: 'dates outside the data', spec: withSpec({ start_date: '2031-01-01', end_date: '2032-01-01' }), message: /2031-01-01/ },
    { name: 'an unknown cost model', spec: withSpec({ cost_model: { type: 'free' } }), message: /cost_model/ },
  ])('$name', async ({ spec, message }) => {
    expectRefusal(await runWith({ spec }), message)
  })
})

describe('paths that cannot be used', () => {
  it('a missing file', async () => {
    const folder = makeFolder()
    const { exitCode, stderr } = await aureliusHere([
      'run',
      '--spec',
      join(folder, 'no.json'),
      '--data',
      SP500_FILE,
      '--out',
      join(folder, 'out'),
    ])
    expect({ exitCode, stderr }).toEqual({
      exitCode: 2,
      stderr: `error: The specification ${join(folder, 'no.json')} does not exist; check the path\n`,
    })
    expect(existsSync(join(folder, 'out'))).toBe(false)
  })

  it('a folder in place of a file', async () => {
    const folder = makeFolder()
    const spec = makeFile(folder, 'spec.json', JSON.stringify(SPEC))
    const { exitCode, stderr } = await aureliusHere(['run', '--spec', spec, '--data', folder, '--out', join(folder, 'out')])
    expect({ exitCode, stderr }).toEqual({ exitCode: 2, stderr: `error: The data file ${folder} is a folder; name a file in it\n` })
  })

  it('a file in place of the folder for results', async () => {
    const folder = makeFolder()
    const spec = makeFile(folder, 'spec.json', JSON.stringify(SPEC))
    const { exitCode, stderr } = await aureliusHere(['run', '--spec', spec, '--data', SP500_FILE, '--out', spec])
    expect({ exitCode, stderr }).toEqual({ exitCode: 2, stderr: `error: ${spec} is a file; name a folder for the results\n` })
  })
})

it('a folder that cannot be made: the work failed, and nothing is left', async () => {
  const folder = makeFolder()
  const spec = makeFile(folder, 'spec.json', JSON.stringify(SPEC))
  const { exitCode, stdout, stderr } = await aureliusHere(['run', '--spec', spec, '--data', SP500_FILE, '--out', join(spec, 'out')])
  expect(stderr).toMatch(/^error: .*spec\.json\/out cannot be written \(ENOTDIR\); check the path[^\n]*\n$/)
  expect({ exitCode, stdout, left: readdirSync(folder) }).toEqual({ exitCode: 1, stdout: '', left: ['spec.json'] })
})

describe('usage', () => {
  it.each([
    { name: 'an unknown command', args: ['fly'], message: /unknown command 'fly'/ },
    { name: 'an unknown option', args: ['strategies', 'list', '--lmit', '3'], message: /unknown option '--lmit'/ },
    { name: 'a missing option', args: ['run', '--spec', 'x'], message: /required option '--data <file>'/ },
    { name: 'a missing argument', args: ['datasets', 'import'], message: /missing required argument 'file'/ },
    { name: 'an unknown gate', args: ['gates', 'run', 'nosuch', '--strategy', 'x'], message: /Allowed choices are dev, crv, product/ },
    { name: 'a limit that is no number', args: ['backtests', 'list', '--limit', 'all'], message: /must be a number/ },
  ])('$name', async ({ args, message }) => {
    const { exitCode, stdout, stderr } = await aureliusHere(args)
    expect(stderr).toMatch(/^error: [^\n]+\n$/)
    expect(stderr).toMatch(message)
    expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' })
  })

  it.each([[['--help']], [['run', '--help']], [['backtests', 'run', '--help']], [['gates', 'run', '--help']]])(
    '%j teaches by example',
    async (args) => {
      const { exitCode, stdout, stderr } = await aureliusHere(args)
      expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' })
      expect(stdout).toMatch(/\$ aurelius /)
    },
  )
})

it('ends a process of its own with the same words and code', async () => {
  const args = ['strategies', 'generate', '--goal', 'x', '--risk', 'reckless']
  const { exitCode, stdout, stderr } = await aurelius(args)
  expect({ exitCode, stdout, stderr }).toEqual(await aureliusHere(args))
  expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' })
})
