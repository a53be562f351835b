import { describe, expect, it } from 'vitest'
import type { RunningApplication } from '#core/application.ts'
import type { Database } from '#core/database/database.ts'
import { type AdoptionOptions, type AdoptionReport, adoptLegacyDatabase } from '#core/database/legacy/adoptLegacyDatabase.ts'
import { planAdoption } from '#core/database/legacy/planAdoption.ts'
import { recogniseLegacyDatabase } from '#core/database/legacy/recogniseLegacyDatabase.ts'
import { verifyAdoption } from '#core/database/legacy/verifyAdoption.ts'
import { migrateDown, migrateUp, migrationStatus } from '#core/database/migrate.ts'
import { unpackVerdict } from '#core/database/packedVerdict.ts'
import { loadArtifact } from '#core/repositories/backtestCompletion.ts'
import { getBacktest } from '#core/repositories/backtestRepository.ts'
import { getValidation } from '#core/repositories/validationRepository.ts'
import { MIGRATIONS } from '#migrations/index.ts'
import { openTestApplication } from '../builders/openTestApplication.ts'
import { dumpSchema, makeLegacyDatabase } from '../fixtures/legacyDatabase.ts'
import { ABSURD, DONE, EMPTY, FAILED, makeCurve, makeLegacyRows, ODD, STUCK, TREND, WAITING } from '../fixtures/legacyRows.ts'
import { cleanUpLater, freshFolder, makerOf, testServer } from './dialects.ts'

const NOW_MS = Date.UTC(2026, 0, 1)
const RULES: AdoptionOptions = { nowMs: NOW_MS, refusalOf: () => null }
const CREATED_MS = Date.parse('2024-03-01T12:34:56.789Z')

async function openOn({ connection }: Database): Promise<RunningApplication> {
  const dataDirectory = await freshFolder()
  const password = testServer().password
  const application = await openTestApplication({ connection, password, dataDirectory, importSampleWhenEmpty: false })
  cleanUpLater(application.close)
  return application
}

async function makeAdopted(shape: 'A' | 'B1' | 'B2' = 'A'): Promise<{ db: Database; report: AdoptionReport }> {
  const db = await makeLegacyDatabase(shape)
  return { db, report: await adoptLegacyDatabase(db, RULES) }
}

const change = (db: Database, sql: string) => db.run((knex) => knex.raw(sql))
const codesOf = (flags: readonly { code: string; field: string }[]) => flags.map(({ code, field }) => `${field}: ${code}`).sort()

describe('recognising an older database', () => {
  it.each([
    { shape: 'A' as const, expected: { shape: 'A', alembicVersion: null }, finding: 'made by the models' },
    { shape: 'B1' as const, expected: { shape: 'B', alembicVersion: '001' }, finding: '"001"' },
    { shape: 'B2' as const, expected: { shape: 'B', alembicVersion: '002' }, finding: '1 account' },
  ])('tells shape $shape', async ({ shape, expected, finding }) => {
    const found = await recogniseLegacyDatabase(await makeLegacyDatabase(shape))
    expect(found).toMatchObject(expected)
    expect(found?.tables.slice(0, 4)).toEqual([
      { name: 'strategies', rows: 3 },
      { name: 'backtests', rows: 6 },
      { name: 'validations', rows: 2 },
      { name: 'gate_results', rows: 3 },
    ])
    expect(found?.findings.join('\n')).toContain(finding)
  })

  it.each([
    { name: 'a column too many', sql: 'ALTER TABLE backtests ADD COLUMN extra text' },
    { name: 'a column too few', sql: 'ALTER TABLE validations DROP COLUMN passed' },
    { name: 'another type', sql: 'ALTER TABLE strategies ALTER COLUMN parameters TYPE text' },
    { name: 'a table too few', sql: 'DROP TABLE gate_results' },
    { name: 'another table of a known name', sql: 'ALTER TABLE reflexion_iterations DROP COLUMN feedback' },
  ])('leaves a stranger alone: $name', async ({ sql }) => {
    const db = await makeLegacyDatabase('A')
    await change(db, sql)
    const before = await dumpSchema(db)
    expect(await recogniseLegacyDatabase(db)).toBeNull()
    const refusal = { code: 'not_found', message: expect.stringContaining('is not an older AURELIUS database') }
    await expect(planAdoption(db, RULES)).rejects.toMatchObject(refusal)
    await expect(adoptLegacyDatabase(db, RULES)).rejects.toMatchObject(refusal)
    expect(await dumpSchema(db)).toEqual(before)
  })

  it('does not take its own database, an empty one or SQLite for an older one', async () => {
    expect(await recogniseLegacyDatabase(await makerOf('postgres')())).toBeNull()
    expect(await recogniseLegacyDatabase(await makerOf('postgres')({ migrated: false }))).toBeNull()
    const sqlite = await makerOf('sqlite')()
    expect(await recogniseLegacyDatabase(sqlite)).toBeNull()
    await expect(adoptLegacyDatabase(sqlite, RULES)).rejects.toMatchObject({ code: 'invalid_input', message: /PostgreSQL/ })
  })

  it('points from a refused migration to adoption', async () => {
    await expect(migrateUp(await makeLegacyDatabase('A'))).rejects.toMatchObject({ code: 'conflict', message: /aurelius db adopt/ })
  })
})

