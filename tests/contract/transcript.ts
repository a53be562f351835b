import { setImmediate as nextTurn } from 'node:timers/promises'
import { ORPCError } from '@orpc/client'
import type { Client } from '#shared/contract/contract.ts'
import type { RunStatus } from '#shared/domain/backtest.ts'
import type { Dataset } from '#shared/domain/dataset.ts'
import { recordGates } from './gateDay.ts'
import { recordPipelines } from './pipelineDay.ts'
import { recordReports } from './reportDay.ts'
import { recordSweeps } from './sweepDay.ts'
import { recordValidations } from './validationDay.ts'

export interface TranscriptEntry {
  /** Path of the procedure, as in `backtests.run`. */
  readonly procedure: string
  readonly output?: unknown
  readonly error?: { readonly code: string; readonly message: string; readonly details: unknown }
}

const CSV = 'Date,Open,High,Low,Close,Volume\n2020-01-02,10,11,9,10.5,1000\n2020-01-03,10.5,12,10,11.5,1200\n'
const WEEKS_CSV = 'Date;Open;High;Low;Close\n02/01/2020;10,5;11;9;10\n03/01/2020;10;11;9;10\n06/01/2020;10;12;9;11\n'
const BROKEN_CSV = `${CSV}2020-01-06,eleven,12,10,11,900\n`
const UNKNOWN_ID = '018f0000-0000-7000-8000-00000000dead'

const DRAFT = { name: 'Golden cross', type: 'trend_following' as const, parameters: { fast: 20, slow: 50 }, tags: ['equity'] }

function describeError(error: unknown): TranscriptEntry['error'] {
  if (!(error instanceof ORPCError)) throw error
  return { code: error.code, message: error.message, details: error.data }
}

class Recorder {
  readonly entries: TranscriptEntry[] = []

  async call<Output>(procedure: string, call: () => Promise<Output>): Promise<Output> {
    const output = await call()
    this.entries.push({ procedure, output })
    return output
  }

  async refusal(procedure: string, call: () => Promise<unknown>): Promise<void> {
    const answer = await call().then(
      () => undefined,
      (error: unknown) => ({ error }),
    )
    if (answer === undefined) throw new Error(`${procedure} was expected to refuse`)
    const error = describeError(answer.error)
    if (error !== undefined) this.entries.push({ procedure, error })
  }
}

async function manageStrategies(client: Client, recorder: Recorder): Promise<string> {
  await recorder.call('strategies.describeTypes', () => client.strategies.describeTypes())
  await recorder.call('strategies.generate', () => client.strategies.generate({ goal: 'follow the trend of an index', maxStrategies: 3 }))
  const { id } = await recorder.call('strategies.create', () => client.strategies.create(DRAFT))
  const draft = { ...DRAFT, parameters: { fast: 10, slow: 40 }, confidence: -0 }
  await recorder.call('strategies.update', () => client.strategies.update({ id, expectedVersion: 1, draft }))
  await recorder.refusal('strategies.update', () => client.strategies.update({ id, expectedVersion: 1, draft }))
  await recorder.refusal('strategies.create', () => client.strategies.create({ ...DRAFT, name: ' ' }))
  await recorder.refusal('strategies.get', () => client.strategies.get({ id: UNKNOWN_ID }))
  await recorder.call('strategies.get', () => client.strategies.get({ id }))
  await recorder.call('strategies.versions', () => client.strategies.versions({ id }))
  await recorder.call('strategies.archive', () => client.strategies.archive({ id }))
  await recorder.call('strategies.restore', () => client.strategies.restore({ id }))
  await recorder.call('strategies.list', () => client.strategies.list({ search: 'golden', types: ['trend_following'], withTotal: true }))
  await recorder.refusal('strategies.list', () => client.strategies.list({ limit: 100_000 }))
  return id
}

