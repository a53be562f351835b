import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parquetWriteBuffer } from 'hyparquet-writer'
import { describe, expect, it } from 'vitest'
import { makeEndedPanel } from '../builders/endedPanel.ts'
import { aureliusHere, makeFile, makeFolder, SP500_FILE } from './aurelius.ts'

const HEADER = 'time,open,high,low,close,volume'
const ROWS = ['2020-01-02,10,12,9,11,500', '2020-01-03,11,13,10,12,0']
const GOOD = `${[HEADER, ...ROWS].join('\n')}\n`

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
  return {
    folder,
    run,
    json,
    importText: (text: string | Uint8Array, ...options: string[]) =>
      json('datasets', 'import', makeFile(folder, 'bars.csv', text), ...options),
  }
}

describe('aurelius datasets import', () => {
  it('reads the same rows from files of other habits as the same data', async () => {
    const { folder, json, importText } = makeDesk()
    const { dataHash } = await importText(GOOD, '--symbol', 'PLAIN')
    const others: [text: string, ...options: string[]][] = [
      [`\ufeff${GOOD.replaceAll('\n', '\r\n')}`],
      [GOOD.replace('2020-01-02', '"2020-01-02"')],
      [GOOD.replaceAll(',', '|'), '--delimiter', '|'],
      [GOOD.replaceAll(',', ';').replace('11;500', '11,0;500'), '--decimal', ','],
      [GOOD.replace('2020-01-02', '02/01/2020').replace('2020-01-03', '03/01/2020'), '--dates', 'day_first'],
      [GOOD.replace('close', 'Last Price'), '--map', 'close=Last Price'],
    ]
    for (const [at, [text, ...options]] of others.entries()) {
      const dataset = await json('datasets', 'import', makeFile(folder, `${at}.csv`, text), '--symbol', `S${at}`, ...options)
      expect(dataset.dataHash).toBe(dataHash)
    }
  })

  it('reads Parquet as the same data, bars and panels', async () => {
    const { folder, importText, json } = makeDesk()
    const { dataHash } = await importText(GOOD, '--symbol', 'PLAIN')
    const columns = (rows: string[][]) =>
      ['open', 'high', 'low', 'close', 'volume'].map((name, at) => ({ name, data: rows.map((row) => Number(row[at + 1])) }))
    const rows = ROWS.map((row) => row.split(','))
    const time = { name: 'Date', data: rows.map(([day]) => new Date(`${day}T00:00:00Z`)), type: 'TIMESTAMP' as const }
    const file = makeFile(folder, 'bars.parquet', new Uint8Array(parquetWriteBuffer({ columnData: [time, ...columns(rows)] })))
    expect((await json('datasets', 'import', file, '--symbol', 'PARQUET')).dataHash).toBe(dataHash)

    const twice = {
      columnData: [
        { name: 'symbol', data: ['A', 'A', 'B', 'B'] },
        { ...time, data: [...time.data, ...time.data] },
        ...columns([...rows, ...rows]),
      ],
    }
    const panel = await json('datasets', 'import', makeFile(folder, 'panel.parquet', new Uint8Array(parquetWriteBuffer(twice))))
    expect(panel).toMatchObject({ kind: 'panel', symbols: ['A', 'B'], symbol: '2 symbols', barCount: 4 })
    const preview = await json('datasets', 'preview', file)
    expect(preview).toMatchObject({ format: 'parquet', kind: 'bars', barCount: 2, problem: null })
    expect(preview.columns[0]).toEqual({ name: 'Date', type: 'time', field: 'time' })
  })

  it.each([
    { name: 'an empty file', content: '', exitCode: 2, message: 'The file holds no rows of bars' },
    { name: 'a header alone', content: `${HEADER}\n`, exitCode: 2, message: 'The file holds no rows of bars' },
    { name: 'the wrong delimiter', content: GOOD, options: ['--delimiter', ';'], exitCode: 2, message: 'another delimiter may be needed' },
    {
      name: 'a picture',
      content: Uint8Array.from([0x89, 0x50, 0x4e, 0x47, 0, 1, 2]),
      exitCode: 2,
      message: 'neither UTF-8 text nor Parquet',
    },
    {
      name: 'Latin-1',
      content: Uint8Array.from([...Buffer.from(HEADER), 0x0a, 0xe9, 0x0a]),
      exitCode: 2,
      message: 'neither UTF-8 text nor Parquet',
    },
    { name: 'half a Parquet file', content: Buffer.from('PAR1 and no more'), exitCode: 2, message: 'The Parquet file cannot be read' },
    { name: 'a date that can be two', content: GOOD.replace('2020-01-02', '01/02/2020'), exitCode: 2, message: 'say which of them it is' },
    {
      name: 'a zone that is none',
      content: GOOD,
      options: ['--timezone', 'Mars/Base'],
      exitCode: 2,
      message: '--timezone must be the name of a time zone',
    },
    {
      name: 'a field that is none',
      content: GOOD,
      options: ['--map', 'price=close'],
      exitCode: 2,
      message: 'It must be a field and a column',
    },
    { name: 'a bad row', content: `${GOOD}x,1,1,1,1,1\n`, exitCode: 2, message: 'line 4, column time: "x" is not' },
  ])('$name is refused in one line', async ({ content, options = [], exitCode, message }) => {
    const { folder, run } = makeDesk()
    const outcome = await run('datasets', 'import', makeFile(folder, 'bars.csv', content), ...options)
    expect(outcome).toMatchObject({ exitCode, stdout: '', stderr: expect.stringContaining(message) })
    expect((await run('datasets', 'list', '--json')).stdout).toBe('[]\n')
  })

  it('writes every rejected row to a file, whether the import goes through or not', async () => {
    const { folder, run } = makeDesk()
    const file = makeFile(folder, 'bars.csv', `${GOOD}${'x,1,1,1,1,1\n'.repeat(150)}`)
    const out = join(folder, 'rejects.csv')
    expect(await run('datasets', 'import', file, '--rejects', out)).toMatchObject({ exitCode: 2 })
    const rejects = readFileSync(out, 'utf8').trimEnd().split('\r\n')
    expect(rejects).toHaveLength(151)
    expect(rejects[150]).toMatch(/^153,time,/)
    expect(await run('datasets', 'import', file, '--skip-rejected', '--rejects', out)).toMatchObject({ exitCode: 0 })
    expect(await run('datasets', 'preview', file, '--rejects', join(folder, 'no/such/folder.csv'))).toMatchObject({ exitCode: 1 })
  })

  it('says in a preview what an import would leave out', async () => {
    const { folder, run } = makeDesk()
    const { stdout } = await run('datasets', 'preview', makeFile(folder, 'bars.csv', `${GOOD}x,1,1,1,1,1\n`))
    expect(stdout).toMatch(/^Rejected rows {2}1$/m)
    expect(stdout).toContain('line 4, column time: "x" is not an ISO date')
    expect(stdout).toMatch(/^volume {2}integer {2}volume$/m)
  })
})

