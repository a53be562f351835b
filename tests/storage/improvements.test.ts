import { expect, it } from 'vitest'
import type { RunningApplication } from '#core/application.ts'
import type { Database } from '#core/database/database.ts'
import { listIterations } from '#core/repositories/iterationRepository.ts'
import { createStrategy } from '#core/repositories/strategyRepository.ts'
import type { Client } from '#shared/contract/contract.ts'
import { openTestApplication, waitForRun } from '../builders/openTestApplication.ts'
import { makeStrategy, makeStrategyDraft } from '../builders/strategies.ts'
import { cleanUpLater, describeOnBothDialects, freshFolder, testServer } from './dialects.ts'
import { runProcess } from './processes.ts'

async function openOver(db: Database): Promise<RunningApplication> {
  const password = db.connection.dialect === 'postgres' ? testServer().password : null
  const application = await openTestApplication({
    connection: db.connection,
    password,
    dataDirectory: await freshFolder(),
    importSampleWhenEmpty: false,
  })
  cleanUpLater(application.close)
  return application
}

/** Fifty clients and two, shared among processes that write one database. */
const CLIENTS = 52
const PROCESSES = 4

const BARS = 1200
const DAY_MS = 86_400_000

/** Daily bars of a trend with swings; the second half is whatever `laterDrift` makes of it. */
function csvOf(laterDrift: number): string {
  let close = 100
  const rows = Array.from({ length: BARS }, (_, bar) => {
    const drift = bar < BARS / 2 ? 0.0004 : laterDrift
    close *= 1 + drift + 0.012 * Math.sin(bar / 9) + 0.006 * Math.sin(bar * 1.7)
    const date = new Date(Date.UTC(2015, 0, 1) + bar * DAY_MS).toISOString().slice(0, 10)
    return [date, close, close * 1.004, close * 0.996, close, 1000].join(',')
  })
  return ['date,open,high,low,close,volume', ...rows].join('\n')
}

const SETTINGS = { cost_model: { type: 'percentage', percentage: 0.001 } } as const
const PLAN = { mode: 'rolling', unit: 'bars', trainLength: 200, testLength: 100, purgeBars: 5, embargoBars: 0 } as const

/** A strategy that the CRV gate has failed. */
async function storeFailed(client: Client, laterDrift = 0.0004): Promise<string> {
  const { id: datasetId } = await client.datasets.importCsv({ name: 'Waves', symbol: 'WAVE', text: csvOf(laterDrift) })
  const draft = makeStrategyDraft({ type: 'trend_following', parameters: { fast: 30, slow: 90 } })
  const { id: strategyId } = await client.strategies.create(draft)
  const order = { strategyId, datasetId, settings: SETTINGS }
  await waitForRun(client, (await client.backtests.run(order)).id)
  const { id } = await client.validations.run({ ...order, plan: PLAN })
  await expect.poll(async () => (await client.validations.get({ id })).status, { timeout: 10_000 }).toBe('completed')
  expect(await client.gates.run({ strategyId, gateType: 'crv' })).toMatchObject({ verdict: 'failed' })
  return strategyId
}

describeOnBothDialects('improvements', (makeDatabase) => {
  it('answer failed checks, keep what raises the objective as a new version, and count every trial', { timeout: 60_000 }, async () => {
    const { client } = await openOver(await makeDatabase())
    const strategyId = await storeFailed(client)
    const before = (await client.trials.count({ strategyId }))[0]!.trials
    const report = await client.improvements.run({ strategyId, maxIterations: 50 })

    expect(report.iterations.length).toBeGreaterThan(3)
    expect(report.iterations.map(({ number }) => number)).toEqual(report.iterations.map((_, index) => index + 1))
    const kept = report.iterations.filter((each) => each.kept)
    expect(kept.length).toBeGreaterThan(0)
    for (const { scoreBefore, scoreAfter } of kept) expect(scoreAfter! - scoreBefore!).toBeGreaterThanOrEqual(0.02)
    for (const each of report.iterations) {
      expect(each.reason).toContain(each.checkId)
      expect(each.versionAfter).toBe(each.kept ? each.versionBefore + 1 : null)
    }
    const strategy = await client.strategies.get({ id: strategyId })
    expect(strategy).toMatchObject({ version: 1 + kept.length, status: 'draft' })
    expect(report).toMatchObject({ strategyVersion: strategy.version, settings: { ...SETTINGS, end_date: null } })
    const changed = Object.assign({}, ...kept.map(({ change }) => change.parameters))
    expect(strategy.parameters).toMatchObject(changed)

    const tried = report.iterations.reduce((sum, { trials }) => sum + trials, 0)
    expect((await client.trials.count({ strategyId }))[0]).toMatchObject({
      trials: before + tried,
      trialsBySource: { improvement: tried },
    })
    expect(await client.improvements.list({ strategyId })).toEqual(report.iterations.toReversed())
    const { items } = await client.audit.list({ limit: 200 })
    expect(items.filter(({ action }) => action === 'improvement.try')).toHaveLength(report.iterations.length)
    await expect(client.improvements.run({ strategyId })).rejects.toMatchObject({ code: 'invalid_transition' })
  })

  it('read nothing of the second half: another future gives the same iterations', { timeout: 60_000 }, async () => {
    const seen: unknown[] = []
    for (const laterDrift of [0.0004, -0.0003]) {
      const { client } = await openOver(await makeDatabase())
      const { iterations } = await client.improvements.run({ strategyId: await storeFailed(client, laterDrift), maxIterations: 50 })
      expect(iterations[0]).toMatchObject({ weakness: 'weak_edge', inSampleEnd: '2016-08-22' })
      // Which checks failed is read from verdicts on all bars; what answers the first weakness is tried on the first half alone.
      const answers = iterations.filter(({ weakness }) => weakness === 'weak_edge')
      seen.push(answers.map(({ change, scoreBefore, scoreAfter }) => ({ change, scoreBefore, scoreAfter })))
    }
    expect(seen[0]).toEqual(seen[1])
  })

  it('refuse a strategy that no gate has failed', async () => {
    const { client } = await openOver(await makeDatabase())
    const { id: strategyId } = await client.strategies.create(makeStrategyDraft())
    await expect(client.improvements.run({ strategyId })).rejects.toMatchObject({ code: 'invalid_transition' })
    expect(await client.improvements.list({ strategyId })).toEqual([])
  })

  it('number iterations once each, whoever of fifty clients writes', { timeout: 60_000 }, async () => {
    const db = await makeDatabase()
    const strategy = makeStrategy()
    await createStrategy(db, strategy)
    const outputs = await Promise.all(
      Array.from({ length: PROCESSES }, () => runProcess('./iterationWriterProcess.ts', db, String(CLIENTS / PROCESSES), strategy.id)),
    )
    const numbers = outputs.flatMap((output): number[] => JSON.parse(output)).toSorted((a, b) => a - b)
    expect(numbers).toEqual(Array.from({ length: CLIENTS }, (_, index) => index + 1))
    const stored = await listIterations(db, { strategyId: strategy.id, limit: 500 })
    expect(stored.map(({ number }) => number)).toEqual(numbers.toReversed())
    await expect(db.run((knex) => knex('improvement_iterations').where({ iteration: 2 }).update({ iteration: 1 }))).rejects.toMatchObject({
      code: 'conflict',
    })
  })
})
