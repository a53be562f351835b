import { spawnSync } from 'node:child_process'
import { expect, it } from 'vitest'
import type { Database, DatabaseHandle } from '#core/database/database.ts'
import { describeLeaseOwner } from '#core/jobs/leaseOwner.ts'
import { createRunEvents } from '#core/jobs/runEvents.ts'
import { type RunKind, RunQueue } from '#core/jobs/runQueue.ts'
import { completeBacktest } from '#core/repositories/backtestCompletion.ts'
import { getBacktest } from '#core/repositories/backtestRepository.ts'
import { interruptAbandonedRuns, renewLease, requeueRun, startRun } from '#core/repositories/runState.ts'
import { AppError } from '#shared/domain/appError.ts'
import type { Backtest, RunEvent } from '#shared/domain/backtest.ts'
import { makeCompletion } from '../builders/runs.ts'
import { storeBacktest, storeRunParents } from '../builders/storedRuns.ts'
import { cleanUpLater, describeOnBothDialects, openAgain } from './dialects.ts'

type Work = RunKind<Backtest, void>['compute']

const untilAborted: Work = (_run, { signal }) =>
  new Promise((_resolve, reject) => {
    signal.addEventListener('abort', () => reject(new AppError('cancelled', 'Stopped.')), { once: true })
  })

/** Backtests whose work the test decides. */
function backtestsThat(db: DatabaseHandle, compute: Work): RunKind<Backtest, void> {
  return {
    table: 'backtests',
    noun: 'backtest',
    get: (id) => getBacktest(db, id),
    listPending: (limit) => db.run((knex) => knex('backtests').where({ status: 'pending' }).limit(limit).pluck('id')),
    compute,
    complete: ({ id }, _outcome, end) => completeBacktest(db, makeCompletion(id, end)),
    describeChange: ({ id, strategyId }, status) => ({ kind: 'changed', backtestId: id, strategyId, status }),
    describeProgress: ({ id }, progress) => ({ kind: 'progress', backtestId: id, progress, barsPerSecond: null }),
  }
}

interface Client {
  readonly queue: RunQueue<Backtest, void>
  readonly told: RunEvent[]
}

/** A client of the database as far as runs are concerned. */
async function openClient(db: Database, compute: Work = untilAborted): Promise<Client> {
  const events = createRunEvents()
  const told: RunEvent[] = []
  const stop = new AbortController()
  const listen = async () => {
    for await (const event of events.watch(stop.signal)) told.push(event)
  }
  const listening = listen().catch(() => {})
  const launchId = `launch-${Math.random()}`
  const queue = new RunQueue({ db, kind: backtestsThat(db, compute), events, now: Date.now, log: () => undefined, launchId })
  cleanUpLater(async () => {
    await queue.close()
    stop.abort()
    await listening
  })
  await queue.takeUpOrphans()
  return { queue, told }
}

const statusOf = async (db: Database, id: string) => (await getBacktest(db, id)).status

async function startElsewhere(db: Database, owner: string, leaseMs: number): Promise<string> {
  const id = await storeBacktest(db, await storeRunParents(db))
  await startRun(db, 'backtests', { id, owner, nowMs: Date.now(), leaseMs })
  return id
}