async function manageDatasets(client: Client, recorder: Recorder): Promise<string> {
  await recorder.call('datasets.previewCsv', () => client.datasets.previewCsv({ text: BROKEN_CSV }))
  await recorder.refusal('datasets.importCsv', () => client.datasets.importCsv({ name: 'Broken', symbol: 'X', text: BROKEN_CSV }))
  const small = await recorder.call('datasets.importCsv', () => client.datasets.importCsv({ name: 'Two days', symbol: 'X', text: CSV }))
  await recorder.call('datasets.get', () => client.datasets.get({ id: small.id }))
  await recorder.call('datasets.bars', () => client.datasets.bars({ id: small.id }))
  await recorder.call('datasets.countDependents', () => client.datasets.countDependents({ id: small.id }))
  await recorder.call('datasets.delete', () => client.datasets.delete({ id: small.id }))
  await recorder.refusal('datasets.bars', () => client.datasets.bars({ id: small.id }))
  await uploadDataset(client, recorder)
  await recorder.call('datasets.importSynthetic', () => client.datasets.importSynthetic({ seed: 1, pairs: 1, bars: 100 }))
  const sample = await recorder.call('datasets.importSample', () => client.datasets.importSample())
  await recorder.call('datasets.list', () => client.datasets.list({ withTotal: true }))
  return sample.id
}

/** A file in two pieces, looked at, stored, described anew, gathered by weeks and forgotten. */
async function uploadDataset(client: Client, recorder: Recorder): Promise<void> {
  const bytes = new TextEncoder().encode(WEEKS_CSV)
  const base64 = (from: number, to?: number) => btoa(String.fromCharCode(...bytes.subarray(from, to)))
  const { uploadId } = await recorder.call('datasets.openUpload', () => client.datasets.openUpload({ byteLength: bytes.length }))
  await recorder.call('datasets.appendUpload', () => client.datasets.appendUpload({ uploadId, offset: 0, base64: base64(0, 50) }))
  await recorder.refusal('datasets.appendUpload', () => client.datasets.appendUpload({ uploadId, offset: 0, base64: base64(50) }))
  await recorder.refusal('datasets.previewUpload', () => client.datasets.previewUpload({ uploadId }))
  await recorder.call('datasets.appendUpload', () => client.datasets.appendUpload({ uploadId, offset: 50, base64: base64(50) }))
  const reading = { delimiter: ';', decimal: ',', timeFormat: 'day_first' } as const
  await recorder.call('datasets.previewUpload', () => client.datasets.previewUpload({ uploadId, reading }))
  let stored: Dataset | null = null
  for await (const event of await client.datasets.importUpload({ uploadId, name: 'Weeks', reading })) {
    if (event.kind === 'stored') stored = event.dataset
  }
  recorder.entries.push({ procedure: 'datasets.importUpload', output: stored })
  const { id } = stored!
  await recorder.refusal('datasets.previewUpload', () => client.datasets.previewUpload({ uploadId, reading }))
  await recorder.call('datasets.update', () => client.datasets.update({ id, name: 'Two weeks', survivorship: 'single_index' }))
  const weekly = await recorder.call('datasets.resample', () => client.datasets.resample({ id, period: 'week' }))
  await recorder.refusal('datasets.resample', () => client.datasets.resample({ id: weekly.id, period: 'day' }))
  await recorder.call('datasets.closeUpload', () => client.datasets.closeUpload({ uploadId }))
}

/** Runs a backtest and waits for its end; how many progress events come in between depends on the machine's mood. */
async function runToEnd(client: Client, recorder: Recorder, run: { strategyId: string; datasetId: string }): Promise<string> {
  const events = await client.backtests.watch()
  const { id } = await recorder.call('backtests.run', () => client.backtests.run({ ...run, settings: { start_date: '2010-01-04' } }))
  const statuses: RunStatus[] = []
  for await (const event of events) {
    if (event.kind !== 'changed' || event.backtestId !== id) continue
    if (event.status !== statuses.at(-1)) statuses.push(event.status)
    if (!['pending', 'running'].includes(event.status)) break
  }
  recorder.entries.push({ procedure: 'backtests.watch', output: statuses })
  return id
}

