import { createHash } from 'node:crypto'
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import type { Database } from '#core/database/database.ts'
import { completeBacktest, encodeArtifact } from '#core/repositories/backtestCompletion.ts'
import { createGateResult } from '#core/repositories/gateResultRepository.ts'
import { updateStrategy } from '#core/repositories/strategyRepository.ts'
import { BacktestService, type BacktestServiceParts } from '#core/services/backtestService.ts'
import { createCsvExportService } from '#core/services/csvExportService.ts'
import { createExportService, type FolderScope } from '#core/services/exportService.ts'
import { SweepService, type SweepServiceParts } from '#core/services/sweepService.ts'
import { ValidationService, type ValidationServiceParts } from '#core/services/validationService.ts'
import { type CsvExportRequest, csvExportInputSchema } from '#shared/contract/csvExports.ts'
import { METRIC_NAMES, METRICS } from '#shared/domain/metricRegistry.ts'
import { writeFolder } from '../../src/cli/writeFiles.ts'
import { makeBinding, makeCheck, makeGateResult } from '../builders/gateResults.ts'
import { NEW_YEAR_2024_MS } from '../builders/ids.ts'
import { makeRunSpec } from '../builders/runs.ts'
import { storeBacktest, storeRunningBacktest, storeRunParents } from '../builders/storedRuns.ts'
import { makeStrategyDraft } from '../builders/strategies.ts'
import { aureliusHere } from '../cli/aurelius.ts'
import { runOnSp500 } from '../golden/sp500.ts'
import { describeOnBothDialects, freshFolder } from './dialects.ts'

const NOW_MS = Date.UTC(2026, 0, 2, 3, 4, 5)
/** A run with costs, a rate and odd cash, so that every metric has bits to lose. */
const SPEC = makeRunSpec({
  strategy: { type: 'trend_following', parameters: { fast: 50, slow: 200, average: 'sma', direction: 'long_only' } },
  initial_cash: 123_456.789,
  risk_free: 0.0017,
  start_date: null,
  end_date: null,
})

function servicesOver(db: Database) {
  // Exports read; they start nothing, so no queue and no worker is at hand.
  const parts = { db, now: () => NOW_MS }
  const backtests = new BacktestService(parts as unknown as BacktestServiceParts)
  const validations = new ValidationService(parts as unknown as ValidationServiceParts)
  const sweeps = new SweepService({ ...parts, backtests } as unknown as SweepServiceParts)
  const datasets = { rejects: () => expect.unreachable('no upload is exported here') }
  const csvExports = createCsvExportService({ ...parts, backtests, datasets, validations, sweeps, appVersion: '1.2.3' })
  return { csvExports, exports: createExportService({ ...parts, backtests, csvExports, appVersion: '1.2.3', desktop: null }) }
}

/** Stores a real run of the engine on the index. */
async function storeRealRun(db: Database) {
  const parents = await storeRunParents(db)
  const id = await storeRunningBacktest(db, parents)
  const { ledger, metrics, identity } = runOnSp500(SPEC)
  const artifacts = [
    encodeArtifact('positions', { ...ledger.positions }),
    encodeArtifact('trades', { ...ledger.trades }),
    encodeArtifact('fills', { ...ledger.fills }),
  ]
  await completeBacktest(db, { id, owner: 'worker-1', metrics, identity, artifacts, nowMs: NEW_YEAR_2024_MS + 2000, durationMs: 1 })
  await db.run((knex) =>
    knex('backtests')
      .where({ id })
      .update({ spec: JSON.stringify(SPEC), initial_capital: SPEC.initial_cash }),
  )
  return { id, parents, metrics, identity }
}

async function csvOf(db: Database, request: CsvExportRequest) {
  let text = ''
  let manifest: Record<string, unknown> = {}
  for await (const piece of servicesOver(db).csvExports.stream(csvExportInputSchema.parse(request))) {
    text += piece.text
    if (piece.manifest !== null) manifest = JSON.parse(piece.manifest)
  }
  return { text, manifest }
}

async function folderOf(db: Database, scope: FolderScope): Promise<string> {
  const folder = await freshFolder()
  await writeFolder(folder, servicesOver(db).exports.folder({ scope, mode: 'raw' }))
  return folder
}

async function metricsOf(...args: string[]): Promise<Record<string, number | null>> {
  const { exitCode, stdout, stderr } = await aureliusHere(['metrics', ...args])
  expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' })
  return JSON.parse(stdout)
}

