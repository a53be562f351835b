import { join } from 'node:path'
import { expect, it } from 'vitest'
import type { RunningApplication } from '#core/application.ts'
import { METRIC_NAMES } from '#shared/domain/metricRegistry.ts'
import { type LoopbackHost, startLoopbackHost } from '../../src/main/hosts/node/loopbackHost.ts'
import { olderContract } from '../../src/main/hosts/node/olderApi/olderContract.ts'
import { openTestApplication } from '../builders/openTestApplication.ts'
import { cleanUpLater, describeOnBothDialects, freshFolder, type MakeDatabase, testServer } from '../storage/dialects.ts'

type Json = Record<string, unknown>

/** A script that was written for the older system: it knows paths, names and units, and notes which paths it used. */
class OlderScript {
  readonly used = new Set<string>()
  readonly #host: LoopbackHost

  constructor(host: LoopbackHost) {
    this.#host = host
  }

  async send(method: 'GET' | 'POST', path: string, body?: Json): Promise<{ status: number; body: Json }> {
    const url = `http://127.0.0.1:${this.#host.port}/api/v1${path}`
    const headers = { authorization: `Bearer ${this.#host.token}`, ...(body && { 'content-type': 'application/json' }) }
    const response = await fetch(url, { method, headers, ...(body && { body: JSON.stringify(body) }) })
    this.used.add(`${method} ${path.split('?')[0]?.replace(/[0-9a-f-]{36}/, '{}')}`)
    return { status: response.status, body: (await response.json()) as Json }
  }

  async get(path: string): Promise<Json> {
    const { status, body } = await this.send('GET', path)
    expect([path, status, status === 200 ? null : body]).toEqual([path, 200, null])
    return body
  }

  async post(path: string, fields: Json): Promise<Json> {
    const { status, body } = await this.send('POST', path, fields)
    expect([path, status, status === 200 ? null : body]).toEqual([path, 200, null])
    return body
  }

  async waitUntilDone(path: string): Promise<Json> {
    for (;;) {
      const body = await this.get(path)
      if (!['pending', 'running'].includes(String(body['status']))) return body
    }
  }
}

async function startHost(
  makeDatabase: MakeDatabase,
): Promise<{ script: OlderScript; application: RunningApplication; host: LoopbackHost }> {
  const { connection } = await makeDatabase()
  const password = connection.dialect === 'postgres' ? testServer().password : null
  const application = await openTestApplication({ connection, password, dataDirectory: await freshFolder() })
  cleanUpLater(application.close)
  await application.client.datasets.importSample()
  const rendererDirectory = join(import.meta.dirname, '../fixtures')
  const host = await startLoopbackHost({ application, appVersion: '0.0.0-test', rendererDirectory, port: 0, log: () => {} })
  cleanUpLater(host.close)
  return { script: new OlderScript(host), application, host }
}

const PERIOD = { start_date: '2000-01-03', end_date: '2004-12-31' }

const OF_PIPELINES = /orchestrator|reflexion/

/** One iteration upon what the gates found, and the history of it. */
async function improveOnce(script: OlderScript, id: string): Promise<void> {
  const iteration = await script.post(`/reflexion/${id}/run`, { feedback: 'Improve risk-adjusted returns' })
  expect(iteration).toMatchObject({ strategy_id: id, iteration_num: 1, improvements: [expect.any(String)], kept: expect.any(Boolean) })
  expect(String(iteration['feedback'])).not.toContain('Improve risk-adjusted returns')
  expect(await script.get(`/reflexion/${id}/history?limit=5`)).toEqual([iteration])
}

/** A pipeline from its start to its verdicts, as a script follows it. */
async function orchestrate(script: OlderScript, application: RunningApplication, id: string): Promise<void> {
  const started = await script.post('/orchestrator/runs', { strategy_id: id, ...PERIOD, initial_capital: 50_000, seed: 7 })
  const runId = String(started['run_id'])
  expect(started).toMatchObject({ id: runId, strategy_id: id, completed_at: null, outputs: { backtest_id: null, validation_id: null } })
  const done = await script.waitUntilDone(`/orchestrator/runs/${runId}`)
  const { stages, completedAtMs } = await application.client.pipelines.get({ id: runId })
  const outputOf = (name: string) => stages.find((stage) => stage.name === name)?.outputId
  const [dev] = await application.client.gates.history({ strategyId: id, gateType: 'dev', limit: 1 })
  expect(done).toMatchObject({
    status: 'completed',
    current_stage: 'crv_gate',
    inputs: { ...PERIOD, initial_capital: 50_000, instruments: ['SPX'], seed: 7 },
    outputs: { strategy_id: id, backtest_id: outputOf('backtest'), validation_id: outputOf('walk_forward') },
    stages: {
      generate_strategy: { status: 'completed', strategy_id: id },
      run_backtest: { status: 'completed', backtest_id: outputOf('backtest') },
      sweep: { status: 'completed' },
      validation: { status: 'completed', validation_id: outputOf('walk_forward') },
      dev_gate: { status: 'completed', gate_result_id: dev?.id, passed: dev?.passed },
      crv_gate: { status: 'completed', passed: expect.any(Boolean) },
      product_gate: { status: 'not_run' },
    },
    updated_at: new Date(completedAtMs ?? Number.NaN).toISOString(),
    error_message: null,
  })
  const { inputs: _inputs, outputs: _outputs, error_message: _message, ...listed } = done
  expect(await script.get('/orchestrator/runs?skip=0&limit=1')).toEqual({ total: 1, runs: [listed] })
}