async function readBacktests(client: Client, recorder: Recorder, run: { strategyId: string; datasetId: string }): Promise<string> {
  const id = await runToEnd(client, recorder, run)
  await recorder.call('backtests.get', () => client.backtests.get({ id }))
  await recorder.call('backtests.list', () => client.backtests.list({ statuses: ['completed'], sort: 'sharpeRatio', direction: 'asc' }))
  await recorder.call('backtests.positions', () => client.backtests.positions({ id }))
  await recorder.call('backtests.trades', () => client.backtests.trades({ id }))
  await recorder.call('backtests.replay', () => client.backtests.replay({ id }))
  await recorder.refusal('backtests.cancel', () => client.backtests.cancel({ id }))
  await recorder.refusal('backtests.resume', () => client.backtests.resume({ id }))
  return id
}

/** What people decide; the person of these tests wrote the strategy, so that much is refused. Hashes differ from run to run. */
async function decide(
  client: Client,
  recorder: Recorder,
  { strategyId, datasetId }: { strategyId: string; datasetId: string },
): Promise<void> {
  await recorder.call('reviews.note', () => client.reviews.note({ strategyId, text: 'Costs look low.', isObjection: true }))
  const [objection] = await recorder.call('reviews.list', () => client.reviews.list({ strategyId }))
  await recorder.call('reviews.resolve', () => client.reviews.resolve({ id: objection!.id, resolution: 'Doubled.' }))
  await recorder.call('waivers.list', () => client.waivers.list({ strategyId }))
  const waiver = { strategyId, gateType: 'dev' as const, checkId: 'D1', reason: 'None.', days: 30 }
  await recorder.refusal('waivers.grant', () => client.waivers.grant(waiver))
  await recorder.refusal('waivers.grant', () => client.waivers.grant({ ...waiver, days: 91 }))
  await recorder.refusal('waivers.revoke', () => client.waivers.revoke({ id: UNKNOWN_ID }))
  await recorder.call('approvals.grantRole', () => client.approvals.grantRole({ actor: 'bob' }))
  await recorder.call('approvals.revokeRole', () => client.approvals.revokeRole({ actor: 'bob' }))
  await recorder.call('approvals.roles', () => client.approvals.roles())
  await recorder.refusal('approvals.approve', () => client.approvals.approve({ strategyId, expectedVersion: 2 }))
  await recorder.refusal('approvals.revoke', () => client.approvals.revoke({ id: UNKNOWN_ID }))
  await recorder.call('approvals.list', () => client.approvals.list({ strategyId }))
  await recorder.call('approvals.asOf', () => client.approvals.asOf({ date: '2024-01-01' }))
  await recorder.call('holdouts.lock', () => client.holdouts.lock({ datasetId, startDate: '2019-01-02', reason: 'The last look.' }))
  await recorder.call('holdouts.get', () => client.holdouts.get({ datasetId }))
  await recorder.refusal('backtests.run', () => client.backtests.run({ strategyId, datasetId, settings: { start_date: '2019-06-03' } }))
  await recorder.refusal('holdouts.open', () => client.holdouts.open({ datasetId, strategyId: UNKNOWN_ID, reason: 'Curious.' }))
}

async function readAudit(client: Client, recorder: Recorder, strategyId: string): Promise<void> {
  await recorder.call('audit.list', async () =>
    (await client.audit.list({ objectId: strategyId, direction: 'asc' })).items.map(({ action, actor, seq }) => ({ action, actor, seq })),
  )
  await recorder.call('audit.actors', () => client.audit.actors())
  await recorder.call('audit.head', async () => (await client.audit.head()).seq)
  await recorder.call('audit.verify', async () => {
    const { intact, rows, firstBreak } = await client.audit.verify()
    return { intact, rows, firstBreak }
  })
}

async function exportEvidence(client: Client, recorder: Recorder, strategyId: string): Promise<void> {
  const paths = new Set<string>()
  for await (const { path } of await client.evidence.export({ strategyId })) paths.add(path)
  recorder.entries.push({ procedure: 'evidence.export', output: [...paths] })
}

async function exportTrades(client: Client, recorder: Recorder, backtestId: string): Promise<void> {
  const texts: string[] = []
  for await (const piece of await client.csvExports.stream({ table: 'trades', backtestId })) texts.push(piece.text)
  recorder.entries.push({ procedure: 'csvExports.stream', output: texts.join('') })
}