describeOnBothDialects('a client that is open while another dies', (makeDatabase) => {
  it('interrupts what a process of this machine left, at the next look, and says so', async () => {
    const db = await makeDatabase()
    const { queue, told } = await openClient(db)
    const [machine] = describeLeaseOwner('x').split(':')
    const gonePid = spawnSync(process.execPath, ['-e', '']).pid
    const id = await startElsewhere(db, `${machine}:${gonePid}:killed`, 30_000)
    await queue.lookAround()
    expect(await getBacktest(db, id)).toMatchObject({ status: 'interrupted', errorCode: 'unavailable' })
    await expect.poll(() => told).toMatchObject([{ kind: 'changed', backtestId: id, status: 'interrupted' }])
    const [row] = await db.run((knex) => knex('audit_log').where({ action: 'backtest.interrupt' }))
    const { strategyId } = await getBacktest(db, id)
    expect(JSON.parse(row.payload)).toMatchObject({ strategyId, noticedBy: expect.stringContaining(`:${process.pid}:`) })
    await requeueRun(db, 'backtests', id)
    expect(await statusOf(db, id)).toBe('pending')
  })

  it('gives a process elsewhere whose lease expired until the look after, and leaves it when it comes back', async () => {
    const db = await makeDatabase()
    const { queue } = await openClient(db)
    const lost = await startElsewhere(db, 'elsewhere:1:lost', -1)
    const late = await startElsewhere(db, 'elsewhere:2:late', -1)
    await queue.lookAround()
    expect([await statusOf(db, lost), await statusOf(db, late)]).toEqual(['running', 'running'])
    expect(await renewLease(db, 'backtests', { id: late, owner: 'elsewhere:2:late', leaseMs: 30_000 })).toBe(true)
    await queue.lookAround()
    expect([await statusOf(db, lost), await statusOf(db, late)]).toEqual(['interrupted', 'running'])
  })

  it('leaves alone what lives: here, in another process of this machine, and elsewhere', async () => {
    const db = await makeDatabase()
    const [ours, theirs] = [await openClient(db), await openClient(await openAgain(db.connection))]
    const here = await storeBacktest(db, await storeRunParents(db))
    ours.queue.enqueue(here)
    const elsewhere = await startElsewhere(db, 'elsewhere:1:alive', 30_000)
    await expect.poll(() => statusOf(db, here)).toBe('running')
    for (const { queue } of [ours, theirs, ours, theirs]) await queue.lookAround()
    expect([await statusOf(db, here), await statusOf(db, elsewhere)]).toEqual(['running', 'running'])
    await theirs.queue.cancel(here)
    expect(await statusOf(db, here)).toBe('cancelled')
  })
})

describeOnBothDialects('a run that nobody began', (makeDatabase) => {
  it('is begun by a client that is open, unless its own process does so until the look after', async () => {
    const db = await makeDatabase()
    const begun: string[] = []
    const { queue } = await openClient(db, async ({ id }) => void begun.push(id))
    const parents = await storeRunParents(db)
    const [forgotten, fresh] = [await storeBacktest(db, parents), await storeBacktest(db, parents)]
    await queue.lookAround()
    await startRun(db, 'backtests', { id: fresh, owner: 'elsewhere:1:x', nowMs: Date.now(), leaseMs: 30_000 })
    await queue.lookAround()
    await expect.poll(() => statusOf(db, forgotten)).toBe('completed')
    expect(await statusOf(db, fresh)).toBe('running')
    expect(begun).toEqual([forgotten])
  })
})

describeOnBothDialects('a client that comes and goes', (makeDatabase) => {
  it('leaves what another is about to begin, or has begun, as it is', async () => {
    const db = await makeDatabase()
    const parents = await storeRunParents(db)
    const [fresh, running] = [await storeBacktest(db, parents), await storeBacktest(db, parents)]
    await startRun(db, 'backtests', { id: running, owner: 'elsewhere:1:x', nowMs: Date.now(), leaseMs: 30_000 })
    const { queue } = await openClient(await openAgain(db.connection))
    await queue.close()
    expect([await statusOf(db, fresh), await statusOf(db, running)]).toEqual(['pending', 'running'])
  })

  it('and looks once more begins what was pending when it came', async () => {
    const db = await makeDatabase()
    const forgotten = await storeBacktest(db, await storeRunParents(db))
    const { queue } = await openClient(db, async () => {})
    await queue.lookAround()
    await expect.poll(() => statusOf(db, forgotten)).toBe('completed')
  })
})

describeOnBothDialects('a run that was interrupted under its process', (makeDatabase) => {
  it('and resumed there before it noticed begins anew once the first attempt has stopped', { timeout: 30_000 }, async () => {
    const db = await makeDatabase()
    const attempts: string[] = []
    const { queue } = await openClient(db, async (run, progress) => {
      attempts.push(run.id)
      if (attempts.length === 1) await untilAborted(run, progress)
    })
    const id = await storeBacktest(db, await storeRunParents(db))
    queue.enqueue(id)
    await expect.poll(() => attempts).toHaveLength(1)
    const [lease]: { lease_owner: string }[] = await db.run((knex) => knex('backtests').where({ id }).select('lease_owner'))
    await interruptAbandonedRuns(db, 'backtests', { nowMs: Date.now(), deadOwners: [lease?.lease_owner ?? ''] })
    await requeueRun(db, 'backtests', id)
    queue.enqueue(id)
    await expect.poll(() => statusOf(db, id), { timeout: 20_000 }).toBe('completed')
    expect(attempts).toEqual([id, id])
  })
})
