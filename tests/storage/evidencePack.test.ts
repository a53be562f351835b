import { describe, expect, it } from 'vitest'
import type { RunningApplication } from '#core/application.ts'
import type { Database } from '#core/database/database.ts'
import { recheckRun } from '#core/jobs/evidence/recheckRun.ts'
import { hashManifest, hashText, jsonText } from '#core/services/evidence/packText.ts'
import { verifyPack } from '#core/services/evidence/verifyPack.ts'
import type { AuditEntry } from '#shared/domain/audit.ts'
import { PACK_FILES, type PackManifest, type PackVerification } from '#shared/domain/evidencePack.ts'
import { openTestApplication, waitForRun } from '../builders/openTestApplication.ts'
import { cleanUpLater, describeOnBothDialects, freshFolder, makerOf, testServer } from './dialects.ts'

const DRAFT = { name: 'Golden cross', type: 'trend_following' as const, parameters: { fast: 20, slow: 50 } }

async function openOn(db: Database): Promise<RunningApplication> {
  const application = await openTestApplication({
    connection: db.connection,
    password: db.dialect === 'postgres' ? testServer().password : null,
    dataDirectory: await freshFolder(),
    importSampleWhenEmpty: false,
  })
  cleanUpLater(application.close)
  return application
}

type Pack = ReadonlyMap<string, string>

async function exportPack({ client }: RunningApplication, strategyId: string, withData = true): Promise<Pack> {
  const files = new Map<string, string>()
  for await (const { path, text } of await client.evidence.export({ strategyId, withData }))
    files.set(path, `${files.get(path) ?? ''}${text}`)
  return files
}

/** A finished run with its strategy, and the pack of it. */
async function storePack(db: Database) {
  const application = await openOn(db)
  const { client } = application
  const { id: datasetId } = await client.datasets.importSample()
  const { id: strategyId } = await client.strategies.create(DRAFT)
  const settings = { start_date: '2012-01-03', end_date: '2015-12-31', cost_model: { type: 'percentage', percentage: 0.001 } } as const
  const run = await client.backtests.run({ strategyId, datasetId, settings })
  expect((await waitForRun(client, run.id)).status).toBe('completed')
  await client.reviews.note({ strategyId, text: 'Looks sound.' })
  return { application, client, strategyId, datasetId, runId: run.id, pack: await exportPack(application, strategyId) }
}

const verify = (files: Pack, data: string | null = null): Promise<PackVerification> =>
  verifyPack({ files, data, recheck: async (input) => recheckRun(input) })

const changed = (pack: Pack, file: string, change: (text: string) => string): Pack =>
  new Map([...pack].map(([path, text]) => [path, path === file ? change(text) : text]))

const manifestOf = (pack: Pack): PackManifest => JSON.parse(pack.get('manifest.json') ?? '')

/** As somebody who knows the format would: the manifest is made to fit the changed files. */
function resealed(pack: Pack): Pack {
  const manifest = manifestOf(pack)
  const files = manifest.files.map(({ path }) => {
    const text = pack.get(path) ?? ''
    return { path, bytes: Buffer.byteLength(text), sha256: hashText(text) }
  })
  const fitting = { ...manifest, files }
  return changed(pack, 'manifest.json', () => jsonText({ ...fitting, pack_hash: hashManifest(fitting) }))
}

/** Sets one value in the JSON of a file. */
function edited(pack: Pack, file: string, { at, value }: { at: readonly (string | number)[]; value: unknown }): Pack {
  return changed(pack, file, (text) => {
    const json: unknown = JSON.parse(text)
    const parent = at.slice(0, -1).reduce((node, key) => (node as Record<string | number, unknown>)[key], json)
    Object.assign(parent as object, { [at.at(-1)!]: value })
    return `${JSON.stringify(json)}\n`
  })
}

