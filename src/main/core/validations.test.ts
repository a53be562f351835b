import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { RunningApplication } from '#core/application.ts'
import type { ValidationRequest } from '#shared/contract/validations.ts'
import type { RunEvent } from '#shared/domain/backtest.ts'
import type { Validation } from '#shared/domain/validation.ts'
import { openTestApplication, waitForRun, waitForValidation } from '../../../tests/builders/openTestApplication.ts'
import { makeStrategyDraft } from '../../../tests/builders/strategies.ts'
import { makeValidationPlan } from '../../../tests/builders/validations.ts'

const PLAN = makeValidationPlan({
  unit: 'bars',
  trainLength: 1000,
  testLength: 400,
  purgeBars: 5,
  axes: [
    { name: 'fast', values: [5, 10, 15, 20] },
    { name: 'slow', values: [20, 40, 80] },
  ],
  where: 'fast < slow',
})

describe('validations', () => {
  const dataDirectory = mkdtempSync(join(tmpdir(), 'aurelius-validations-'))
  let application: RunningApplication
  let subject: Pick<ValidationRequest, 'strategyId' | 'datasetId'>

  beforeAll(async () => {
    const connection = { dialect: 'sqlite', file: join(dataDirectory, 'desk.sqlite') } as const
    application = await openTestApplication({ connection, password: null, dataDirectory })
    const { client } = application
    const [strategy, datasets] = [await client.strategies.create(makeStrategyDraft()), await client.datasets.list()]
    subject = { strategyId: strategy.id, datasetId: datasets.items[0]!.id }
  })
  afterAll(async () => {
    await application.close()
    rmSync(dataDirectory, { recursive: true, force: true })
  })

  const run = async (changes: Partial<ValidationRequest> = {}): Promise<Validation> => {
    const { id } = await application.client.validations.run({ ...subject, plan: PLAN, ...changes })
    return waitForValidation(application.client, id)
  }

  it('are previewed, run, read back with their curves, counted and listed', async () => {
    const { client } = application
    const preview = await client.validations.preview({ ...subject, plan: PLAN })
    expect(preview).toMatchObject({ trialsPerWindow: 11, excluded: 1, refused: 0, estimatedMs: null })
    expect(preview.trialCount).toBe(11 * preview.windows.length)
    const validation = await run()
    expect(validation).toMatchObject({ status: 'completed', plan: PLAN, trialCount: preview.trialCount, dataHash: expect.any(String) })
    expect(validation.windows!.map(({ testStart, testEnd }) => [testStart, testEnd])).toEqual(
      preview.windows.map(({ testStart, testEnd }) => [testStart, testEnd]),
    )
    const { id } = validation
    const [equity, trades, trials] = [
      await client.validations.equity({ id }),
      await client.validations.trades({ id }),
      await client.validations.trials({ id }),
    ]
    expect(equity.equity).toHaveLength(preview.windows.length * 400)
    expect(equity.equity.at(-1)! - 1).toBeCloseTo(validation.testReturn!, 12)
    expect(trades.pnl).toHaveLength(validation.outcome!.stitched.trades)
    expect(trials.sharpe).toHaveLength(preview.trialCount)
    const listed = await client.validations.list({ strategyId: subject.strategyId, sort: 'testSharpe' })
    expect(listed.items).toMatchObject([{ id, strategyName: validation.strategyName, testSharpe: validation.testSharpe }])
    expect((await client.validations.preview({ ...subject, plan: PLAN })).estimatedMs).toBeGreaterThan(0)
  })

  it('run twice give the same bits, and deleting one keeps the other', async () => {
    const [one, two] = [await run(), await run()]
    expect(one.outcome!.resultHash).toBe(two.outcome!.resultHash)
    await application.client.validations.delete({ id: one.id })
    await expect(application.client.validations.get({ id: one.id })).rejects.toMatchObject({ code: 'not_found' })
    expect((await application.client.validations.get({ id: two.id })).status).toBe('completed')
  })

  it('are cancelled long before their end', async () => {
    const { client } = application
    const values = (from: number) => Array.from({ length: 60 }, (_, step) => from + step)
    const plan = makeValidationPlan({
      unit: 'bars',
      trainLength: 1000,
      testLength: 40,
      axes: [
        { name: 'fast', values: values(2) },
        { name: 'slow', values: values(100) },
      ],
    })
    const { id } = await client.validations.run({ ...subject, plan })
    while ((await client.validations.get({ id })).status === 'pending') await new Promise((resolve) => setTimeout(resolve, 5))
    expect((await client.validations.cancel({ id })).status).toBe('cancelled')
    // The threads are free again: the next validation gets them.
    await run()
    expect(await client.validations.get({ id })).toMatchObject({ status: 'cancelled', windows: null, outcome: null })
    await expect(client.validations.equity({ id })).rejects.toMatchObject({
      code: 'not_found',
      message: expect.stringContaining('cancelled'),
    })
  })

  it('and runs are put under stress, the same with the same seed; what the matrix tries is counted', async () => {
    const { client } = application
    const { id } = await run({ plan: { ...PLAN, axes: [{ name: 'fast', values: [5, 10] }], where: null } })
    const subject = { kind: 'validation', id } as const
    expect(await client.robustness.latest(subject)).toBeNull()
    const first = await client.robustness.run({ subject, paths: 1000, draws: 10, matrix: true })
    expect(first.result.matrix).toHaveLength(9)
    const second = await client.robustness.run({ subject, paths: 1000, draws: 10 })
    expect(second.result).toEqual({ ...first.result, matrix: null })
    expect(await client.robustness.latest(subject)).toEqual(second)
  })

  it('are tested in the background with progress, one test at a time, until they are cancelled', async () => {
    const { client } = application
    const { id } = await run()
    const subject = { kind: 'validation', id } as const
    expect(await client.robustness.job(subject)).toBeNull()
    const watching = new AbortController()
    const events = await client.backtests.watch(undefined, { signal: watching.signal })
    const told: RunEvent[] = []
    const listening = (async () => {
      for await (const event of events) told.push(event)
    })().catch(() => {})

    const long = { subject, paths: 20_000, draws: 1000, matrix: true }
    const job = await client.robustness.start(long)
    expect(job).toMatchObject({ subject, status: 'pending', options: { paths: 20_000, draws: 1000, seed: 42, matrix: true } })
    await expect(client.robustness.start(long)).rejects.toMatchObject({ code: 'conflict' })
    while (!told.some(({ kind }) => kind === 'robustnessProgress')) await new Promise((resolve) => setTimeout(resolve, 5))
    expect(await client.robustness.cancel(subject)).toMatchObject({ id: job.id, status: 'cancelled' })
    await expect(client.robustness.cancel(subject)).rejects.toMatchObject({ code: 'invalid_transition' })
    expect(await client.robustness.latest(subject)).toBeNull()

    const test = await client.robustness.run({ subject, paths: 1000, draws: 10 })
    expect(await client.robustness.job(subject)).toMatchObject({ id: test.id, status: 'completed', progress: 1 })
    watching.abort()
    await listening
    const kinds = told.map((event) => ('status' in event ? event.status : event.kind))
    expect(kinds.indexOf('robustnessProgress')).toBeGreaterThan(kinds.indexOf('running'))
    expect(kinds.filter((kind) => kind !== 'robustnessProgress')).toEqual([
      'pending',
      'running',
      'cancelled',
      'pending',
      'running',
      'completed',
    ])
  })

  it('of a run cannot vary lengths, and nothing is tested before it has completed', async () => {
    const { client } = application
    const backtest = await waitForRun(client, (await client.backtests.run(subject)).id)
    const tested = { kind: 'backtest', id: backtest.id } as const
    const { result } = await client.robustness.run({ subject: tested, paths: 1000, draws: 10 })
    expect(result.base.totalReturn).toBeCloseTo(backtest.totalReturn!, 10)
    await expect(client.robustness.run({ subject: tested, matrix: true })).rejects.toMatchObject({ code: 'invalid_input' })
    const unknown = { kind: 'validation', id: '00000000-0000-7000-8000-000000000000' } as const
    await expect(client.robustness.run({ subject: unknown })).rejects.toMatchObject({ code: 'not_found' })
  })

  it('end before a locked holdout, which no search may read', async () => {
    const { client } = application
    await client.holdouts.lock({ datasetId: subject.datasetId, startDate: '2018-01-02', reason: 'The last look.' })
    expect((await client.validations.preview({ ...subject, plan: PLAN })).endDate < '2018-01-02').toBe(true)
    const touching = { ...subject, plan: PLAN, settings: { start_date: '2010-01-04', end_date: '2019-12-31' } }
    await expect(client.validations.run(touching)).rejects.toMatchObject({ code: 'forbidden' })
  })

  it.each([
    { name: 'without a window', changes: { plan: { ...PLAN, trainLength: 100_000 } }, code: 'invalid_input' },
    { name: 'of an unknown strategy', changes: { strategyId: '00000000-0000-7000-8000-000000000000' }, code: 'not_found' },
    { name: 'outside the data', changes: { settings: { start_date: '1990-01-01' } }, code: 'data_out_of_range' },
    {
      name: 'of a parameter that does not exist',
      changes: { plan: { ...PLAN, axes: [{ name: 'x', values: [1] }], where: null } },
      code: 'invalid_input',
    },
  ])('are refused $name, by preview and run alike', async ({ changes, code }) => {
    const { client } = application
    const request = { ...subject, plan: PLAN, ...changes } as Parameters<typeof client.validations.run>[0]
    await expect(client.validations.preview(request)).rejects.toMatchObject({ code })
    await expect(client.validations.run(request)).rejects.toMatchObject({ code })
  })
})