describe('planning an adoption', () => {
  it('says what will change, in numbers, and writes nothing', async () => {
    const db = await makeLegacyDatabase('A')
    const before = await dumpSchema(db)
    const plan = await planAdoption(db, { ...RULES, refusalOf: ({ type }) => (type === 'pairs_trading' ? 'not yet' : null) })
    expect(plan).toMatchObject({ shape: 'A', curves: 3, tradeLists: 3, legacySchema: expect.stringMatching(/^legacy_aurelius_test_/) })
    expect(plan.outcomes).toEqual([
      { name: 'strategies', rows: 3, converted: 3 },
      { name: 'backtests', rows: 6, converted: 6 },
      { name: 'validations', rows: 2, converted: 2 },
      { name: 'gate_results', rows: 3, converted: 2 },
      { name: 'reflexion_iterations', rows: 1, converted: 0 },
      { name: 'orchestrator_runs', rows: 1, converted: 0 },
    ])
    expect(Object.fromEntries(plan.flags.map(({ code, rows }) => [code, rows]))).toEqual({
      capital_not_positive: 1,
      confidence_out_of_range: 2,
      drawdown_sign: 1,
      end_before_start: 1,
      impossible_date: 1,
      new_id: 1,
      no_result: 1,
      not_a_number: 2,
      not_runnable: 1,
      older_pass: 1,
      parameters_not_flat: 1,
      unknown_metrics: 1,
      unknown_status: 2,
      unknown_strategy_type: 1,
      was_under_way: 3,
      window_not_positive: 1,
      windows_unreadable: 1,
    })
    expect(await dumpSchema(db)).toEqual(before)
  })
})