describeOnBothDialects('an evidence pack', (makeDatabase) => {
  it('holds everything, verifies by itself with a replay, and is recorded', { timeout: 60_000 }, async () => {
    const { client, pack, strategyId, runId } = await storePack(await makeDatabase())
    expect([...pack.keys()].sort()).toEqual(['manifest.json', 'data.json', ...PACK_FILES].sort())
    const verified = await verify(pack)
    expect(verified).toMatchObject({ intact: true, findings: [], replay: { state: 'equal' }, strategy: { id: strategyId, version: 1 } })
    expect(JSON.parse(pack.get('strategy.json') ?? '')).toMatchObject({ name: 'Golden cross', version: 1, editedBy: expect.any(String) })
    expect(JSON.parse(pack.get('governance.json') ?? '')).toMatchObject({ reviewNotes: [{ text: 'Looks sound.' }], waivers: [] })
    expect(JSON.parse(pack.get('trials.json') ?? '')).toMatchObject({ trials: 1 })
    const { items } = await client.audit.list({ action: 'evidence.export' })
    expect(items).toHaveLength(1)
    expect(JSON.parse(items[0]?.payload ?? '')).toMatchObject({
      backtestId: runId,
      packHash: verified.packHash,
      mismatches: [],
      replay: 'equal',
    })
    expect(await client.audit.verify({ known: verified.auditHead })).toMatchObject({ intact: true })
  })

  it('without the data is replayed with data from elsewhere', { timeout: 60_000 }, async () => {
    const { application, client, strategyId, datasetId, runId } = await storePack(await makeDatabase())
    const test = await client.robustness.run({ subject: { kind: 'backtest', id: runId }, paths: 1000, draws: 10 })
    const pack = await exportPack(application, strategyId, false)
    expect(pack.has('data.json')).toBe(false)
    const log: AuditEntry[] = JSON.parse(pack.get('audit.json') ?? '')
    const ofTest = log.filter(({ objectId }) => objectId === test.id).map(({ action }) => action)
    expect(ofTest).toEqual(['robustness.request', 'robustness.complete'])
    expect(await verify(pack)).toMatchObject({ intact: true, replay: { state: 'not_run' } })
    let csv = ''
    for await (const { text } of await client.csvExports.stream({ table: 'bars', datasetId })) csv += text
    expect(await verify(pack, csv)).toMatchObject({ intact: true, replay: { state: 'equal' } })
    expect(await verify(pack, csv.replace('2012-02-01', '2012-02-02'))).toMatchObject({ intact: false, replay: { state: 'not_run' } })
  })

  it('is not made of a run that its own ledger contradicts', { timeout: 60_000 }, async () => {
    const db = await makeDatabase()
    const { application, client, strategyId, runId } = await storePack(db)
    const metrics = JSON.parse((await db.run((knex) => knex('backtests').where({ id: runId }).first('metrics'))).metrics)
    metrics.values.sharpe_ratio += 1
    await db.run((knex) =>
      knex('backtests')
        .where({ id: runId })
        .update({ metrics: JSON.stringify(metrics) }),
    )
    await expect(exportPack(application, strategyId)).rejects.toMatchObject({
      code: 'data_invalid',
      message: expect.stringContaining('sharpe_ratio'),
    })
    const { items } = await client.audit.list({ action: 'evidence.export', limit: 1 })
    expect(JSON.parse(items[0]?.payload ?? '').mismatches[0]).toContain('sharpe_ratio says')
    const { id } = await client.strategies.create({ ...DRAFT, name: 'Never run' })
    await expect(exportPack(application, id)).rejects.toMatchObject({ code: 'invalid_transition' })
  })
})

/** What is found after the manifest was made to fit. */
async function reasonsOf(tampered: Pack): Promise<string> {
  const { intact, findings } = await verify(resealed(tampered))
  expect(intact).toBe(false)
  return findings.map(({ file, reason }) => `${file}: ${reason}`).join('\n')
}

describe('a pack that was tampered with', () => {
  it('names every file that was changed, removed or added', { timeout: 60_000 }, async () => {
    const { pack } = await storePack(await makerOf('sqlite')())
    for (const file of pack.keys()) {
      const altered = await verify(changed(pack, file, (text) => `${text} `))
      expect({ intact: altered.intact, named: altered.findings.some((finding) => finding.file === file) }, file).toEqual({
        intact: false,
        named: true,
      })
      const without = await verify(new Map([...pack].filter(([path]) => path !== file)))
      expect(without.intact, file).toBe(false)
      expect(without.findings, file).toContainEqual({ file, reason: expect.stringContaining('missing') })
    }
    expect(await verify(new Map([...pack, ['more.txt', 'x']]))).toMatchObject({
      intact: false,
      findings: [{ file: 'more.txt', reason: 'does not belong to the pack' }],
    })
  })

  it('shows it even when the manifest was made to fit', { timeout: 60_000 }, async () => {
    const { pack } = await storePack(await makerOf('sqlite')())
    const forgeries: readonly { file: string; at: readonly (string | number)[]; value: unknown; reason: string }[] = [
      {
        file: 'run.json',
        at: ['run', 'metrics', 'values', 'sharpe_ratio'],
        value: 3,
        reason: 'run.json: sharpe_ratio says 3, the ledger gives',
      },
      { file: 'run.json', at: ['fills', 'price', 0], value: 1000, reason: 'run.json: fills and equity do not have the hash' },
      { file: 'run.json', at: ['run', 'spec', 'seed'], value: 99, reason: 'run.json: the specification does not have the hash' },
      { file: 'run.json', at: ['trades', 'exitReason', 0], value: 5, reason: 'run.json: a replay gives another column trades.exitReason' },
      { file: 'run.json', at: ['run', 'identity', 'seed'], value: 7, reason: 'of the audit log recorded another identity of the run' },
      { file: 'data.json', at: ['series', 0, 'bars', 'close', 100], value: 1, reason: 'data.json: these are not the data of the run' },
      { file: 'dataset.json', at: ['dataHash'], value: 'b'.repeat(64), reason: 'dataset.json: has another data hash' },
      { file: 'audit.json', at: [0, 'actor'], value: 'mallory', reason: 'audit.json: row' },
      { file: 'strategy.json', at: ['version'], value: 2, reason: 'strategy.json: is not the strategy version' },
      {
        file: 'gates.json',
        at: [0],
        value: { gateType: 'crv', binding: { backtestId: manifestOf(pack).backtest_id } },
        reason: 'gates.json: the crv gate',
      },
    ]
    for (const { file, reason, ...edit } of forgeries) expect(await reasonsOf(edited(pack, file, edit)), reason).toContain(reason)
    const trades = changed(pack, 'trades.csv', (text) => text.replace('long', 'short'))
    expect(await reasonsOf(trades)).toBe('trades.csv: does not say what run.json says')
    const curve = changed(pack, 'equity_curve.csv', (text) => text.replace('2012', '2011'))
    expect(await reasonsOf(curve)).toBe('equity_curve.csv: does not say what run.json says')
  })
})
