import { setImmediate as nextTurn } from 'node:timers/promises'
import { expect, it } from 'vitest'
import type { RunningApplication } from '#core/application.ts'
import type { ApplicationOptions } from '#core/applicationContract.ts'
import type { Database } from '#core/database/database.ts'
import { startRun } from '#core/repositories/runState.ts'
import type { Client } from '#shared/contract/contract.ts'
import type { Strategy } from '#shared/domain/strategy.ts'
import { openTestApplication, waitForRun } from '../builders/openTestApplication.ts'
import { storePendingRun } from '../builders/storePendingRun.ts'
import { makeStrategyDraft } from '../builders/strategies.ts'
import { cleanUpLater, describeOnBothDialects, freshFolder, type MakeDatabase, openAgain, testServer } from './dialects.ts'

const NOBODY = '00000000-0000-7000-8000-000000000000'
const NOON_MS = Date.UTC(2026, 2, 29, 12, 34, 56, 789)
const INVALID = { code: 'invalid_input' }

interface Desk extends RunningApplication {
  /** The same database, seen by another client. */
  readonly db: Database
}

async function openDesk(makeDatabase: MakeDatabase, options: Partial<ApplicationOptions> = {}): Promise<Desk> {
  const db = await makeDatabase()
  const { connection } = db
  const password = connection.dialect === 'postgres' ? testServer().password : null
  const application = await openTestApplication({
    connection,
    password,
    dataDirectory: await freshFolder(),
    importSampleWhenEmpty: false,
    ...options,
  })
  cleanUpLater(application.close)
  return { ...application, db }
}

async function runOnSample({ client }: Desk) {
  const strategy = await client.strategies.create(makeStrategyDraft())
  const dataset = await client.datasets.importSample()
  const { id } = await client.backtests.run({ strategyId: strategy.id, datasetId: dataset.id })
  return { strategy, dataset, run: await waitForRun(client, id) }
}

/** Saves an edit, again from the newest version whenever somebody else was first. */
async function editUntilSaved(client: Client, id: string, author: string): Promise<Strategy> {
  while (true) {
    const { version } = await client.strategies.get({ id })
    const edit = client.strategies.update({ id, expectedVersion: version, draft: makeStrategyDraft({ author }) })
    const saved = await edit.catch((error: { code?: string }) => {
      if (error.code === 'conflict') return null
      throw error
    })
    if (saved !== null) return saved
  }
}

/** Every insert of an artifact fails from now on. */
async function refuseArtifacts(db: Database): Promise<void> {
  const statements =
    db.dialect === 'sqlite'
      ? ["CREATE TRIGGER refuse BEFORE INSERT ON backtest_artifacts BEGIN SELECT RAISE(ABORT, 'refused'); END"]
      : [
          "CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'refused'; END $$",
          'CREATE TRIGGER refuse BEFORE INSERT ON backtest_artifacts FOR EACH ROW EXECUTE FUNCTION refuse()',
        ]
  for (const statement of statements) await db.run((knex) => knex.raw(statement))
}

