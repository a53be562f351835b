import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { aureliusHere, makeFolder, SP500_FILE } from './aurelius.ts'

/** A command line with a database of its own, which holds the index and a strategy with a finished run. */
async function makeDesk() {
  const folder = makeFolder()
  const place = ['--db', join(folder, 'desk.sqlite'), '--data-dir', folder]
  const run = (...args: string[]) => aureliusHere([...args, ...place])
  const json = async (...args: string[]) => {
    const { exitCode, stdout, stderr } = await run(...args, '--json')
    expect({ exitCode, stderr }).toMatchObject({ exitCode: 0 })
    return JSON.parse(stdout)
  }
  const dataset = await json('datasets', 'import', SP500_FILE, '--name', 'Index', '--symbol', 'SPX')
  const [strategy] = await json('strategies', 'generate', '--goal', 'follow long trends', '--max', '1', '--save')
  return { folder, run, json, dataset, strategy }
}

describe('aurelius audit', () => {
  it('lists what was done, prints the head, and finds it again', async () => {
    const { run, json } = await makeDesk()
    const entries = await json('audit', 'list')
    expect(entries.map(({ action }: { action: string }) => action)).toEqual(['strategy.create', 'dataset.import'])
    const { stdout: head } = await run('audit', 'head')
    expect(head).toMatch(/^2:[0-9a-f]{64}\n$/)
    expect(await json('audit', 'verify', '--head', head.trim())).toMatchObject({ intact: true, rows: 2 })
    expect(await run('audit', 'verify', '--head', `1:${'a'.repeat(64)}`)).toMatchObject({
      exitCode: 1,
      stdout: expect.stringContaining('BROKEN. First break at row 1'),
    })
    expect(await run('audit', 'verify', '--head', 'nonsense')).toMatchObject({
      exitCode: 2,
      stderr: expect.stringContaining('head: must be'),
    })
  })
})

describe('aurelius evidence', () => {
  it('exports a pack that verifies without the database, and names what was changed', { timeout: 60_000 }, async () => {
    const { folder, run, json, dataset, strategy } = await makeDesk()
    expect(await run('evidence', 'export', '--strategy', strategy.id, '--out', join(folder, 'none'))).toMatchObject({
      exitCode: 1,
      stderr: expect.stringContaining('Run a backtest, then export its evidence'),
    })
    await json('backtests', 'run', '--strategy', strategy.id, '--dataset', dataset.id, '--start', '2012-01-03', '--end', '2014-12-31')
    const pack = join(folder, 'pack')
    const { packHash } = await json('evidence', 'export', '--strategy', strategy.id, '--out', pack)
    expect(readdirSync(pack)).toEqual(expect.arrayContaining(['manifest.json', 'run.json', 'data.json', 'audit.json']))
    expect(await json('evidence', 'verify', pack, '--hash', packHash)).toMatchObject({ intact: true, replay: { state: 'equal' } })
    expect(await run('evidence', 'export', '--strategy', strategy.id, '--out', pack)).toMatchObject({ exitCode: 1 })

    const file = join(pack, 'gates.json')
    writeFileSync(file, `${readFileSync(file, 'utf8')} `)
    expect(await run('evidence', 'verify', pack)).toMatchObject({
      exitCode: 1,
      stdout: expect.stringContaining('gates.json: was changed after the export: its SHA-256 is another one'),
    })
    expect(await run('evidence', 'verify', join(folder, 'nowhere'))).toMatchObject({ exitCode: 2 })
  })
})

describe('decisions on the command line', () => {
  it('are refused to the author, and kept when they may be made', async () => {
    const { run, json, dataset, strategy } = await makeDesk()
    const waive = ['waivers', 'grant', '--strategy', strategy.id, '--gate', 'crv', '--check', 'C13', '--reason', 'Young.']
    expect(await run(...waive)).toMatchObject({ exitCode: 1, stderr: expect.stringContaining('has not judged C13') })
    expect(await run('approvals', 'give', '--strategy', strategy.id, '--strategy-version', '1')).toMatchObject({
      exitCode: 1,
      stderr: expect.stringContaining('does not hold the role "approver"'),
    })
    expect(await json('approvals', 'grant-role', 'bob')).toMatchObject({ actor: 'bob', revokedAtMs: null })
    expect(await json('approvals', 'as-of', '2026-01-01')).toEqual([])
    const objection = await json('reviews', 'note', '--strategy', strategy.id, '--objection', '--text', 'Costs look low.')
    expect(await json('reviews', 'resolve', objection.id, '--answer', 'Doubled.')).toMatchObject({ resolution: 'Doubled.' })
    await json('holdouts', 'lock', '--dataset', dataset.id, '--from', '2018-01-02', '--reason', 'The last look.')
    expect((await run('holdouts', 'show', '--dataset', dataset.id)).stdout).toMatch(/^Locked: 2018-01-02 to 2020-.*\nNever opened\.\n$/)
    const peek = ['backtests', 'run', '--strategy', strategy.id, '--dataset', dataset.id, '--start', '2018-06-01']
    expect(await run(...peek)).toMatchObject({ exitCode: 1, stderr: expect.stringContaining('locked holdout') })
    expect(await json('audit', 'list', '--action', 'holdout')).toHaveLength(1)
  })
})
