import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it, vi } from 'vitest'
import type { Client } from '#shared/contract/contract.ts'
import type { Strategy } from '#shared/domain/strategy.ts'
import { openTestApplication, waitForRun } from '../../../tests/builders/openTestApplication.ts'
import { storePendingRun } from '../../../tests/builders/storePendingRun.ts'
import { makeStrategy, makeStrategyDraft } from '../../../tests/builders/strategies.ts'
import { cleanUpLater, describeOnBothDialects, freshFolder, type MakeDatabase, testServer } from '../../../tests/storage/dialects.ts'
import type { RunningApplication } from './application.ts'
import type { ApplicationOptions } from './applicationContract.ts'
import { createStrategy } from './repositories/strategyRepository.ts'
import { verifyBackupFile } from './services/transferService.ts'

const GOLDEN = JSON.parse(readFileSync(new URL('../../../tests/golden/fixtures/runs/SP500_sma.json', import.meta.url), 'utf8')) as {
  equity: number[]
  trades: unknown[]
}
/** The settings of the golden run. */
const SETTINGS = { cost_model: { type: 'percentage', percentage: 0.002, minimum_commission: 0 } } as const

async function startOn(makeDatabase: MakeDatabase, options: Partial<ApplicationOptions> = {}): Promise<RunningApplication> {
  const database = await makeDatabase({ migrated: true })
  const { connection } = database
  const password = connection.dialect === 'postgres' ? testServer().password : null
  const application = await openTestApplication({ connection, password, dataDirectory: await freshFolder(), ...options })
  cleanUpLater(application.close)
  return application
}

async function runGolden(client: Client) {
  const strategy = await client.strategies.create(makeStrategyDraft())
  const { items } = await client.datasets.list({})
  const run = await client.backtests.run({ strategyId: strategy.id, datasetId: items[0]!.id, settings: SETTINGS })
  return { strategy, run: await waitForRun(client, run.id) }
}

async function readCsv(client: Client, input: Parameters<Client['csvExports']['stream']>[0]): Promise<string> {
  let text = ''
  for await (const piece of await client.csvExports.stream(input)) text += piece.text
  return text
}