describeOnBothDialects('exports', (makeDatabase) => {
  it('of a run read back to the same bits of every metric, from JSON and from CSV', async () => {
    const db = await makeDatabase()
    const { id, metrics } = await storeRealRun(db)
    const folder = await folderOf(db, { kind: 'run', backtestId: id })
    expect(METRIC_NAMES.filter((name) => metrics.values[name] === null)).toEqual(['alpha', 'beta'])

    const fromJson = await metricsOf('--run', join(folder, `run-${id}.json`))
    for (const name of METRIC_NAMES) expect([name, fromJson[name]]).toEqual([name, metrics.values[name]])

    const file = (table: string) => join(folder, `${table}-${id}.csv`)
    const rates = ['--initial-cash', String(SPEC.initial_cash), '--risk-free', String(SPEC.risk_free)]
    const whole = await metricsOf('--equity', file('positions'), '--trades', file('trades'), '--fills', file('fills'), ...rates)
    const notInTables = ['ambiguous_bars', 'dropped_orders', 'open_trades']
    for (const name of METRIC_NAMES.filter((each) => !notInTables.includes(each))) {
      expect([name, whole[name]]).toEqual([name, metrics.values[name]])
    }

    const short = await metricsOf('--equity', file('equity_curve'), '--trades', file('trades'), ...rates)
    for (const name of [
      'total_return',
      'cagr',
      'max_drawdown',
      'max_drawdown_bars',
      'calmar_ratio',
      'var_95',
      'cvar_95',
      'tail_ratio',
    ] as const) {
      expect([name, short[name]]).toEqual([name, metrics.values[name]])
    }
    for (const name of ['win_rate', 'profit_factor', 'expectancy', 'total_trades'] as const) {
      expect([name, short[name]]).toEqual([name, metrics.values[name]])
    }
    expect(short['sharpe_ratio']).toBeCloseTo(metrics.values.sharpe_ratio as number, 10)
  })

  it('would show a bit that was lost', async () => {
    const db = await makeDatabase()
    const { id, metrics } = await storeRealRun(db)
    const folder = await folderOf(db, { kind: 'run', backtestId: id })
    const path = join(folder, `run-${id}.json`)
    const document = JSON.parse(readFileSync(path, 'utf8'))
    document.trades.pnl[3] += 1e-9
    writeFileSync(path, JSON.stringify(document))
    const { expectancy } = await metricsOf('--run', path)
    expect(expectancy).not.toBe(metrics.values.expectancy)
  })

  it('lay a manifest beside each table: units, hashes, filters', async () => {
    const db = await makeDatabase()
    const { id, identity, parents } = await storeRealRun(db)
    const { text, manifest } = await csvOf(db, { table: 'equity_curve', backtestId: id, mode: 'raw' })
    expect(manifest).toMatchObject({
      format: 'aurelius-csv-1',
      file: `equity_curve-${id}.csv`,
      rows: text.trim().split('\r\n').length - 1,
      sha256: createHash('sha256').update(text).digest('hex'),
      exported_at: '2026-01-02T03:04:05.000Z',
      application: 'Aurelius 1.2.3',
      timezone: 'UTC',
      mode: 'raw',
      units: { time: 'ISO 8601 instant, UTC', equity: 'money' },
      filters: { backtestId: id },
      run_identity: identity,
    })
    const list = await csvOf(db, { table: 'backtests', strategyId: parents.strategyId, mode: 'spreadsheet' })
    expect(list.manifest).toMatchObject({ rows: 1, mode: 'spreadsheet', filters: { strategyId: parents.strategyId }, run_identity: null })
    expect(list.manifest['units']).toMatchObject({ sharpe_ratio: 'ratio', total_return: 'fraction', created_at: 'ISO 8601 instant, UTC' })
  })

  it('of everything hold every table, and on request every completed run', async () => {
    const db = await makeDatabase()
    const { id } = await storeRealRun(db)
    await storeBacktest(db, await storeParentsAgain(db))
    const tables = ['backtests', 'datasets', 'gate_results', 'strategies', 'sweeps', 'validations']
    const plain = await folderOf(db, { kind: 'workspace', withRuns: false })
    expect(readdirSync(plain).sort()).toEqual(tables.flatMap((table) => [`${table}.csv`, `${table}.manifest.json`]).sort())
    const whole = await folderOf(db, { kind: 'workspace', withRuns: true })
    expect(readdirSync(join(whole, 'runs'))).toEqual([id])
    expect(readdirSync(join(whole, 'runs', id))).toEqual(
      expect.arrayContaining([`run-${id}.json`, `tear-sheet-${id}.html`, `fills-${id}.csv`, `metrics-${id}.manifest.json`]),
    )
    expect(readFileSync(join(whole, 'strategies.csv'), 'utf8')).toBe(readFileSync(join(plain, 'strategies.csv'), 'utf8'))
  })

  it('of a run as a tear sheet are one file that runs nothing and takes no name for markup', async () => {
    const db = await makeDatabase()
    const { id, parents } = await storeRealRun(db)
    const evil = '<script>alert(1)</script> & "quotes" </title><img src=x onerror=y>'
    await db.run((knex) => knex('strategies').where({ id: parents.strategyId }).update({ name: evil }))
    const { text, fileName, contentType } = await servicesOver(db).exports.document({ backtestId: id, format: 'html' })
    expect([fileName, contentType]).toEqual([`tear-sheet-${id}.html`, 'text/html'])
    expect(text).toContain('&lt;script&gt;alert(1)&lt;/script&gt; &amp; &quot;quotes&quot; &lt;/title&gt;')
    expect(/<script|<img|<link|<iframe|@import|url\(|<[^>]*\b(href|src|on\w+)=/i.exec(text)).toBeNull()
    expect(text.match(/<svg /g)).toHaveLength(2)
    for (const { label, definition } of Object.values(METRICS)) {
      expect(text).toContain(label)
      expect(text).toContain(definition.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;'))
    }
    expect(text).toContain('95% interval')
    expect(text).not.toContain('NaN')
  })

  it('of a run as a tear sheet show what the gates said of its version, escaped, and that a verdict no longer holds', async () => {
    const db = await makeDatabase()
    const { id, parents } = await storeRealRun(db)
    const on = { strategyId: parents.strategyId, backtestId: id }
    const sheet = async () => (await servicesOver(db).exports.document({ backtestId: id, format: 'html' })).text
    expect(await sheet()).toContain('No gate has judged version 1 of this strategy.')

    const tiny = makeCheck({ id: 'D6', unit: 'ratio', value: 7.28e-11, threshold: { comparison: '<=', bound: 1e-9, warn: null } })
    const failing = makeCheck({ id: 'D1', title: '<b>Bold</b>', state: 'NOT_RUN', value: null, summary: 'Nothing & nobody <ran> it.' })
    await createGateResult(db, makeGateResult(on, { timestampMs: NEW_YEAR_2024_MS + 1000 }))
    await createGateResult(
      db,
      makeGateResult(on, {
        ...{ gateType: 'crv', verdict: 'incomplete', passed: false, recommendation: 'Run the "walk-forward" first.' },
        checks: [makeCheck(), tiny, failing],
      }),
    )
    const text = await sheet()
    expect(text).toContain('<h3>Dev gate: passed, stale</h3>')
    expect(text).toMatch(/This verdict no longer holds: [^<]*the engine changed/)
    expect(text).toContain('<h3>CRV gate: incomplete, stale</h3>')
    expect(text).toContain('<p>Run the &quot;walk-forward&quot; first.</p>')
    expect(text).toContain('C6 Probabilistic Sharpe ratio</th><td class="words">PASS</td><td>97.0%</td><td>at least 95.0%</td>')
    expect(text).toContain('<td>7.3e-11</td><td>at most 1.0e-9</td>')
    expect(text).toContain('D1 &lt;b&gt;Bold&lt;/b&gt;</th><td class="words">NOT RUN</td><td>—</td>')
    expect(text).toContain('Nothing &amp; nobody &lt;ran&gt; it.')
    expect(text).not.toContain('Product gate')

    await createGateResult(db, makeGateResult(on, { verdict: 'failed', passed: false, timestampMs: NEW_YEAR_2024_MS + 2000 }))
    expect(await sheet()).toContain('<h3>Dev gate: failed, stale</h3>')

    await updateStrategy(db, { id: on.strategyId, expectedVersion: 1, draft: makeStrategyDraft(), nowMs: NEW_YEAR_2024_MS + 3000 })
    const later = await storeBacktest(db, parents, { strategyVersion: 2 })
    const passed = { ...on, backtestId: later }
    await createGateResult(
      db,
      makeGateResult(passed, { binding: makeBinding(later, { strategyVersion: 2 }), timestampMs: NEW_YEAR_2024_MS + 4000 }),
    )
    expect(await sheet()).toContain('<h3>Dev gate: failed, stale</h3>')
  })

  it('of a run without results say so', async () => {
    const db = await makeDatabase()
    const id = await storeBacktest(db, await storeRunParents(db))
    const { text } = await servicesOver(db).exports.document({ backtestId: id, format: 'html' })
    for (const sentence of ['This run is pending', 'No equity curve was kept', 'No trades were kept', 'This run has no metrics']) {
      expect(text).toContain(sentence)
    }
    await expect(servicesOver(db).exports.document({ backtestId: id.replace(/.$/, 'x'), format: 'json' })).rejects.toMatchObject({
      code: 'not_found',
    })
  })
})

const storeParentsAgain = async (db: Database) => {
  const [row] = await db.run((knex) => knex('backtests').select('strategy_id', 'dataset_id'))
  return { strategyId: row.strategy_id as string, datasetId: row.dataset_id as string }
}