describe('aurelius datasets', () => {
  it('exports what imports back with the same hash, without volume too', async () => {
    const { folder, run, json, importText } = makeDesk()
    const index = await json('datasets', 'import', SP500_FILE, '--symbol', 'SPX')
    const bare = await importText('date,open,high,low,close\n2020-01-02,10,12,9,11\n2020-01-03,11,13,10,12\n', '--symbol', 'BARE')
    const universe = await json('datasets', 'synthetic', '--pairs', '2', '--bars', '120')
    expect(universe.name).toContain('Synthetic')
    for (const { id, dataHash } of [index, bare, universe]) {
      const out = join(folder, `${id}.csv`)
      expect(await run('datasets', 'export', id, '--out', out)).toMatchObject({ exitCode: 0 })
      await run('datasets', 'import', out, '--symbol', 'AGAIN')
      const preview = await json('datasets', 'preview', out)
      expect(preview.problem).toBeNull()
      const again = (await json('datasets', 'list')).filter((each: { dataHash: string }) => each.dataHash === dataHash)
      // A panel names itself, so the second import found the first; bars by another name are stored again.
      expect(again).toHaveLength(id === universe.id ? 1 : 2)
    }
    expect(readFileSync(join(folder, `${universe.id}.csv`), 'utf8')).toMatch(/^time,symbol,open,high,low,close,volume,carry\r\n/)
  })

  it('gathers coarser bars that know what they were made from', async () => {
    const { run, json } = makeDesk()
    const index = await json('datasets', 'import', SP500_FILE, '--symbol', 'SPX', '--survivorship', 'single_index')
    const months = await json('datasets', 'resample', index.id, '--period', 'month', '--name', 'Months')
    expect(months).toMatchObject({ name: 'Months', barCount: 244, survivorship: 'single_index' })
    expect(months.provenance).toEqual({
      kind: 'resampled',
      fromId: index.id,
      fromName: 'sp500-2000',
      fromHash: index.dataHash,
      period: 'month',
    })
    expect(months.quality).toMatchObject({ calendar: 'monthly', missingBars: 0 })
    expect(await run('datasets', 'resample', months.id, '--period', 'day')).toMatchObject({
      exitCode: 2,
      stderr: expect.stringContaining('choose a longer period'),
    })
  })

  it('changes what is said about data and shows it', async () => {
    const { run, json, importText } = makeDesk()
    const { id, dataHash } = await importText(GOOD, '--symbol', 'X', '--adjusted', 'no')
    const edited = await json('datasets', 'edit', id, '--adjusted', 'yes', '--survivorship', 'point_in_time')
    expect(edited).toMatchObject({ adjusted: true, survivorship: 'point_in_time', dataHash, name: 'bars' })
    expect((await run('datasets', 'show', id)).stdout).toMatch(/^Survivorship {5}point in time$/m)
  })

  it('runs a panel strategy on a stored panel, names its symbols, and refuses bars', async () => {
    const { run, json, importText } = makeDesk()
    const bars = await importText(GOOD, '--symbol', 'X')
    const universe = await json('datasets', 'synthetic', '--pairs', '2', '--bars', '300')
    const [strategy] = await json('strategies', 'generate', '--goal', 'pairs trading', '--max', '1', '--save')
    const completed = await json('backtests', 'run', '--strategy', strategy.id, '--dataset', universe.id)
    expect(completed).toMatchObject({ status: 'completed', instruments: universe.symbols, dataHash: universe.dataHash })
    const trades = (await run('backtests', 'export', completed.id, '--trades')).stdout
    expect(trades).toMatch(/^SYNTHETIC0[1-4],(long|short),/m)
    expect(await run('backtests', 'run', '--strategy', strategy.id, '--dataset', bars.id)).toMatchObject({
      exitCode: 2,
      stderr: expect.stringContaining('needs a panel of several instruments'),
    })
  })

  it('keeps with a run what must be known of symbols whose data ended', async () => {
    const { json, importText } = makeDesk()
    const panel = await importText(makeEndedPanel())
    const [strategy] = await json('strategies', 'generate', '--goal', 'carry', '--max', '1', '--save')
    const { metrics } = await json('backtests', 'run', '--strategy', strategy.id, '--dataset', panel.id)
    expect(metrics.notes).toEqual([expect.stringContaining('stays open at the last known close: A (2020-02-05)')])
  })
})
