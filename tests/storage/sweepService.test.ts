import { expect, it } from 'vitest'
import type { RunningApplication } from '#core/application.ts'
import type { Database } from '#core/database/database.ts'
import { describeLeaseOwner } from '#core/jobs/leaseOwner.ts'
import { startRun } from '#core/repositories/runState.ts'
import type { Client } from '#shared/contract/contract.ts'
import type { RunStatus } from '#shared/domain/backtest.ts'
import type { Sweep } from '#shared/domain/sweep.ts'
import { openTestApplication, waitForRun } from '../builders/openTestApplication.ts'
import { makeStrategyDraft } from '../builders/strategies.ts'
import { cleanUpLater, describeOnBothDialects, freshFolder, testServer } from './dialects.ts'

const SETTLED: readonly RunStatus[] = ['completed', 'failed', 'cancelled', 'interrupted']

async function openOver(db: Database, threads = 2): Promise<RunningApplication> {
  const password = db.connection.dialect === 'postgres' ? testServer().password : null
  const application = await openTestApplication({ connection: db.connection, password, dataDirectory: await freshFolder(), threads })
  cleanUpLater(application.close)
  return application
}

async function prepare(client: Client) {
  const { id: strategyId } = await client.strategies.create(makeStrategyDraft({ type: 'trend_following', parameters: {} }))
  const { items } = await client.datasets.list()
  return { strategyId, datasetId: items[0]!.id }
}

const AXES = [
  { name: 'fast', from: 5, to: 20, step: 5 },
  { name: 'slow', values: [20, 50, 100] },
  { name: 'stop_loss', values: ['none', 0.1] },
]
/** Minutes of work. */
const ENDLESS = {
  axes: [
    { name: 'fast', from: 2, to: 150, step: 1 },
    { name: 'slow', from: 3, to: 400, step: 1 },
  ],
  settings: { execution: { time_stop: 500 } },
}

/** Waits, through the application's own events, until a sweep is in one of the states. */
async function waitForSweep(client: Client, id: string, isThere: (sweep: Sweep) => boolean): Promise<Sweep> {
  const stop = new AbortController()
  const events = await client.backtests.watch(undefined, { signal: stop.signal })
  try {
    let sweep = await client.sweeps.get({ id })
    while (!isThere(sweep)) {
      await events.next()
      sweep = await client.sweeps.get({ id })
    }
    return sweep
  } finally {
    stop.abort()
  }
}

const settled = (sweep: Sweep) => SETTLED.includes(sweep.status)