describeOnBothDialects('application', (makeDatabase) => {
  it('imports the sample once at first start', async () => {
    const { client } = await startOn(makeDatabase)
    const first = await client.datasets.list({ withTotal: true })
    expect(first.items).toMatchObject([{ symbol: 'SPX', barCount: 5105 }])
    expect((await client.datasets.importSample()).id).toBe(first.items[0]!.id)
    expect((await client.datasets.list({ withTotal: true })).total).toBe(1)
  })

  it('brings no sample into a database that holds work, with datasets or without', async () => {
    const database = await makeDatabase()
    await createStrategy(database, makeStrategy({ status: 'archived' }))
    const { client } = await startOn(async () => database)
    expect((await client.datasets.list({ withTotal: true })).total).toBe(0)
  })

  it('carries a generated strategy through a run, both gates and an export', async () => {
    const { client } = await startOn(makeDatabase)
    const [candidate] = await client.strategies.generate({ goal: 'follow the trend of the index, long only' })
    expect(candidate!.draft.type).toBe('trend_following')
    const thresholds = [{ metric: 'max_drawdown', comparison: 'at_least', bound: -0.15 }] as const
    const kept = await client.strategies.create({ ...candidate!.draft, thresholds: [...thresholds] })
    expect(await client.readiness.targets({ strategyId: kept.id })).toMatchObject({ maxDrawdown: 0.15, minSharpe: null })
    expect(kept).toMatchObject({ version: 1, status: 'draft' })

    const { strategy, run } = await runGolden(client)
    expect(run).toMatchObject({ status: 'completed', progress: 1, totalTrades: GOLDEN.trades.length })
    const positions = await client.backtests.positions({ id: run.id })
    expect(positions.equity.length).toBe(5105)
    expect(positions.equity.at(-1)).toBeCloseTo(GOLDEN.equity.at(-1)!, 6)
    expect(await client.backtests.replay({ id: run.id })).toMatchObject({ equal: true })

    const dev = await client.gates.run({ strategyId: strategy.id, gateType: 'dev' })
    expect(dev.checks.filter((check) => check.blocking && check.state !== 'PASS')).toEqual([])
    expect(dev).toMatchObject({ verdict: 'passed', passed: true, stale: false, binding: { backtestId: run.id } })
    const crv = await client.gates.run({ strategyId: strategy.id, gateType: 'crv' })
    expect(crv).toMatchObject({ verdict: 'incomplete', passed: false, recommendation: expect.stringMatching(/walk-forward/) })
    expect((await client.strategies.get({ id: strategy.id })).status).toBe('dev')

    const lines = (await readCsv(client, { table: 'trades', backtestId: run.id })).split('\r\n')
    expect(lines).toHaveLength(GOLDEN.trades.length + 2)
    const cells = lines[1]!.split(',')
    expect(cells.slice(0, -1).join(',')).toBe(
      'SPX,long,71,2000-02-16T00:00:00Z,1402.050049,2000-02-22T00:00:00Z,1346.089966,31,34,-4363.401775129996,390.23588213',
    )
    expect(Number(cells.at(-1))).toBeCloseTo(-0.04383321627771643, 12)
  })

  it('calls a gate result stale once the strategy was edited, and starts the new version as a draft', async () => {
    const { client } = await startOn(makeDatabase)
    const { strategy } = await runGolden(client)
    const { checks } = await client.gates.run({ strategyId: strategy.id, gateType: 'dev' })
    const draft = makeStrategyDraft({ parameters: { fast: 5, slow: 20 } })
    const edited = await client.strategies.update({ id: strategy.id, expectedVersion: 1, draft })
    expect(edited).toMatchObject({ version: 2, status: 'draft', parameters: { fast: 5, slow: 20, average: 'sma', direction: 'long_only' } })
    const { items } = await client.gates.board({})
    const count = (...states: string[]) => checks.filter(({ state }) => states.includes(state)).length
    const applicable = checks.length - count('N/A')
    const satisfied = applicable - count('FAIL', 'NOT_RUN', 'STALE')
    expect(items[0]!.dev).toMatchObject({ stale: true, passed: true, checkCount: { satisfied, applicable } })
    expect(items[0]!.dev).not.toHaveProperty('checks')
    await expect(client.strategies.update({ id: strategy.id, expectedVersion: 1, draft })).rejects.toMatchObject({
      code: 'conflict',
      data: { expectedVersion: 1, actualVersion: 2 },
    })
  })

  it.each([
    {
      name: 'a start date without data',
      settings: { start_date: '1990-01-01' },
      code: 'data_out_of_range',
      message: /1990-01-01.*2000-01-03 to 2020-04-17/,
    },
    {
      name: 'dates out of order',
      settings: { start_date: '2010-01-01', end_date: '2009-01-01' },
      code: 'invalid_input',
      message: /end_date/,
    },
    { name: 'no cash', settings: { initial_cash: -5 }, code: 'invalid_input', message: /initial_cash/ },
    { name: 'a date that does not exist', settings: { start_date: '2024-99-99' }, code: 'invalid_input', message: /start_date/ },
  ])('refuses $name, naming the field, and stores nothing', async ({ settings, code, message }) => {
    const { client } = await startOn(makeDatabase)
    const strategy = await client.strategies.create(makeStrategyDraft())
    const { items } = await client.datasets.list({})
    const attempt = client.backtests.run({ strategyId: strategy.id, datasetId: items[0]!.id, settings })
    await expect(attempt).rejects.toMatchObject({ code, message: expect.stringMatching(message) })
    expect((await client.backtests.list({ withTotal: true })).total).toBe(0)
  })

  it('refuses strategies that cannot run, naming the parameter', async () => {
    const { client } = await startOn(makeDatabase)
    const create = (change: Partial<Strategy>) => client.strategies.create(makeStrategyDraft(change))
    await expect(create({ parameters: { fast: 30, slow: 20 } })).rejects.toMatchObject({
      code: 'invalid_input',
      message: expect.stringMatching(/fast|slow/),
    })
    await expect(create({ parameters: { quick: 3 } })).rejects.toMatchObject({
      code: 'invalid_input',
      message: expect.stringMatching(/quick/),
    })
    expect((await client.strategies.list({ withTotal: true })).total).toBe(0)
  })

  it('says that a panel family needs more than one instrument, before anything is stored', async () => {
    const { client } = await startOn(makeDatabase)
    const strategy = await client.strategies.create(makeStrategyDraft({ type: 'market_neutral', parameters: {} }))
    const { items } = await client.datasets.list({})
    const attempt = client.backtests.run({ strategyId: strategy.id, datasetId: items[0]!.id, settings: SETTINGS })
    await expect(attempt).rejects.toMatchObject({ code: 'invalid_input', message: expect.stringMatching(/panel/) })
    expect((await client.backtests.list({ withTotal: true })).total).toBe(0)
  })

  it('shows the run of a killed process as interrupted at the next start, and resumes it', async () => {
    const database = await makeDatabase()
    const { connection } = database
    const password = connection.dialect === 'postgres' ? testServer().password : null
    const dataDirectory = await freshFolder()
    const script = new URL('../../../tests/storage/abandonRunProcess.ts', import.meta.url)
    const child = spawn(process.execPath, [script.pathname, JSON.stringify({ connection, password, dataDirectory })], {
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    const [backtestId] = await once(child.stdout.setEncoding('utf8'), 'data')
    child.kill('SIGKILL')
    await once(child, 'exit')

    const application = await openTestApplication({ connection, password, dataDirectory })
    cleanUpLater(application.close)
    const { client } = application
    const run = await client.backtests.get({ id: String(backtestId).trim() })
    expect(run).toMatchObject({ status: 'interrupted', metrics: null })
    await client.backtests.resume({ id: run.id })
    expect(await waitForRun(client, run.id)).toMatchObject({ status: 'completed', totalTrades: GOLDEN.trades.length })
  })

  it('takes up a run that was queued and never begun', async () => {
    const { connection } = await makeDatabase()
    const password = connection.dialect === 'postgres' ? testServer().password : null
    const options = { connection, password, dataDirectory: await freshFolder() }
    const id = await storePendingRun(options)
    const { client, close } = await openTestApplication(options)
    cleanUpLater(close)
    expect(await waitForRun(client, id)).toMatchObject({ status: 'completed', totalTrades: GOLDEN.trades.length })
  })

  it('backs the open database up when a backup is due, and the file is whole', async () => {
    const folder = join(await freshFolder(), 'backups')
    const lines: string[] = []
    await startOn(makeDatabase, { backups: { folder, everyMs: 86_400_000, keep: 2 }, log: (line) => lines.push(line) })
    await vi.waitFor(() => expect(lines).toEqual([expect.stringMatching(/^Backed up to /)]), { timeout: 20_000 })
    const files = await readdir(folder)
    expect(files).toHaveLength(1)
    const { tables } = await verifyBackupFile(join(folder, files[0]!), { appVersion: '0.0.0-test' })
    expect(tables.map(({ name }) => name)).toContain('backtest_artifacts')
  })

  it('tells database and workers are well by asking them', async () => {
    const { client } = await startOn(makeDatabase)
    expect(await client.system.health()).toMatchObject({ database: { ok: true }, workers: { ok: true, threads: 2, active: 0, queued: 0 } })
  })
})

describe('choosing the database', () => {
  const freshServerSchema = () => {
    const { connection, password } = testServer()
    return { connection: { ...connection, schema: `choice_${crypto.randomUUID().replaceAll('-', '')}` }, password }
  }

  it('never changes the schema of a server without consent', async () => {
    const dataDirectory = await freshFolder()
    const local = { dialect: 'sqlite' as const, file: `${dataDirectory}/local.sqlite` }
    const server = freshServerSchema()
    await expect(openTestApplication({ ...server, dataDirectory })).rejects.toMatchObject({ code: 'migration_required' })

    const application = await openTestApplication({ ...server, dataDirectory, fallbackConnection: local, log: () => undefined })
    cleanUpLater(application.close)
    const { client } = application
    expect(await client.connections.current()).toMatchObject({
      connection: local,
      problem: { code: 'migration_required', connection: server.connection },
    })
    await expect(client.connections.switchTo(server)).rejects.toMatchObject({ code: 'migration_required' })
    expect(await client.connections.current()).toMatchObject({ connection: local })

    expect(await client.connections.switchTo({ ...server, migrate: true })).toMatchObject({ dialect: 'postgres', state: 'ready' })
    expect(await client.connections.current()).toMatchObject({ connection: server.connection, problem: null })
    expect((await client.strategies.list({ withTotal: true })).total).toBe(0)
  })

  it.each([
    { name: 'a wrong password', change: {}, password: 'wrong', code: 'database_login_failed' },
    { name: 'a port where nothing listens', change: { port: 1 }, password: 'x', code: 'database_unreachable' },
  ])('keeps the database in use when the other one answers with $name', async ({ change, password, code }) => {
    const dataDirectory = await freshFolder()
    const application = await openTestApplication({
      connection: { dialect: 'sqlite', file: `${dataDirectory}/local.sqlite` },
      password: null,
      dataDirectory,
    })
    cleanUpLater(application.close)
    const { client } = application
    const target = { connection: { ...testServer().connection, ...change }, password }
    await expect(client.connections.switchTo(target)).rejects.toMatchObject({ code })
    expect((await client.datasets.list({ withTotal: true })).total).toBe(1)
  })
})