describeOnBothDialects('faults of the older system', (makeDatabase, dialect) => {
  it('pages have a stable order: of rows made in one instant none is missed or repeated while others are written', async () => {
    const { client } = await openDesk(makeDatabase, { now: () => NOON_MS })
    const made: string[] = []
    for (let index = 0; index < 45; index += 1) made.push((await client.strategies.create(makeStrategyDraft({ name: `S${index % 3}` }))).id)
    for (const sort of ['createdAt', 'name'] as const) {
      const seen: string[] = []
      let cursor: string | null = null
      do {
        const page: Awaited<ReturnType<Client['strategies']['list']>> = await client.strategies.list({ sort, limit: 10, cursor })
        seen.push(...page.items.map(({ id }) => id))
        cursor = page.nextCursor
        await client.strategies.create(makeStrategyDraft({ name: 'S1', description: 'written meanwhile' }))
      } while (cursor !== null)
      expect(new Set(seen).size).toBe(seen.length)
      expect(seen).toEqual(expect.arrayContaining(made))
    }
  })

  it('no update is lost: of edits of one version one is saved, the others are told both versions', async () => {
    const { client } = await openDesk(makeDatabase)
    const { id } = await client.strategies.create(makeStrategyDraft())
    const edits = Array.from({ length: 12 }, (_, index) =>
      client.strategies.update({ id, expectedVersion: 1, draft: makeStrategyDraft({ author: `author ${index}` }) }),
    )
    const outcomes = await Promise.allSettled(edits)
    const saved = outcomes.filter((outcome) => outcome.status === 'fulfilled')
    expect(saved).toHaveLength(1)
    for (const outcome of outcomes.filter((other) => other.status === 'rejected')) {
      expect(outcome.reason).toMatchObject({ code: 'conflict', data: { expectedVersion: 1, actualVersion: 2 } })
    }
    expect(await client.strategies.get({ id })).toMatchObject({ version: 2, author: saved[0]!.value.author })
  })

  it('no number is given twice: concurrent editors get one version each', async () => {
    const { client } = await openDesk(makeDatabase)
    const { id } = await client.strategies.create(makeStrategyDraft())
    const saved = await Promise.all(Array.from({ length: 8 }, (_, index) => editUntilSaved(client, id, `author ${index}`)))
    expect(saved.map(({ version }) => version).sort((a, b) => a - b)).toEqual([2, 3, 4, 5, 6, 7, 8, 9])
    expect((await client.strategies.versions({ id })).map(({ version }) => version)).toEqual([9, 8, 7, 6, 5, 4, 3, 2, 1])
  })

  it('a run does not stay "running" after a crash', async () => {
    const db = await makeDatabase()
    const { connection } = db
    const password = connection.dialect === 'postgres' ? testServer().password : null
    const options = { connection, password, dataDirectory: await freshFolder() }
    const id = await storePendingRun(options)
    await startRun(db, 'backtests', {
      id,
      owner: 'a process that is gone',
      nowMs: Date.now() - 60_000,
      leaseMs: -30_000,
    })
    const { client, close } = await openTestApplication(options)
    cleanUpLater(close)
    expect(await client.backtests.get({ id })).toMatchObject({ status: 'interrupted', errorMessage: expect.stringContaining('stopped') })
    await client.backtests.resume({ id })
    expect(await waitForRun(client, id)).toMatchObject({ status: 'completed' })
  })

  it('a completed run does not run, fail or get cancelled again', async () => {
    const desk = await openDesk(makeDatabase)
    const { run } = await runOnSample(desk)
    for (const change of [desk.client.backtests.cancel, desk.client.backtests.resume]) {
      await expect(change({ id: run.id })).rejects.toMatchObject({ code: 'invalid_transition', data: { id: run.id, from: 'completed' } })
    }
    const restart = startRun(desk.db, 'backtests', { id: run.id, owner: 'x', nowMs: NOON_MS, leaseMs: 30_000 })
    await expect(restart).rejects.toMatchObject({ code: 'invalid_transition' })
    expect(await desk.client.backtests.get({ id: run.id })).toEqual(
      expect.objectContaining({ status: 'completed', completedAtMs: run.completedAtMs }),
    )
  })

  it('"completed" is never seen before the curves', async () => {
    const desk = await openDesk(makeDatabase)
    const { strategy, dataset } = await runOnSample(desk)
    const { id } = await desk.client.backtests.run({ strategyId: strategy.id, datasetId: dataset.id })
    const done = waitForRun(desk.client, id)
    let status = 'pending'
    while (status !== 'completed') {
      const row = await desk.db.run((knex) => knex('backtests').where({ id }).first('status'))
      const artifacts: string[] = await desk.db.run((knex) => knex('backtest_artifacts').where({ backtest_id: id }).pluck('kind'))
      status = row.status
      if (status === 'completed') expect(artifacts.sort()).toEqual(['fills', 'positions', 'trades'])
      expect(status).not.toBe('failed')
      // SQLite answers without waiting: the run itself must get its turn.
      await nextTurn()
    }
    await done
  })

  it('a run whose curves cannot be stored is not completed', async () => {
    const desk = await openDesk(makeDatabase, { log: () => undefined })
    await refuseArtifacts(desk.db)
    const { run } = await runOnSample(desk)
    expect(run).toMatchObject({ status: 'failed', totalReturn: null, errorCode: expect.any(String) })
    expect(await desk.client.backtests.get({ id: run.id })).toMatchObject({ metrics: null, identity: null })
  })

  it('an undefined metric is null with a reason, and its run can be listed, sorted and read', async () => {
    const desk = await openDesk(makeDatabase)
    const { client } = desk
    const days = Array.from({ length: 60 }, (_, day) => new Date(Date.UTC(2024, 0, 1 + day)).toISOString().slice(0, 10))
    const text = ['date,open,high,low,close,volume', ...days.map((day) => `${day},100,100,100,100,1000`)].join('\n')
    const dataset = await client.datasets.importCsv({ name: 'Flat', symbol: 'FLAT', text })
    const strategy = await client.strategies.create(makeStrategyDraft())
    const { id } = await client.backtests.run({ strategyId: strategy.id, datasetId: dataset.id })
    expect(await waitForRun(client, id)).toMatchObject({ status: 'completed', sharpeRatio: null })
    const { metrics } = await client.backtests.get({ id })
    expect(metrics?.values['sharpe_ratio']).toBeNull()
    expect(metrics?.reasons['sharpe_ratio']).toMatch(/\w/)
    expect((await client.backtests.list({ sort: 'sharpeRatio' })).items.map((run) => run.id)).toEqual([id])
  })

  it('an unknown strategy is "not found", not an error of the database', async () => {
    const { client } = await openDesk(makeDatabase)
    const dataset = await client.datasets.importSample()
    const refusal = { code: 'not_found', message: expect.stringContaining(NOBODY) }
    await expect(client.backtests.run({ strategyId: NOBODY, datasetId: dataset.id })).rejects.toMatchObject(refusal)
    await expect(client.gates.run({ strategyId: NOBODY, gateType: 'dev' })).rejects.toMatchObject(refusal)
    await expect(client.strategies.delete({ id: NOBODY })).rejects.toMatchObject(refusal)
    expect((await client.backtests.list({ strategyId: NOBODY })).items).toEqual([])
  })

  it('the database itself deletes what hangs on a strategy', async () => {
    const desk = await openDesk(makeDatabase)
    const { strategy, run } = await runOnSample(desk)
    await desk.client.gates.run({ strategyId: strategy.id, gateType: 'dev' })
    await desk.db.run((knex) => knex.raw('DELETE FROM strategies WHERE id = ?', [strategy.id]))
    for (const table of ['strategy_versions', 'backtests', 'backtest_artifacts', 'gate_results']) {
      expect(await desk.db.run((knex) => knex(table))).toEqual([])
    }
    await expect(desk.client.backtests.get({ id: run.id })).rejects.toMatchObject({ code: 'not_found' })
  })

  it('lists are filtered by status, day and text', async () => {
    let now = Date.UTC(2026, 0, 1, 23, 59, 59, 999)
    const desk = await openDesk(makeDatabase, { now: () => now })
    const { client } = desk
    const { run, strategy } = await runOnSample(desk)
    now += 1
    const other = await client.strategies.create(makeStrategyDraft({ name: 'Turtle_100%' }))
    await client.strategies.archive({ id: other.id })
    const idsOf = async (input: Parameters<Client['strategies']['list']>[0]) =>
      (await client.strategies.list(input)).items.map(({ id }) => id)
    expect(await idsOf({})).toEqual([strategy.id])
    expect(await idsOf({ statuses: ['archived'] })).toEqual([other.id])
    expect(await idsOf({ search: 'turtle_100%', includeArchived: true })).toEqual([other.id])
    expect(await idsOf({ createdTo: '2026-01-01', includeArchived: true })).toEqual([strategy.id])
    expect(await idsOf({ createdFrom: '2026-01-02', includeArchived: true })).toEqual([other.id])
    const runsOf = async (input: Parameters<Client['backtests']['list']>[0]) =>
      (await client.backtests.list(input)).items.map(({ id }) => id)
    expect(await runsOf({ statuses: ['completed'], search: 'GOLDEN', createdFrom: '2026-01-01', createdTo: '2026-01-01' })).toEqual([
      run.id,
    ])
    expect(await runsOf({ statuses: ['failed', 'running'] })).toEqual([])
    expect(await runsOf({ createdFrom: '2026-01-02' })).toEqual([])
  })

  it('absurd values are refused by name and leave nothing behind', async () => {
    const { client } = await openDesk(makeDatabase)
    const create = (change: object) => client.strategies.create({ ...makeStrategyDraft(), ...change })
    for (const confidence of [42, -0.1, Number.NaN])
      await expect(create({ confidence })).rejects.toMatchObject({ ...INVALID, message: /confidence/ })
    await expect(create({ type: 'banana' })).rejects.toMatchObject({ ...INVALID, message: /type/ })
    await expect(client.strategies.list({ statuses: ['banana' as never] })).rejects.toMatchObject({ ...INVALID, message: /status/ })
    await expect(client.backtests.list({ statuses: ['banana' as never] })).rejects.toMatchObject({ ...INVALID, message: /status/ })
    expect((await client.strategies.list({ withTotal: true })).total).toBe(0)

    const strategy = await client.strategies.create(makeStrategyDraft())
    const dataset = await client.datasets.importSample()
    const run = (settings: object) => client.backtests.run({ strategyId: strategy.id, datasetId: dataset.id, settings })
    await expect(run({ initial_cash: -5 })).rejects.toMatchObject({ ...INVALID, message: /initial_cash/ })
    await expect(run({ start_date: '2024-99-99' })).rejects.toMatchObject({ ...INVALID, message: /start_date/ })
    await expect(run({ start_date: '2012-01-01', end_date: '2011-01-01' })).rejects.toMatchObject({ ...INVALID, message: /end_date/ })
    expect((await client.backtests.list({ withTotal: true })).total).toBe(0)
  })

  it.each(
    [
      { name: 'confidence 42', sql: 'UPDATE strategies SET confidence = 42' },
      { name: "status 'banana' of a strategy", sql: "UPDATE strategies SET status = 'banana'" },
      { name: "status 'banana' of a run", sql: "UPDATE backtests SET status = 'banana'" },
      { name: 'capital -5', sql: 'UPDATE backtests SET initial_capital = -5' },
      { name: 'no capital', sql: 'UPDATE backtests SET initial_capital = NULL' },
      { name: 'end before start', sql: "UPDATE backtests SET end_date = '1999-01-01'" },
      { name: 'a figure that is no number', sql: "UPDATE backtests SET sharpe_ratio = CAST('NaN' AS double precision)", only: 'postgres' },
      { name: 'a figure beyond all numbers', sql: 'UPDATE backtests SET total_return = 9e999', only: 'sqlite' },
      { name: 'completed without a result', sql: 'UPDATE backtests SET metrics = NULL' },
    ].filter(({ only = dialect }) => only === dialect),
  )('another client of the database cannot write $name either', async ({ sql }) => {
    const desk = await openDesk(makeDatabase)
    const { run } = await runOnSample(desk)
    await expect(desk.db.run((knex) => knex.raw(sql))).rejects.toMatchObject(INVALID)
    expect((await desk.client.backtests.get({ id: run.id })).status).toBe('completed')
  })

  it('"latest" is decided by the id between results of one instant', async () => {
    const desk = await openDesk(makeDatabase, { now: () => NOON_MS })
    const { strategy } = await runOnSample(desk)
    const results = []
    for (let count = 0; count < 3; count += 1) results.push(await desk.client.gates.run({ strategyId: strategy.id, gateType: 'dev' }))
    expect(new Set(results.map(({ timestampMs }) => timestampMs))).toEqual(new Set([NOON_MS]))
    const largest = results
      .map(({ id }) => id)
      .sort()
      .at(-1)
    for (let count = 0; count < 3; count += 1) expect((await desk.client.gates.board({})).items[0]!.dev?.id).toBe(largest)
    const history = await desk.client.gates.history({ strategyId: strategy.id })
    expect(history.map(({ id }) => id)).toEqual(
      results
        .map(({ id }) => id)
        .sort()
        .reverse(),
    )
  })

  it('instants have a zone: the same millisecond for every reader, and a Z in every export', async () => {
    const desk = await openDesk(makeDatabase, { now: () => NOON_MS })
    const { id } = await desk.client.strategies.create(makeStrategyDraft())
    expect((await desk.client.strategies.get({ id })).createdAtMs).toBe(NOON_MS)
    let csv = ''
    for await (const { text } of await desk.client.csvExports.stream({ table: 'strategies' })) csv += text
    expect(csv).toContain('2026-03-29T12:34:56.789Z')
    const abroad = await openAgain(desk.db.connection)
    const seen = await abroad.transaction((handle) =>
      handle.run(async (knex) => {
        if (dialect === 'postgres') await knex.raw("SET LOCAL TIME ZONE 'America/New_York'")
        return knex('strategies').where({ id }).first('created_at')
      }),
    )
    expect(seen).toEqual({ created_at: NOON_MS })
  })

  it('lists never read curves, trades or metric documents', async () => {
    const statements: string[] = []
    const desk = await openDesk(makeDatabase, { echoStatements: true, log: (line) => statements.push(line) })
    await runOnSample(desk)
    statements.length = 0
    expect((await desk.client.backtests.list({ withTotal: true })).items).toHaveLength(1)
    await desk.client.overview.get()
    expect(statements.length).toBeGreaterThan(1)
    for (const statement of statements) expect(statement).not.toMatch(/backtest_artifacts|"?metrics"?\b|"?spec"?\b|backtests[`"]?\.\*/i)
    await desk.db.run((knex) => knex.raw('DROP TABLE backtest_artifacts'))
    expect((await desk.client.backtests.list({})).items).toHaveLength(1)
  })
})
