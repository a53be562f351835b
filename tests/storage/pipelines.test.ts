import { type ChildProcess, spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'
import type { RunningApplication } from '#core/application.ts'
import type { Database } from '#core/database/database.ts'
import type { Client } from '#shared/contract/contract.ts'
import { PIPELINE_STAGES, type Pipeline, type PipelineStageName } from '#shared/domain/pipeline.ts'
import { openTestApplication } from '../builders/openTestApplication.ts'
import { makeStrategyDraft } from '../builders/strategies.ts'
import { cleanUpLater, describeOnBothDialects, freshFolder, testServer } from './dialects.ts'
import { urlOf } from './processes.ts'

const SETTINGS = { seed: 7, cost_model: { type: 'percentage', percentage: 0.001 } } as const
const GOAL = { kind: 'goal', goal: 'follow the trend with moving averages', riskPreference: 'moderate' } as const

async function openOver(db: Database): Promise<RunningApplication> {
  const password = db.connection.dialect === 'postgres' ? testServer().password : null
  const application = await openTestApplication({ connection: db.connection, password, dataDirectory: await freshFolder() })
  cleanUpLater(application.close)
  return application
}

const datasetOf = async (client: Client) => (await client.datasets.list()).items[0]!.id

/** Waits, through the application's own events, until a pipeline is where it should be. */
async function waitFor(client: Client, id: string, isThere: (pipeline: Pipeline) => boolean): Promise<Pipeline> {
  const stop = new AbortController()
  const events = await client.backtests.watch(undefined, { signal: stop.signal })
  try {
    let pipeline = await client.pipelines.get({ id })
    while (!isThere(pipeline)) {
      await events.next()
      pipeline = await client.pipelines.get({ id })
    }
    return pipeline
  } finally {
    stop.abort()
  }
}

const isOver = ({ status }: Pipeline) => status !== 'pending' && status !== 'running'
const outputsOf = ({ stages }: Pipeline) => stages.map(({ name, output }) => [name, output])

/** How many runs, sweeps, validations and verdicts the strategy has: more than one of a kind would be a stage done twice. */
async function countMade(client: Client, strategyId: string) {
  const all = { strategyId, limit: 50 }
  const gates = await client.gates.history({ strategyId })
  return {
    backtests: (await client.backtests.list(all)).items.length,
    sweeps: (await client.sweeps.list(all)).items.length,
    validations: (await client.validations.list(all)).items.length,
    gates: gates.map(({ gateType }) => gateType).toSorted(),
    trials: (await client.trials.count({ strategyId }))[0]?.trialsBySource,
  }
}

const ONCE = { backtests: 1, sweeps: 1, validations: 1, gates: ['crv', 'dev'] }

/** A process of its own that starts a pipeline, or goes on with one, and says when a stage has begun; killed there without warning. */
async function killWhere(db: Database, place: { stage: PipelineStageName; moment: 'begun' | 'done' }, id: string | null): Promise<string> {
  const file = fileURLToPath(new URL('./pipelineProcess.ts', import.meta.url))
  const words = JSON.stringify({ ...place, id, dataDirectory: await freshFolder(), request: { source: GOAL, settings: SETTINGS } })
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

describeOnBothDialects('pipelines', (makeDatabase) => {
  it('go from a goal to the verdict of the CRV gate, each stage stored with what it was given and made', { timeout: 60_000 }, async () => {
    const { client } = await openOver(await makeDatabase())
    const datasetId = await datasetOf(client)
    const started = await client.pipelines.run({ source: GOAL, datasetId, settings: SETTINGS })
    expect(started).toMatchObject({
      status: 'pending',
      strategyName: null,
      stages: PIPELINE_STAGES.map((name) => ({ name, status: 'pending' })),
    })

    const pipeline = await waitFor(client, started.id, isOver)
    expect(pipeline).toMatchObject({ status: 'completed', progress: 1, errorMessage: null })
    expect(pipeline.stages.map(({ status }) => status)).toEqual(PIPELINE_STAGES.map(() => 'completed'))
    const made = Object.fromEntries(pipeline.stages.map((stage) => [stage.name, stage]))
    const run = await client.backtests.get({ id: made['backtest']!.outputId! })
    expect(run).toMatchObject({
      status: 'completed',
      spec: { seed: 7 },
      identity: { ledger_hash: made['backtest']!.output!['ledgerHash'] },
    })
    expect(await client.sweeps.get({ id: made['sweep']!.outputId! })).toMatchObject({ rowsHash: made['sweep']!.output!['rowsHash'] })
    expect(await client.validations.get({ id: made['walk_forward']!.outputId! })).toMatchObject({ status: 'completed' })
    expect(made['dev_gate']).toMatchObject({ input: { backtestId: run.id }, output: { verdict: 'passed' } })
    expect(made['crv_gate']!.output!['verdict']).toBe('failed')
    expect(await countMade(client, pipeline.strategyId)).toMatchObject(ONCE)
    const { items } = await client.audit.list({ limit: 200 })
    const ofPipeline = items.filter(({ objectId }) => objectId === pipeline.id).map(({ action }) => action)
    expect(ofPipeline.toReversed()).toEqual(['pipeline.request', 'pipeline.complete'])
  })

  it('killed between and in the middle of stages, end as if nothing had happened and do nothing twice', { timeout: 120_000 }, async () => {
    const whole = await openOver(await makeDatabase())
    const request = { source: GOAL, datasetId: await datasetOf(whole.client), settings: SETTINGS }
    const undisturbed = await waitFor(whole.client, (await whole.client.pipelines.run(request)).id, isOver)

    const db = await makeDatabase()
    const id = await killWhere(db, { stage: 'backtest', moment: 'begun' }, null)
    for (const place of [
      { stage: 'backtest', moment: 'done' },
      { stage: 'sweep', moment: 'begun' },
      { stage: 'walk_forward', moment: 'begun' },
      { stage: 'dev_gate', moment: 'begun' },
    ] as const) {
      expect(await killWhere(db, place, id)).toBe(id)
    }
    const { client } = await openOver(db)
    expect(await client.pipelines.get({ id })).toMatchObject({ status: 'interrupted' })
    await client.pipelines.resume({ id })
    const resumed = await waitFor(client, id, isOver)
    expect(resumed).toMatchObject({ status: 'completed' })
    expect(outputsOf(resumed)).toEqual(outputsOf(undisturbed))
    expect(await countMade(client, resumed.strategyId)).toEqual(await countMade(whole.client, undisturbed.strategyId))
    expect(await countMade(client, resumed.strategyId)).toMatchObject(ONCE)
    await expect(client.pipelines.resume({ id })).rejects.toMatchObject({ code: 'invalid_transition' })
  })

  it('cancelled, stop the run of their stage', { timeout: 60_000 }, async () => {
    const { client } = await openOver(await makeDatabase())
    const strategy = await client.strategies.create(makeStrategyDraft({ type: 'ml_classifier', parameters: {} }))
    const request = { source: { kind: 'strategy', strategyId: strategy.id }, datasetId: await datasetOf(client) } as const
    const { id } = await client.pipelines.run(request)
    const inSweep = await waitFor(client, id, ({ stages }) => stages[2]!.startedAtMs !== null)
    expect(await client.pipelines.cancel({ id })).toMatchObject({ status: 'cancelled' })
    const sweepId = inSweep.stages[2]!.outputId!
    await expect
      .poll(async () => (await client.sweeps.list({ strategyId: strategy.id })).items.map((sweep) => [sweep.id, sweep.status]))
      .toEqual([[sweepId, 'cancelled']])
    await expect(client.pipelines.cancel({ id })).rejects.toMatchObject({ code: 'invalid_transition' })
    expect(await client.pipelines.delete({ id })).toEqual({ id })
    await expect(client.pipelines.get({ id })).rejects.toMatchObject({ code: 'not_found' })
  })

  it('fail with the stage and its reason', { timeout: 60_000 }, async () => {
    const { client } = await openOver(await makeDatabase())
    const strategy = await client.strategies.create(makeStrategyDraft({ type: 'trend_following', parameters: {} }))
    const source = { kind: 'strategy', strategyId: strategy.id } as const
    const settings = { start_date: '2019-01-02', end_date: '2019-03-29' }
    const { id } = await client.pipelines.run({ source, datasetId: await datasetOf(client), settings })
    const failed = await waitFor(client, id, isOver)
    expect(failed).toMatchObject({ status: 'failed', errorMessage: expect.stringContaining('Stage "walk forward"') })
    expect(failed.stages.map(({ status }) => status)).toEqual(['completed', 'completed', 'completed', 'failed', 'pending', 'pending'])
  })

  it('refuse a goal that no single instrument answers, unknown data and a locked holdout', async () => {
    const { client } = await openOver(await makeDatabase())
    const datasetId = await datasetOf(client)
    const unknown = '01890000-0000-7000-8000-00000000dead'
    await expect(client.pipelines.run({ source: GOAL, datasetId: unknown })).rejects.toMatchObject({ code: 'not_found' })
    await client.holdouts.lock({ datasetId, startDate: '2018-01-02', reason: 'The last look.' })
    const settings = { end_date: '2019-01-02' }
    await expect(client.pipelines.run({ source: GOAL, datasetId, settings })).rejects.toMatchObject({ code: 'forbidden' })
    expect((await client.pipelines.list({})).items).toEqual([])
  })
})