/** Every path of the older contract, as the script notes it. */
function olderPaths(router: object = olderContract): string[] {
  return Object.values(router).flatMap((part: Json) => {
    const route = (part['~orpc'] as { route?: { method: string; path: string } } | undefined)?.route
    return route === undefined ? olderPaths(part) : [`${route.method} ${route.path.replace(/\{\w+\}/, '{}')}`]
  })
}

describeOnBothDialects('a script for the older REST surface', (makeDatabase) => {
  it('finds every path, name and unit, from a goal to the gates', async () => {
    const { script, application } = await startHost(makeDatabase)

    expect(await script.get('/health')).toMatchObject({ status: 'healthy', database: { ok: true }, workers: { ok: true } })
    const generated = await script.post('/strategies/generate', { goal: 'follow the trend of the index, long only', max_strategies: 2 })
    expect(generated).toMatchObject({ request_id: expect.any(String), generation_time_ms: expect.any(Number) })
    const [strategy, other] = generated['strategies'] as Json[]
    expect(strategy).toMatchObject({
      strategy_type: 'trend_following',
      parameters: { lookback: expect.any(Number), vol_target: null, position_size: 1 },
    })
    const id = String(strategy?.['id'])
    expect(await script.get('/strategies?skip=1&limit=1')).toMatchObject({ total: 2, strategies: [expect.anything()] })
    expect(await script.get(`/strategies/${id}`)).toMatchObject({ strategy_id: id, status: 'draft', strategy: { id } })
    expect(await script.post(`/strategies/${id}/validate`, {})).toMatchObject({ strategy_id: id, valid: true, issues: [] })

    const started = await script.post('/backtests/run', { strategy_id: id, ...PERIOD })
    const backtestId = String(started['backtest_id'])
    const done = await script.waitUntilDone(`/backtests/${backtestId}/status`)
    const stored = await application.client.backtests.get({ id: backtestId })
    const value = (name: string) => stored.metrics?.values[name] as number
    expect(done).toMatchObject({
      status: 'completed',
      result: { total_return: value('total_return') * 100, sharpe_ratio: value('sharpe_ratio'), total_trades: value('total_trades') },
      execution_metadata: { seed: 42, ledger_hash: stored.identity?.ledger_hash },
    })
    const whole = await script.get(`/backtests/${backtestId}`)
    expect(whole['backtest']).toMatchObject({ backtest_id: backtestId, metrics: { max_drawdown: value('max_drawdown') * 100 } })
    const { equity } = await application.client.backtests.positions({ id: backtestId })
    expect((whole['equity_curve'] as Json[]).map((point) => point['equity'])).toEqual(Array.from(equity))
    expect((whole['trades'] as Json[])[0]).toMatchObject({ symbol: 'SPX', side: 'buy' })
    expect(await script.get(`/backtests?strategy_id=${id}&limit=5`)).toMatchObject({ total: 1, backtests: [{ backtest_id: backtestId }] })
    const { spec_hash, data_hash } = stored.identity ?? {}
    expect(await script.get(`/backtests/audit/replay?spec_hash=${spec_hash}&data_hash=${data_hash}`)).toMatchObject({
      total: 1,
      runs: [{ backtest: { backtest_id: backtestId }, validation: null, product_gate: null }],
    })

    const validating = await script.post('/validation/run', { strategy_id: id, ...PERIOD, train_size_days: 400, window_size_days: 200 })
    const validationId = String(validating['validation_id'])
    expect(await script.waitUntilDone(`/validation/${validationId}/status`)).toMatchObject({ status: 'completed', progress: 1 })
    const validation = await script.get(`/validation/${validationId}`)
    const windows = validation['windows'] as Json[]
    expect(validation['metrics']).toMatchObject({ num_windows: windows.length, passed: expect.any(Boolean) })
    expect(windows[0]).toMatchObject({ window_id: 0, train_start: '2000-01-03', test_return: expect.any(Number) })
    expect(await script.get('/validation')).toMatchObject({ total: 1, validations: [{ validation_id: validationId }] })

    for (const gate of ['dev-gate', 'crv-gate', 'product-gate']) {
      const judged = await script.post(`/gates/${gate}`, { strategy_id: id, backtest_id: gate === 'product-gate' ? null : backtestId })
      expect(judged).toMatchObject({ strategy_id: id, passed: expect.any(Boolean), production_ready: expect.any(Boolean) })
      expect((judged['checks'] as Json[]).length).toBeGreaterThan(3)
    }
    const [dev] = await application.client.gates.history({ strategyId: id, gateType: 'dev', limit: 1 })
    expect(await script.get(`/gates/${id}/status`)).toMatchObject({
      strategy_id: id,
      dev_gate_passed: dev?.passed,
      validation_passed: validation['metrics'] !== null && (validation['metrics'] as Json)['passed'],
      production_ready: false,
      dev_gate: { gate_status: dev?.verdict, thresholds: expect.any(Object) },
    })
    const untouched = await script.get(`/gates/${other?.['id']}/status`)
    expect(untouched['promotion_block_reasons']).toContain('Dev gate: never run.')

    expect([...script.used].sort()).toEqual([...new Set(olderPaths())].filter((path) => !OF_PIPELINES.test(path)).sort())
  })

  it('follows a pipeline to its verdicts, and has what they found answered', async () => {
    const { script, application } = await startHost(makeDatabase)
    const generated = await script.post('/strategies/generate', { goal: 'follow the trend', max_strategies: 1 })
    const [strategy] = generated['strategies'] as Json[]
    const id = String(strategy?.['id'])
    await orchestrate(script, application, id)
    await improveOnce(script, id)
    for (const path of olderPaths().filter((each) => OF_PIPELINES.test(each))) expect([...script.used]).toContain(path)
  })

  it('is told what is wrong as on every other path', async () => {
    const { script } = await startHost(makeDatabase)
    const nobody = '01890000-0000-7000-8000-00000000dead'
    expect(await script.send('GET', `/strategies/${nobody}`)).toMatchObject({ status: 404, body: { code: 'not_found' } })
    expect(await script.send('POST', '/backtests/run', { strategy_id: nobody, ...PERIOD, start_date: '2024-99-99' })).toMatchObject({
      status: 400,
      body: { code: 'invalid_input', details: { field: 'start_date' } },
    })
    const generated = await script.post('/strategies/generate', { goal: 'follow the trend', max_strategies: 1 })
    const [strategy] = generated['strategies'] as Json[]
    const foreign = { strategy_id: strategy?.['id'], ...PERIOD, instruments: ['GOLD'] }
    for (const path of ['/backtests/run', '/orchestrator/runs']) {
      expect(await script.send('POST', path, foreign)).toMatchObject({
        status: 404,
        body: { message: expect.stringContaining('No data set holds GOLD. There are: ') },
      })
    }
    expect(await script.send('POST', `/reflexion/${strategy?.['id']}/run`, {})).toMatchObject({
      status: 409,
      body: { code: 'invalid_transition', message: expect.stringContaining('Run the gates first') },
    })
  })

  it('fetches files as they are, and finds all of it described', async () => {
    const { script, application, host } = await startHost(makeDatabase)
    const generated = await script.post('/strategies/generate', { goal: 'follow the trend', max_strategies: 1 })
    const [strategy] = generated['strategies'] as Json[]
    const started = await script.post('/backtests/run', { strategy_id: strategy?.['id'], ...PERIOD })
    const id = String(started['backtest_id'])
    await script.waitUntilDone(`/backtests/${id}/status`)

    const fetchFile = (path: string) =>
      fetch(`http://127.0.0.1:${host.port}${path}`, { headers: { authorization: `Bearer ${host.token}` } })
    const csv = await fetchFile(`/api/v2/exports/tables/trades.csv?backtestId=${id}`)
    expect(csv.headers.get('content-disposition')).toBe(`attachment; filename="trades-${id}.csv"`)
    let expected = ''
    for await (const { text } of await application.client.csvExports.stream({ table: 'trades', backtestId: id })) expected += text
    expect(await csv.text()).toBe(expected)
    const manifest = (await (await fetchFile(`/api/v1/exports/tables/trades.manifest.json?backtestId=${id}`)).json()) as Json
    expect(manifest).toMatchObject({ file: `trades-${id}.csv`, filters: { backtestId: id } })
    const json = (await (await fetchFile(`/api/v1/exports/runs/${id}.json`)).json()) as { run: { metrics: { values: Json } } }
    expect(Object.keys(json.run.metrics.values)).toEqual(METRIC_NAMES)
    expect(await (await fetchFile(`/api/v2/exports/runs/${id}.html`)).text()).toMatch(/^<!doctype html>/)
    expect((await fetchFile('/api/v2/exports/tables/trades.csv')).status).toBe(400)
    expect((await fetch(`http://127.0.0.1:${host.port}/api/v2/exports/runs/${id}.json`)).status).toBe(401)

    const { paths } = (await (await fetchFile('/api/v1/openapi.json')).json()) as { paths: Record<string, Json> }
    for (const path of olderPaths()) {
      const [method = '', name = ''] = path.split(' ')
      const described = Object.entries(paths).find(([each]) => each.replace(/\{\w+\}/, '{}') === name)
      expect([path, described?.[1][method.toLowerCase()] !== undefined]).toEqual([path, true])
    }
    const listed = paths['/strategies']?.['get'] as { tags: string[] }
    expect(listed.tags).toEqual(['Older paths: percent units, older names'])
    expect(paths['/datasets']).toBeDefined()
    expect(paths['/exports/runs/{id}.json']).toBeDefined()
  })
})