async function changeConnections(client: Client, recorder: Recorder, otherFile: string): Promise<void> {
  const connection = { dialect: 'sqlite' as const, file: otherFile }
  await recorder.call('connections.current', () => client.connections.current())
  await recorder.call('connections.parseUrl', () => client.connections.parseUrl({ url: 'postgresql://ann:secret@db.desk/quant' }))
  await recorder.call('connections.formatUrl', () => client.connections.formatUrl({ connection }))
  await recorder.refusal('connections.parseUrl', () => client.connections.parseUrl({ url: 'oracle://x' }))
  await recorder.call('connections.test', () => client.connections.test({ connection }))
  await recorder.call('connections.retry', () => client.connections.retry())
  await recorder.call('connections.previewAdoption', () => client.connections.previewAdoption({ connection }))
  await recorder.refusal('connections.adopt', () => client.connections.adopt({ connection }))
  await recorder.call('connections.switchTo', () => client.connections.switchTo({ connection, migrate: true }))
}

async function saveProfiles(client: Client, recorder: Recorder, file: string): Promise<void> {
  const draft = { name: 'Other', label: 'test', colour: 'blue' as const, connection: { dialect: 'sqlite' as const, file } }
  const { id } = await recorder.call('profiles.save', () => client.profiles.save(draft))
  await recorder.refusal('profiles.save', () => client.profiles.save(draft))
  await recorder.call('profiles.list', () => client.profiles.list())
  await recorder.call('connections.current', () => client.connections.current())
  await recorder.call('profiles.delete', () => client.profiles.delete({ id }))
}

async function backUp(client: Client, recorder: Recorder): Promise<void> {
  await recorder.call('transfers.schedule', () => client.transfers.schedule({ scheduled: false, everyHours: 12, keep: 3 }))
  await recorder.call('transfers.backups', () => client.transfers.backups())
  await recorder.refusal('transfers.chooseFile', () => client.transfers.chooseFile({ purpose: 'open' }))
  const file = { by: 'name' as const, name: 'backup.sqlite' }
  const { id } = await recorder.call('transfers.start', () => client.transfers.start({ kind: 'backup', file }))
  let transfers = await client.transfers.list()
  while (transfers.some(({ state }) => state === 'running')) {
    // A direct call never leaves the event loop's turn by itself, and the backup could not go on.
    await nextTurn()
    transfers = await client.transfers.list()
  }
  await recorder.call('transfers.list', async () => transfers)
  await recorder.refusal('transfers.cancel', () => client.transfers.cancel({ id }))
}

/** One working day of a user, in which every procedure is called at least once and several are asked for the impossible. */
export async function recordTranscript(client: Client, otherFile: string): Promise<readonly TranscriptEntry[]> {
  const recorder = new Recorder()
  await recorder.call('system.info', () => client.system.info())
  await recorder.call('system.health', () => client.system.health())
  const strategyId = await manageStrategies(client, recorder)
  const datasetId = await manageDatasets(client, recorder)
  const backtestId = await readBacktests(client, recorder, { strategyId, datasetId })
  await recordValidations(client, recorder, { strategyId, datasetId })
  await recordSweeps(client, recorder, { strategyId, datasetId })
  await recordPipelines(client, recorder, { strategyId, datasetId })
  await recordGates(client, recorder, { strategyId, backtestId })
  await recorder.call('overview.get', () => client.overview.get())
  await recordReports(client, recorder, { backtestId, otherId: UNKNOWN_ID })
  await exportTrades(client, recorder, backtestId)
  await exportEvidence(client, recorder, strategyId)
  await decide(client, recorder, { strategyId, datasetId })
  await recorder.call('strategies.countDependents', () => client.strategies.countDependents({ id: strategyId }))
  await recorder.call('backtests.delete', () => client.backtests.delete({ id: backtestId }))
  await recorder.call('strategies.delete', () => client.strategies.delete({ id: strategyId }))
  await readAudit(client, recorder, strategyId)
  await changeConnections(client, recorder, otherFile)
  await saveProfiles(client, recorder, otherFile)
  await backUp(client, recorder)
  return recorder.entries
}