describe('an adopted database', () => {
  it('holds every row, is ready for work and keeps the older tables beside', async () => {
    const { db, report } = await makeAdopted()
    expect(report).toMatchObject({ shape: 'A', artifacts: 9, verification: { sampledRows: 6 } })
    expect((await migrationStatus(db)).state).toBe('ready')
    const log: { action: string; payload: string }[] = await db.run((knex) => knex('audit_log').select('action', 'payload'))
    expect(log.map(({ action }) => action)).toEqual(['database.adopt'])
    expect(JSON.parse(log[0]?.payload ?? '')).toMatchObject({ legacySchema: report.legacySchema, converted: { backtests: 6 } })
    const older = await dumpSchema(db, report.legacySchema)
    expect(older['rows']).toMatchObject({ backtests: { rows: 6 }, orchestrator_runs: { rows: 1 }, reflexion_iterations: { rows: 1 } })
  })

  it('leaves users and alembic_version as they are', async () => {
    const db = await makeLegacyDatabase('B2')
    const read = () => db.run(async (knex) => [await knex('users'), await knex('alembic_version')])
    const before = await read()
    await adoptLegacyDatabase(db, RULES)
    expect(await read()).toEqual(before)
  })

  it('shows a finished run: fractions, UTC, curve with its repeated stamps, fills and closed trades', async () => {
    const { db } = await makeAdopted()
    const { client } = await openOn(db)
    const run = await client.backtests.get({ id: DONE })
    expect(run).toMatchObject({
      origin: 'adopted',
      status: 'completed',
      datasetId: null,
      datasetName: 'yahoo',
      spec: null,
      identity: null,
      totalReturn: 0.152,
      maxDrawdown: -0.123,
      sharpeRatio: 1.45,
      totalTrades: 145,
      cagr: null,
      createdAtMs: CREATED_MS,
      completedAtMs: Date.parse('2024-03-01T12:35:00Z'),
      durationMs: 3250,
      flags: [],
    })
    expect(run.metrics).toMatchObject({
      values: { win_rate: 0.555, sortino_ratio: 1.595, calmar_ratio: 1.24, profit_factor: 1.8, psr: null },
      reasons: { psr: 'the older system did not record it' },
      ruined: null,
      periods_per_year: null,
      legacy: { avg_trade: 0.12, run_identity: { spec_hash: 'abc', seed: 42 }, parity_check: 'ok', crv_violations: [] },
    })
    const curve = makeCurve()
    const positions = await client.backtests.positions({ id: DONE })
    expect([...positions.equity]).toEqual(curve.map(({ equity }) => Number(equity)))
    expect([...positions.time]).toEqual(curve.map(({ timestamp }) => timestamp * 1000))
    expect(positions.time[1]).toBe(positions.time[0])
    expect(positions.close.every(Number.isNaN) && positions.cash.every(Number.isNaN) && positions.units.every(Number.isNaN)).toBe(true)
    const trades = await client.backtests.trades({ id: DONE })
    expect([...trades.units]).toEqual([100, -50])
    expect([...trades.entryPrice]).toEqual([182.92, 180.01])
    expect([...trades.exitPrice]).toEqual([180.01, 183.52])
    expect(trades.pnl[0]).toBeCloseTo(100 * (180.01 - 182.92) - 1.5 - 2, 10)
    expect(trades.pnl[1]).toBeCloseTo(-50 * (183.52 - 180.01) - 1 - 1, 10)
    expect(trades.exitReason.every(Number.isNaN)).toBe(true)
    const fills = await loadArtifact(db, DONE, 'fills')
    expect([...fills!['units']!]).toEqual([100, -150, 10, 50])
    expect([...fills!['commission']!]).toEqual([1.5, 3, 0.1, 1])
    expect([...fills!['symbol']!]).toEqual([0, 0, 1, 0])
    expect(fills!['bar']!.every(Number.isNaN)).toBe(true)
  })

  it.each([
    { name: 'left running', id: STUCK, status: 'interrupted', error: /left this run running/, flags: ['status: was_under_way'] },
    {
      name: 'left pending, ending before it starts',
      id: WAITING,
      status: 'interrupted',
      error: /left this run pending/,
      flags: ['end_date: end_before_start', 'status: was_under_way'],
    },
    { name: 'failed', id: FAILED, status: 'failed', error: /^KeyError: SPY$/, flags: [] },
    { name: 'completed without metrics', id: EMPTY, status: 'completed', error: null, flags: ['metrics: no_result'] },
  ])('settles a run: $name', async ({ id, status, error, flags }) => {
    const { db } = await makeAdopted()
    const run = await getBacktest(db, id)
    expect(run.status).toBe(status)
    if (error === null) expect(run.errorMessage).toBeNull()
    else expect(run.errorMessage).toMatch(error)
    expect(codesOf(run.flags)).toEqual(flags)
  })

  it('keeps absurd values and flags each of them', async () => {
    const { db } = await makeAdopted()
    const run = await getBacktest(db, ABSURD)
    expect(run).toMatchObject({ status: 'interrupted', startDate: '2024-99-99', initialCash: -5, totalReturn: null, maxDrawdown: -0.123 })
    expect(run.metrics?.reasons).toMatchObject({
      total_return: 'the older system recorded "NaN"',
      win_rate: 'the older system recorded "Infinity"',
    })
    expect(run.metrics?.legacy).toEqual({ moon_phase: 'full', cagr: 9.1 })
    expect(codesOf(run.flags)).toEqual([
      'equity_curve: curve_reordered',
      'equity_curve: curve_unreadable',
      'initial_capital: capital_not_positive',
      'metrics.max_drawdown: drawdown_sign',
      'metrics.sharpe_ratio: not_a_number',
      'metrics.total_return: not_a_number',
      'metrics.win_rate: not_a_number',
      'metrics: unknown_metrics',
      'seed: not_a_number',
      'start_date: impossible_date',
      'status: unknown_status',
      'trades: fills_unreadable',
    ])
    const positions = await loadArtifact(db, ABSURD, 'positions')
    expect([...positions!['time']!]).toEqual([1_388_620_800_000, 1_388_707_200_000])
    expect([...positions!['equity']!]).toEqual([Number.NaN, 101])
    const fills = await loadArtifact(db, ABSURD, 'fills')
    expect([fills!['time']![0], fills!['units']![0], fills!['price']![0]]).toEqual([Number.NaN, Number.NaN, 1])
  })

  it('takes over strategies, the odd ones readable but not runnable', async () => {
    const { db } = await makeAdopted()
    const { client } = await openOn(db)
    const { items } = await client.strategies.list({ sort: 'name', direction: 'asc' })
    expect(items).toMatchObject([
      { id: ODD, name: 'Odd', type: 'unrecognised', status: 'draft', confidence: null, parameters: { lookback: 20 } },
      { name: 'Pairs', type: 'pairs_trading', confidence: null, parameters: { lookback: 20, vol_target: 0.15 } },
      { id: TREND, name: 'Trend', type: 'trend_following', status: 'draft', confidence: 0.8, limitations: '', createdAtMs: CREATED_MS },
    ])
    for (const original of ['"astrology"', '42', '"banana"']) expect(items[0]!.limitations).toContain(`(recorded: ${original})`)
    expect(items[1]!.id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-8/)
    expect((await client.backtests.list({ strategyId: items[1]!.id })).items.map(({ id }) => id)).toEqual([ABSURD])
    const dataset = await client.datasets.importSample()
    await expect(client.backtests.run({ strategyId: ODD, datasetId: dataset.id })).rejects.toMatchObject({ code: 'invalid_input' })
  })

  it('takes over validations and gate results; an older pass is no pass here', async () => {
    const { db } = await makeAdopted()
    expect(await getValidation(db, 'cccccccc-0000-4000-8000-000000000001')).toMatchObject({
      datasetId: null,
      metrics: { numWindows: 1, avgTrainSharpe: 1.5, avgTestSharpe: null, avgDegradation: 0.2, stabilityScore: 76, passed: true },
      windows: [{ windowId: 0, testSharpe: 1.2, trainReturn: 0.125, testDrawdown: -0.025, degradation: 0.2 }],
    })
    expect(await getValidation(db, 'cccccccc-0000-4000-8000-000000000002')).toMatchObject({
      status: 'interrupted',
      windowSizeDays: 0,
      windows: null,
    })
    const { client } = await openOn(db)
    const history = await client.gates.history({ strategyId: TREND })
    expect(history.toSorted((a, b) => a.id.localeCompare(b.id))).toMatchObject([
      {
        gateType: 'dev',
        verdict: 'incomplete',
        passed: false,
        stale: true,
        binding: null,
        productionReady: null,
        recommendation: 'Ship it',
      },
      { gateType: 'crv', verdict: 'failed', passed: false, stale: true },
    ])
    expect((await client.overview.get()).gates).toMatchObject({ devPassed: 0, devFailed: 0, devIncomplete: 1, crvPassed: 0, crvFailed: 1 })
    const [document] = await db.run((knex) => knex('gate_results').where({ gate_type: 'dev' }).pluck('document'))
    expect(JSON.parse(unpackVerdict(document)).older).toBe(makeLegacyRows()['gate_results']![0]!['results'])
  })

  it('exports and deletes adopted runs, but refuses to resume, replay or judge them', async () => {
    const { db } = await makeAdopted()
    const { client } = await openOn(db)
    const read = async (input: Parameters<typeof client.csvExports.stream>[0]) => {
      let text = ''
      for await (const piece of await client.csvExports.stream(input)) text += piece.text
      return text.trim().split('\r\n')
    }
    expect(await read({ table: 'equity_curve', backtestId: DONE })).toHaveLength(2521)
    expect((await read({ table: 'trades', backtestId: DONE }))[1]).toMatch(
      /^SPY,long,100,2014-01-02T00:00:00Z,182.92,2014-01-06T00:00:00Z,180.01,,,/,
    )
    expect(await read({ table: 'backtests' })).toHaveLength(7)
    expect(await read({ table: 'gate_results' })).toHaveLength(3)
    const refusal = { code: 'invalid_transition', message: expect.stringContaining('adopted from an older AURELIUS database') }
    await expect(client.backtests.replay({ id: DONE })).rejects.toMatchObject(refusal)
    await expect(client.backtests.resume({ id: STUCK })).rejects.toMatchObject(refusal)
    await expect(client.gates.run({ strategyId: TREND, gateType: 'dev', backtestId: DONE })).rejects.toMatchObject(refusal)
    await expect(client.gates.run({ strategyId: TREND, gateType: 'dev' })).rejects.toMatchObject({ message: /no completed run to judge/ })
    await expect(client.backtests.positions({ id: STUCK })).rejects.toMatchObject({
      code: 'not_found',
      message: /older system kept no positions/,
    })
    await client.backtests.delete({ id: DONE })
    expect(await db.run((knex) => knex('backtest_artifacts').where({ backtest_id: DONE }))).toEqual([])
  })

  it('takes shape B without seed and source', async () => {
    const { db, report } = await makeAdopted('B2')
    expect(report).toMatchObject({ shape: 'B', alembicVersion: '002' })
    expect(await getBacktest(db, DONE)).toMatchObject({ datasetName: null, totalReturn: 0.152 })
  })

  it('loses only its adopted runs when the migration for them is taken back', async () => {
    const { db } = await makeAdopted()
    const downTo = MIGRATIONS.map(({ name }) => name).filter((name) => name >= '0002')
    for (const name of downTo.toReversed()) expect(await migrateDown(db)).toBe(name)
    expect(await db.run((knex) => knex('backtests'))).toEqual([])
    expect(await db.run((knex) => knex('strategies').pluck('name').orderBy('name'))).toEqual(['Pairs', 'Trend'])
    expect(await migrateUp(db)).toEqual(downTo)
  })
})

