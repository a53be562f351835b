import { type ChildProcess, spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'
import type { RunningApplication } from '#core/application.ts'
import type { Database } from '#core/database/database.ts'
import { createRobustnessJob, findRobustnessJob, requeueRobustnessJob } from '#core/repositories/robustnessJobRepository.ts'
import { cancelRun, interruptAbandonedRuns, startRun } from '#core/repositories/runState.ts'
import type { Client } from '#shared/contract/contract.ts'
import type { RobustnessSubject } from '#shared/domain/robustness.ts'
import type { RobustnessJob } from '#shared/domain/robustnessJob.ts'
import { isUnderWay } from '#shared/domain/underWay.ts'
import { makeId, NEW_YEAR_2024_MS } from '../builders/ids.ts'
import { openTestApplication, waitForRun } from '../builders/openTestApplication.ts'
import { makeNewRobustnessJob, storeRobustnessJob } from '../builders/robustnessJobs.ts'
import { storeBacktest, storeRunParents } from '../builders/storedRuns.ts'
import { makeStrategyDraft } from '../builders/strategies.ts'
import { cleanUpLater, describeOnBothDialects, freshFolder, testServer } from './dialects.ts'
import { urlOf } from './processes.ts'

/** A second or two of work, and several. */
const LONG = { paths: 5000, draws: 300, seed: 7 }
const LONGER = { paths: 20_000, draws: 1000, seed: 7 }

async function openOver(db: Database): Promise<RunningApplication> {
  const password = db.connection.dialect === 'postgres' ? testServer().password : null
  const application = await openTestApplication({ connection: db.connection, password, dataDirectory: await freshFolder(), threads: 1 })
  cleanUpLater(application.close)
  return application
}

async function runOnce(client: Client): Promise<{ strategyId: string; subject: RobustnessSubject }> {
  const { id: strategyId } = await client.strategies.create(makeStrategyDraft())
  const { items } = await client.datasets.list()
  const run = await waitForRun(client, (await client.backtests.run({ strategyId, datasetId: items[0]!.id })).id)
  expect(run.status).toBe('completed')
  return { strategyId, subject: { kind: 'backtest', id: run.id } }
}

/** Asks the database, as a client does that another's news do not reach. */
async function pollJob(client: Client, subject: RobustnessSubject, isThere: (job: RobustnessJob) => boolean): Promise<RobustnessJob> {
  for (;;) {
    const job = await client.robustness.job(subject)
    if (job !== null && isThere(job)) return job
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
}

const hasEnded = ({ status }: RobustnessJob) => !isUnderWay(status)

async function killInTheMiddle(db: Database, subject: RobustnessSubject): Promise<string> {
  const file = fileURLToPath(new URL('./robustnessProcess.ts', import.meta.url))
  const words = JSON.stringify({ dataDirectory: await freshFolder(), request: { subject, ...LONG } })
  const child: ChildProcess = spawn(process.execPath, [file, urlOf(db), words], { stdio: ['ignore', 'pipe', 'inherit'] })
  cleanUpLater(async () => void child.kill('SIGKILL'))
  return new Promise((resolve, reject) => {
    let said = ''
    child.stdout?.on('data', (text: Buffer) => {
      said += text.toString()
      if (said.includes('\n')) child.kill('SIGKILL')
    })
    child.once('exit', (code, signal) =>
      signal === 'SIGKILL' ? resolve(said.trim()) : reject(new Error(`the process ended by itself with ${code}: ${said}`)),
    )
  })
}

describeOnBothDialects('robustness tests as runs', (makeDatabase) => {
  it('of a client that was killed are interrupted at the next start, and resumed by anybody with the same result', async () => {
    const db = await makeDatabase()
    const first = await openOver(db)
    const { strategyId, subject } = await runOnce(first.client)
    const undisturbed = await first.client.robustness.run({ subject, ...LONG })
    await first.close()

    const id = await killInTheMiddle(db, subject)
    const { client } = await openOver(db)
    const interrupted = await client.robustness.job(subject)
    expect(interrupted).toMatchObject({ id, status: 'interrupted', errorCode: 'unavailable', options: { ...LONG, matrix: false } })
    expect(await client.robustness.latest(subject)).toEqual(undisturbed)
    expect(await client.robustness.resume(subject)).toMatchObject({ id, status: 'pending', progress: 0, errorCode: null })
    expect(await pollJob(client, subject, hasEnded)).toMatchObject({ id, status: 'completed', progress: 1 })
    expect(await client.robustness.latest(subject)).toMatchObject({ id, subject, result: undisturbed.result })
    await expect(client.robustness.resume(subject)).rejects.toMatchObject({ code: 'invalid_transition' })

    const { items } = await client.audit.list({ objectId: id, direction: 'asc' })
    expect(items.map(({ action }) => action)).toEqual(['request', 'interrupt', 'resume', 'complete'].map((event) => `robustness.${event}`))
    for (const { objectType, payload } of items) {
      expect([objectType, JSON.parse(payload)]).toMatchObject(['robustness', { strategyId }])
    }
    expect(await client.audit.verify({})).toMatchObject({ intact: true })
  })

  it('are seen and cancelled by another client of the same database, which cannot start a second one', async () => {
    const db = await makeDatabase()
    const [ours, theirs] = [await openOver(db), await openOver(db)]
    const { subject } = await runOnce(ours.client)
    const { id } = await ours.client.robustness.start({ subject, ...LONGER })
    await pollJob(theirs.client, subject, ({ status }) => status === 'running')
    await expect(theirs.client.robustness.start({ subject })).rejects.toMatchObject({
      code: 'conflict',
      message: expect.stringMatching(/under way.*cancel/),
    })
    expect(await theirs.client.robustness.cancel(subject)).toMatchObject({ id, status: 'cancelled' })
    // The thread of the first client is free again within a heartbeat.
    const test = await ours.client.robustness.run({ subject, paths: 1000, draws: 10 })
    expect(await theirs.client.robustness.latest(subject)).toEqual(test)
    expect(await db.run((knex) => knex('robustness_jobs').where({ id }).first('status'))).toEqual({ status: 'cancelled' })
  })

  it('waited for are cancelled with the waiting', async () => {
    const { client } = await openOver(await makeDatabase())
    const { subject } = await runOnce(client)
    const waiting = new AbortController()
    const run = client.robustness.run({ subject, ...LONGER }, { signal: waiting.signal })
    await pollJob(client, subject, ({ status }) => status === 'running')
    waiting.abort()
    await expect(run).rejects.toBeDefined()
    expect(await pollJob(client, subject, hasEnded)).toMatchObject({ status: 'cancelled' })
    expect(await client.robustness.latest(subject)).toBeNull()
  })
})

describeOnBothDialects('stored robustness tests', (makeDatabase) => {
  it('are one at a time for a subject, however many ask at once', async () => {
    const db = await makeDatabase()
    const parents = await storeRunParents(db)
    const subject = { kind: 'backtest', id: await storeBacktest(db, parents) } as const
    const asked = Array.from({ length: 8 }, () => makeNewRobustnessJob({ ...parents, subject }))
    const outcomes = await Promise.allSettled(asked.map((job) => createRobustnessJob(db, job)))
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    for (const outcome of outcomes) if (outcome.status === 'rejected') expect(outcome.reason).toMatchObject({ code: 'conflict' })
    await storeRobustnessJob(db, { ...parents, subject: { kind: 'backtest', id: await storeBacktest(db, parents) } })
  })

  it('show the one under way before a newer one, and go with their subject', async () => {
    const db = await makeDatabase()
    const parents = await storeRunParents(db)
    const subject = { kind: 'backtest', id: await storeBacktest(db, parents) } as const
    const tested = { ...parents, subject }
    expect(await findRobustnessJob(db, subject)).toBeNull()
    const [nowMs, owner] = [NEW_YEAR_2024_MS, 'worker-1']
    const old = await storeRobustnessJob(db, tested, { createdAtMs: nowMs })
    await startRun(db, 'robustness_jobs', { id: old, owner, nowMs, leaseMs: 30_000 })
    await interruptAbandonedRuns(db, 'robustness_jobs', { nowMs, deadOwners: [owner] })
    const newer = await storeRobustnessJob(db, tested, { createdAtMs: nowMs + 9 })
    expect(await findRobustnessJob(db, subject)).toMatchObject({ id: newer, status: 'pending', createdAtMs: nowMs + 9 })
    await expect(requeueRobustnessJob(db, { id: old, subject })).rejects.toMatchObject({ code: 'conflict' })
    await cancelRun(db, 'robustness_jobs', { id: newer, nowMs })
    expect(await findRobustnessJob(db, subject)).toMatchObject({ id: newer, status: 'cancelled' })
    const late = await storeRobustnessJob(db, tested, { createdAtMs: nowMs - 9 })
    expect(await findRobustnessJob(db, subject)).toMatchObject({ id: late, status: 'pending' })
    await db.run((knex) => knex('backtests').where({ id: subject.id }).delete())
    expect(await db.run((knex) => knex('robustness_jobs').select('id'))).toEqual([])
    await expect(storeRobustnessJob(db, { ...parents, subject: { kind: 'backtest', id: makeId() } })).rejects.toMatchObject({
      code: 'not_found',
    })
  })
})
