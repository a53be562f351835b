import { setTimeout as delay } from 'node:timers/promises'
import { afterAll, describe, expect, it, vi } from 'vitest'
import { makeSyntheticUniverse } from '#engine/market/syntheticUniverse.ts'
import { parseAxis } from '#engine/sweep/parseAxis.ts'
import { planSweep } from '#engine/sweep/planSweep.ts'
import { runSpecSchema } from '#shared/domain/runSpec.ts'
import { makeWalk } from '../../../../tests/builders/makeBars.ts'
import { shareInstruments } from './sharedInstruments.ts'
import { startSweep, startSymbolBatch } from './sweepJob.ts'
import { warmSweep, warmWhenIdle } from './sweepWarmUp.ts'
import { shareSeries } from './taskData.ts'
import { WorkerPool } from './workerPool.ts'

const WORKER = new URL('./runWorker.ts', import.meta.url)
const one = new WorkerPool(WORKER, 1)
const three = new WorkerPool(WORKER, 3)
afterAll(() => Promise.all([one.close(), three.close()]))

const walk = (length: number) => makeWalk(Array.from({ length }, (_, i) => 0.03 * Math.sin(i * 1.3) + 0.01 * Math.cos(i / 11)))
const plan = (type: string, axes: readonly string[], settings = {}) =>
  planSweep({ spec: runSpecSchema.parse({ strategy: { type }, ...settings }), axes: axes.map(parseAxis), where: null })
/** Minutes of work. */
const endless = () => ({ bars: walk(200_000), plan: plan('breakout', ['entry=2:300', 'exit=2:60']) })

describe('sweeps on threads', () => {
  it.each([
    { type: 'trend_following', axes: ['fast=2:20', 'slow=21:60:3'], settings: { execution: { fractional: true } } },
    { type: 'mean_reversion', axes: ['period=2:20', 'oversold=30:40:5'], settings: {} },
  ])('$type: one thread and three give the same bytes', async ({ type, axes, settings }) => {
    const input = { bars: walk(700), plan: plan(type, axes, settings) }
    const seen: number[] = []
    const [a, b] = await Promise.all([
      startSweep(one, { ...input, onProgress: (fraction) => seen.push(fraction) }).columns,
      startSweep(three, input).columns,
    ])
    expect(new Uint8Array(a.values.buffer)).toEqual(new Uint8Array(b.values.buffer))
    expect(a.column('initial_equity').every((value) => value === 100_000)).toBe(true)
    expect(seen.every((fraction) => fraction >= 0 && fraction <= 1)).toBe(true)
  })

  it('many instruments: one thread and three give the same bytes', async () => {
    const { spec } = plan('trend_following', ['fast=5'], { execution: { fractional: true } })
    const instruments = shareInstruments([120, 300, 40, 500, 90], (index) => walk([120, 300, 40, 500, 90][index]!))
    const [a, b] = await Promise.all([one, three].map((pool) => startSymbolBatch(pool, { instruments, spec }).columns))
    expect(new Uint8Array(a!.values.buffer)).toEqual(new Uint8Array(b!.values.buffer))
    expect(a!.column('total_trades')[3]).toBeGreaterThan(a!.column('total_trades')[2]!)
  })

  it('a panel: one thread and three give the same bytes, through a pause, and a cancellation ends it within a second', async () => {
    const data = shareSeries({ panel: makeSyntheticUniverse({ seed: 6, pairs: 5, bars: 600 }) })
    const input = { ...data, plan: plan('stat_arb', ['lookback=10:40:2', 'entry_z=1,2,3'], { execution: { fractional: true } }) }
    const done: number[] = []
    const paused = startSweep(one, { ...input, onProgress: (fraction) => done.push(fraction) })
    while (done.length < 2) await delay(5)
    paused.pause()
    await delay(200)
    const seen = done.length
    await delay(200)
    expect(done.length).toBe(seen)
    expect(one.counts()).toEqual({ active: 0, queued: 0 })
    paused.resume()
    const [a, b] = await Promise.all([paused.columns, startSweep(three, input).columns])
    expect(new Uint8Array(a.values.buffer)).toEqual(new Uint8Array(b.values.buffer))
    expect(a.column('total_trades').some((trades) => trades > 10)).toBe(true)

    const long = startSweep(three, { ...data, plan: plan('stat_arb', ['lookback=10:200', 'entry_z=1:3:0.1', 'factors=0:3']) })
    await delay(200)
    long.cancel()
    await expect(long.columns).rejects.toMatchObject({ code: 'cancelled' })
  })

  it('a warm-up reaches every thread and leaves none busy', async () => {
    const pool = new WorkerPool(WORKER, 2)
    try {
      const warming = warmSweep(pool)
      expect(pool.counts()).toEqual({ active: 2, queued: 0 })
      await warming
      expect(pool.counts()).toEqual({ active: 0, queued: 0 })
      const input = { bars: walk(300), plan: plan('trend_following', ['fast=2:9', 'slow=10:30'], { execution: { fractional: true } }) }
      const [warm, cold] = await Promise.all([startSweep(pool, input).columns, startSweep(one, input).columns])
      expect(new Uint8Array(warm.values.buffer)).toEqual(new Uint8Array(cold.values.buffer))
    } finally {
      await pool.close()
    }
  })

  it('a warm-up waits for its moment, and is called off', async () => {
    const pool = new WorkerPool(WORKER, 1)
    try {
      warmWhenIdle(pool, 0)()
      warmWhenIdle(pool, 0)
      expect(pool.counts().active).toBe(0)
      await vi.waitFor(() => expect(pool.counts().active).toBe(1), { interval: 1 })
      await vi.waitFor(() => expect(pool.counts().active).toBe(0), { timeout: 30_000 })
    } finally {
      await pool.close()
    }
  })

  it('a warm-up of a closed pool says so', async () => {
    const pool = new WorkerPool(WORKER, 1)
    await pool.close()
    await expect(warmSweep(pool)).rejects.toMatchObject({ code: 'unavailable' })
  })

  it('is cancelled long before its end, at work and while paused', async () => {
    for (const isPaused of [false, true]) {
      const job = startSweep(three, endless())
      await delay(300)
      if (isPaused) job.pause()
      job.cancel()
      await expect(job.columns).rejects.toMatchObject({ code: 'cancelled' })
    }
    expect(three.counts()).toEqual({ active: 0, queued: 0 })
  })

  it('stands still while paused, and goes on', async () => {
    const done: number[] = []
    const job = startSweep(one, { ...endless(), onProgress: (fraction) => done.push(fraction) })
    while (done.length < 3) await delay(20)
    job.pause()
    await delay(300)
    const paused = done.length
    await delay(400)
    expect(done.length).toBe(paused)
    job.resume()
    while (done.length < paused + 2) await delay(20)
    expect(done.at(-1)).toBeGreaterThan(done[0]!)
    job.cancel()
    await expect(job.columns).rejects.toMatchObject({ code: 'cancelled' })
  })

  it('fails with the reason of the share that failed', async () => {
    const settings = { start_date: '1990-01-01' }
    const job = startSweep(three, { bars: walk(100), plan: plan('breakout', ['entry=2:9'], settings) })
    await expect(job.columns).rejects.toMatchObject({ code: 'data_out_of_range' })
  })
})