describe('an adoption that does not work out', () => {
  it('changes nothing when it is cancelled half-way', async () => {
    const db = await makeLegacyDatabase('A')
    const before = await dumpSchema(db)
    const abort = new AbortController()
    const seen: string[] = []
    const onProgress = ({ table, done, total }: { table: string; done: number; total: number }) => {
      seen.push(`${table} ${done}/${total}`)
      if (table === 'backtests') abort.abort()
    }
    await expect(adoptLegacyDatabase(db, { ...RULES, onProgress, signal: abort.signal })).rejects.toMatchObject({ code: 'cancelled' })
    expect(seen).toEqual(['strategies 3/3', 'backtests 6/6'])
    expect(await dumpSchema(db)).toEqual(before)
  })

  it('changes nothing when a table of this application is in the way', async () => {
    const db = await makeLegacyDatabase('A')
    await change(db, 'CREATE TABLE datasets (mine text)')
    const before = await dumpSchema(db)
    await expect(adoptLegacyDatabase(db, RULES)).rejects.toThrow('already exists')
    expect(await dumpSchema(db)).toEqual(before)
  })

  it('changes nothing when the place for the older tables is taken', async () => {
    const db = await makeLegacyDatabase('A')
    const { legacySchema } = await planAdoption(db, RULES)
    await change(db, `CREATE SCHEMA ${legacySchema}`)
    const before = await dumpSchema(db)
    await expect(adoptLegacyDatabase(db, RULES)).rejects.toMatchObject({ code: 'conflict', details: { schema: legacySchema } })
    expect(await dumpSchema(db)).toEqual(before)
  })

  it.each([
    { name: 'a figure', sql: `UPDATE backtests SET total_return = 15.2 WHERE id = '${DONE}'` },
    { name: 'an instant', sql: `UPDATE backtests SET created_at = created_at + interval '1 hour' WHERE id = '${DONE}'` },
    { name: 'a missing row', sql: `DELETE FROM backtests WHERE id = '${FAILED}'` },
    { name: 'a missing curve', sql: `DELETE FROM backtest_artifacts WHERE backtest_id = '${DONE}' AND kind = 'positions'` },
    { name: 'a missing gate result', sql: `DELETE FROM gate_results WHERE gate_type = 'crv'` },
  ])('sees in its own check: $name', async ({ sql }) => {
    const { db, report } = await makeAdopted()
    const verify = () => db.run((knex) => verifyAdoption(knex, report.legacySchema, report.outcomes))
    expect(await verify()).toEqual(report.verification)
    await change(db, sql)
    await expect(verify()).rejects.toMatchObject({ code: 'data_invalid' })
  })
})