describeOnBothDialects('sweeps as a service', (makeDatabase) => {
  it('are planned, run, read, and opened as runs; what they tried is counted', async () => {
    const { client } = await openOver(await makeDatabase())
    const parents = await prepare(client)
    const request = { ...parents, axes: AXES, where: 'fast < slow' }
    const preview = await client.sweeps.plan(request)
    expect(preview).toMatchObject({ gridCells: 24, trialCount: 22, excluded: 2, refused: 0 })
    expect(preview.estimatedMs).toBeGreaterThan(0)
    expect(await client.trials.count({ strategyId: parents.strategyId })).toEqual([])

    const { id } = await client.sweeps.run(request)
    const sweep = await waitForSweep(client, id, settled)
    expect(sweep).toMatchObject({ status: 'completed', trialCount: 22, progress: 1, rankMetric: 'sharpe_ratio', ranking: 'plateau' })
    expect(await client.trials.count({ strategyId: parents.strategyId })).toMatchObject([
      { strategyType: 'trend_following', trials: 22, trialsBySource: { sweep: 22 }, sharpeCount: 22 },
    ])

    const ranked = await client.sweeps.rows({ id })
    expect(ranked.total).toBe(22)
    expect(ranked.items[0]).toEqual(sweep.best)
    const scores = ranked.items.map(({ score }) => score!)
    expect(scores).toEqual([...scores].sort((a, b) => b - a))
    const bestReturn = await client.sweeps.rows({ id, sort: 'total_return', limit: 3 })
    expect(bestReturn.items).toHaveLength(3)
    const slow = await client.sweeps.rows({ id, sort: 'trial', filters: [{ column: 'parameter.slow', min: 100, max: 100 }] })
    expect(slow.items.map(({ parameters }) => parameters['slow'])).toEqual(Array(8).fill(100))

    const columns = await client.sweeps.columns({ id, names: ['parameter.fast', 'parameter.stop_loss', 'sharpe_ratio', 'score'] })
    expect(columns['sharpe_ratio']!.length).toBe(22)
    expect(new Set(columns['parameter.stop_loss'])).toEqual(new Set([0, 1]))
    await expect(client.sweeps.columns({ id, names: ['beauty'] })).rejects.toMatchObject({ code: 'invalid_input' })

    const { trial, metrics } = bestReturn.items[0]!
    const started = await client.sweeps.runTrial({ id, trial })
    const run = await waitForRun(client, started.id)
    expect(run).toMatchObject({ status: 'completed', totalReturn: metrics['total_return'], sharpeRatio: metrics['sharpe_ratio'] })
    expect((await client.sweeps.runTrial({ id, trial })).id).toBe(started.id)
    await expect(client.sweeps.runTrial({ id, trial: 22 })).rejects.toMatchObject({ code: 'invalid_input' })
    await expect(client.gates.run({ strategyId: parents.strategyId, gateType: 'dev' })).rejects.toMatchObject({
      code: 'invalid_transition',
    })

    expect(await client.sweeps.delete({ id })).toEqual({ id })
    expect((await client.trials.count({ strategyId: parents.strategyId }))[0]).toMatchObject({ trials: 23 })
  })

  it('give the same rows on one thread and on three', async () => {
    const hashes: (string | null)[] = []
    for (const threads of [1, 3]) {
      const { client } = await openOver(await makeDatabase(), threads)
      const { id } = await client.sweeps.run({ ...(await prepare(client)), axes: AXES })
      const sweep = await waitForSweep(client, id, settled)
      hashes.push(sweep.rowsHash, sweep.sweepHash)
    }
    expect(hashes[0]).toMatch(/^[0-9a-f]{64}$/)
    expect(hashes.slice(2)).toEqual(hashes.slice(0, 2))
  })

  it('pause, leaving the threads to others, go on, and are cancelled long before their end', async () => {
    const { client } = await openOver(await makeDatabase(), 1)
    const parents = await prepare(client)
    const { id } = await client.sweeps.run({ ...parents, ...ENDLESS })
    await waitForSweep(client, id, ({ status }) => status === 'running')
    expect(await client.sweeps.pause({ id })).toMatchObject({ status: 'running', paused: true })
    const { id: backtestId } = await client.backtests.run(parents)
    expect(await waitForRun(client, backtestId)).toMatchObject({ status: 'completed' })
    expect(await client.sweeps.resume({ id })).toMatchObject({ status: 'running', paused: false })
    expect(await client.sweeps.cancel({ id })).toMatchObject({ status: 'cancelled' })
    await expect(client.sweeps.pause({ id })).rejects.toMatchObject({ code: 'invalid_transition' })
    const { items } = await client.audit.list({ objectId: id, direction: 'asc' })
    expect(items.map(({ action }) => action)).toEqual(['sweep.request', 'sweep.pause', 'sweep.resume', 'sweep.cancel'])
    expect(JSON.parse(items[1]?.payload ?? '')).toMatchObject({ strategyId: parents.strategyId })
    await expect(client.sweeps.rows({ id })).rejects.toMatchObject({ code: 'not_found' })
    expect((await client.trials.count({ strategyId: parents.strategyId }))[0]).toMatchObject({ trials: 1 })
  })

  it('of a process that was killed are interrupted at the next start, and run again on request', async () => {
    const db = await makeDatabase()
    const first = await openOver(db)
    const parents = await prepare(first.client)
    const { id } = await first.client.sweeps.run({ ...parents, ...ENDLESS })
    await waitForSweep(first.client, id, ({ status }) => status === 'running')
    await first.close()
    expect(await db.run((knex) => knex('sweeps').where({ id }).first('status'))).toEqual({ status: 'interrupted' })

    const second = await openOver(db)
    const { id: other } = await second.client.sweeps.run({ ...parents, axes: AXES })
    await waitForSweep(second.client, other, settled)
    await second.close()
    // As a process leaves it that was killed in the middle: running, its lease good for an hour yet.
    await db.run((knex) => knex('sweep_rows').where({ sweep_id: other }).delete())
    await db.run((knex) => knex('sweeps').where({ id: other }).update({ status: 'pending', best: null, rows_hash: null }))
    const nowMs = Date.now()
    const owner = describeLeaseOwner('killed')
    await startRun(db, 'sweeps', { id: other, owner, nowMs, leaseMs: 3_600_000 })

    const { client } = await openOver(db)
    expect(await client.sweeps.get({ id: other })).toMatchObject({ status: 'interrupted', errorCode: 'unavailable' })
    const interrupted = async (objectId: string) => (await client.audit.list({ objectId, action: 'sweep.interrupt' })).items.length
    expect([await interrupted(id), await interrupted(other)]).toEqual([1, 1])
    expect(await client.audit.verify({ known: null })).toMatchObject({ intact: true })
    expect(await client.sweeps.resume({ id: other })).toMatchObject({ status: 'pending' })
  })

  it('are refused with the reason before anything is stored', async () => {
    const { client } = await openOver(await makeDatabase())
    const parents = await prepare(client)
    const refusals = [
      { axes: [{ name: 'fast', from: 5, to: 1, step: 1 }], message: 'must not be below' },
      { axes: [{ name: 'speed', values: [1] }], message: 'is not a parameter' },
      { axes: AXES, where: 'fast <', message: 'where' },
      { axes: AXES, settings: { start_date: '2050-01-01' }, message: 'start_date' },
    ]
    for (const { message, ...request } of refusals) {
      await expect(client.sweeps.run({ ...parents, ...request })).rejects.toMatchObject({ message: expect.stringContaining(message) })
    }
    const wide = ['fast', 'slow'].map((name) => ({ name, from: 2, to: 1000, step: 1 }))
    await expect(client.sweeps.plan({ ...parents, axes: wide })).rejects.toMatchObject({ code: 'too_large' })
    expect((await client.sweeps.list({ withTotal: true })).total).toBe(0)
  })

  it('count what was tried elsewhere, and never less', async () => {
    const { client } = await openOver(await makeDatabase())
    const parents = await prepare(client)
    expect(await client.trials.declare({ ...parents, trials: 100 })).toMatchObject({ trials: 100, trialsBySource: { declared: 100 } })
    expect(await client.trials.declare({ ...parents, trials: 5 })).toMatchObject({ trials: 100 })
    expect(await client.trials.declare({ ...parents, trials: 120 })).toMatchObject({ trials: 120 })
  })
})
