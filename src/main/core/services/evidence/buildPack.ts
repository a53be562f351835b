import { AppError } from '#shared/domain/appError.ts'
import type { Backtest } from '#shared/domain/backtest.ts'
import { PACK_DATA_FILE, PACK_FORMAT, PACK_MANIFEST_FILE, type PackManifest } from '#shared/domain/evidencePack.ts'
import { GATE_TYPES } from '#shared/domain/gate.ts'
import type { PositionColumns, TradeColumns } from '#shared/domain/ledger.ts'
import { familySymbols } from '#shared/domain/trialLedger.ts'
import type { DatabaseHandle } from '../../database/database.ts'
import { packData } from '../../jobs/evidence/packedData.ts'
import { listApprovals } from '../../repositories/approvalRepository.ts'
import { getAuditHead, listAuditOf } from '../../repositories/auditRepository.ts'
import { loadArtifact } from '../../repositories/backtestCompletion.ts'
import { readSeries } from '../../repositories/datasetChunks.ts'
import { getDataset } from '../../repositories/datasetRepository.ts'
import { getLatestGateResult, type StoredGateResult } from '../../repositories/gateResultRepository.ts'
import { holdoutStatus } from '../../repositories/holdoutRepository.ts'
import { listReviewNotes } from '../../repositories/reviewRepository.ts'
import { listRobustnessJobIds } from '../../repositories/robustnessJobRepository.ts'
import { getWrittenVersion } from '../../repositories/strategyRepository.ts'
import { countTrials } from '../../repositories/trialLedgerRepository.ts'
import { loadLatestValidation } from '../../repositories/validationRepository.ts'
import { listWaivers } from '../../repositories/waiverRepository.ts'
import { type CsvTable, csvPieces } from '../exports/csvTable.ts'
import { runDocument } from '../exports/runDocument.ts'
import { equityTable, tradesTable } from '../exports/runTables.ts'
import { hashManifest, hashText, jsonText, PACK_README, type PackTexts } from './packText.ts'

export interface PackRequest {
  /** Completed, with all it was made from. */
  readonly run: Backtest
  readonly withData: boolean
  readonly exportedAtMs: number
  readonly appVersion: string
}

export interface BuiltPack {
  readonly manifest: PackManifest
  readonly files: PackTexts
}

/** Everything the database holds about one run of one strategy version, as texts. Throws `data_invalid` when parts of the run are missing. */
export async function buildPack(db: DatabaseHandle, request: PackRequest): Promise<BuiltPack> {
  const { run, withData, exportedAtMs, appVersion } = request
  const version = await getWrittenVersion(db, run.strategyId, run.strategyVersion)
  const files = new Map<string, string>([
    ['README.txt', PACK_README],
    ['strategy.json', jsonText(version)],
    ...(await runFiles(db, request)),
    ...(await dataFiles(db, run, withData)),
    ...(await judgementFiles(db, run)),
  ])
  const listed = [...files].map(([path, text]) => ({ path, bytes: Buffer.byteLength(text), sha256: hashText(text) }))
  const manifest: PackManifest = {
    format: PACK_FORMAT,
    exported_at: new Date(exportedAtMs).toISOString(),
    application: `Aurelius ${appVersion}`,
    strategy: { id: run.strategyId, name: version.name, version: version.version },
    backtest_id: run.id,
    audit_head: await getAuditHead(db),
    files: listed,
    pack_hash: '',
  }
  const sealed = { ...manifest, pack_hash: hashManifest(manifest) }
  return { manifest: sealed, files: new Map([[PACK_MANIFEST_FILE, jsonText(sealed)], ...files]) }
}

async function runFiles(db: DatabaseHandle, { run, exportedAtMs, appVersion }: PackRequest): Promise<[string, string][]> {
  const positions = await loadArtifact(db, run.id, 'positions')
  const trades = await loadArtifact(db, run.id, 'trades')
  const fills = await loadArtifact(db, run.id, 'fills')
  if (positions === null || trades === null || fills === null) {
    throw new AppError('data_invalid', `Parts of the ledger of run ${run.id} are missing. Run it again, then export its evidence.`)
  }
  const { instruments } = run
  return [
    ['run.json', runDocument({ run, instruments, positions, trades, fills }, { exportedAtMs, appVersion })],
    ['trades.csv', await tableText(tradesTable(trades as unknown as TradeColumns, instruments))],
    ['equity_curve.csv', await tableText(equityTable(positions as unknown as PositionColumns))],
  ]
}

async function dataFiles(db: DatabaseHandle, { datasetId }: Backtest, withData: boolean): Promise<[string, string][]> {
  const dataset = await getDataset(db, datasetId ?? '')
  const described: [string, string] = ['dataset.json', jsonText(dataset)]
  return withData ? [described, [PACK_DATA_FILE, packData(await readSeries(db, dataset))]] : [described]
}

async function judgementFiles(db: DatabaseHandle, run: Backtest): Promise<[string, string][]> {
  const { strategyId, strategyVersion, strategyType, instruments, dataHash } = run
  const gates = await latestGates(db, strategyId)
  const validation = dataHash === null ? null : await loadLatestValidation(db, { strategyId, strategyVersion, dataHash })
  const trials = await countTrials(db, { strategyType, symbols: familySymbols(instruments) })
  const decisions = {
    waivers: await listWaivers(db, strategyId),
    approvals: await listApprovals(db, strategyId),
    reviewNotes: await listReviewNotes(db, strategyId),
    ...(await holdoutStatus(db, run.datasetId ?? '', strategyId)),
  }
  const judged = [strategyId, run.id, run.datasetId, validation?.id, ...gates.map(({ id }) => id)].filter((id) => typeof id === 'string')
  const objects = [...judged, ...(await listRobustnessJobIds(db, judged))]
  return [
    ['trials.json', jsonText(trials)],
    ['validation.json', jsonText(validation)],
    ['gates.json', jsonText(gates)],
    ['governance.json', jsonText(decisions)],
    ['audit.json', jsonText(await listAuditOf(db, objects))],
  ]
}

async function latestGates(db: DatabaseHandle, strategyId: string): Promise<StoredGateResult[]> {
  const results: StoredGateResult[] = []
  for (const gateType of GATE_TYPES) {
    const result = await getLatestGateResult(db, { strategyId, gateType })
    if (result !== null) results.push(result)
  }
  return results
}

async function tableText(table: CsvTable): Promise<string> {
  let text = ''
  for await (const piece of csvPieces(table, 'raw')) text += piece
  return text
}
