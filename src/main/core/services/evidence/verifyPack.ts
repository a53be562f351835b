import {
  PACK_DATA_FILE,
  PACK_FILES,
  PACK_MANIFEST_FILE,
  type PackFinding,
  type PackManifest,
  type PackVerification,
  packManifestSchema,
} from '#shared/domain/evidencePack.ts'
import { type PackedRun, readPackedRun } from '../../jobs/evidence/packedRun.ts'
import type { RecheckedRun, RunRecheck } from '../../jobs/evidence/recheckRun.ts'
import { csvPieces } from '../exports/csvTable.ts'
import { equityTable, tradesTable } from '../exports/runTables.ts'
import { checkPackedAudit } from './packedAudit.ts'
import { hashManifest, hashText, jsonText, type PackTexts } from './packText.ts'

export interface PackCheck {
  readonly files: PackTexts
  /** Data of the run from somewhere else, when the pack holds none. */
  readonly data: string | null
  /** Recomputes and replays the run: in a worker thread, or right here. */
  readonly recheck: (input: RunRecheck) => Promise<RecheckedRun>
}

/** Checks a pack by itself, without a database: every file that is not as exported is named with the reason. */
export async function verifyPack({ files, data, recheck }: PackCheck): Promise<PackVerification> {
  const manifest = readManifest(files.get(PACK_MANIFEST_FILE))
  const run = readPackedRun(files.get('run.json') ?? '')
  const rechecked = await recheck({ run: files.get('run.json') ?? '', data: dataOf(files, data) })
  const findings = [
    ...checkManifest(manifest, files),
    ...(manifest === null ? [] : checkFiles(manifest, files)),
    ...rechecked.findings,
    ...(run === null ? [] : await checkTables(files, run)),
    ...(manifest === null || run === null ? [] : checkBelonging(manifest, files, run)),
    ...(files.has('audit.json') ? checkPackedAudit(files.get('audit.json') ?? '', run) : []),
  ]
  return {
    intact: findings.length === 0,
    packHash: manifest?.pack_hash ?? null,
    strategy: manifest?.strategy ?? null,
    auditHead: manifest?.audit_head ?? null,
    files: files.size,
    findings,
    replay: rechecked.replay,
  }
}

function dataOf(files: PackTexts, data: string | null): RunRecheck['data'] {
  if (data !== null) return { file: 'the data given', text: data }
  const text = files.get(PACK_DATA_FILE)
  return text === undefined ? null : { file: PACK_DATA_FILE, text }
}

function readManifest(text: string | undefined): PackManifest | null {
  return packManifestSchema.safeParse(parseJson(text ?? '')).data ?? null
}

function checkManifest(manifest: PackManifest | null, files: PackTexts): PackFinding[] {
  if (manifest === null) return [{ file: PACK_MANIFEST_FILE, reason: 'is missing or is not the manifest of an evidence pack' }]
  if (hashManifest(manifest) === manifest.pack_hash && files.get(PACK_MANIFEST_FILE) === jsonText(manifest)) return []
  return [{ file: PACK_MANIFEST_FILE, reason: 'was changed: it does not have the hash it names' }]
}

function checkFiles({ files: listed }: PackManifest, files: PackTexts): PackFinding[] {
  const names = new Set([PACK_MANIFEST_FILE, ...listed.map(({ path }) => path)])
  return [
    ...PACK_FILES.filter((path) => !names.has(path)).map((path) => ({ file: path, reason: 'is not listed in the manifest' })),
    ...listed.flatMap(({ path, sha256 }) => {
      const text = files.get(path)
      if (text === undefined) return [{ file: path, reason: 'is missing' }]
      return hashText(text) === sha256 ? [] : [{ file: path, reason: 'was changed after the export: its SHA-256 is another one' }]
    }),
    ...[...files.keys()].filter((path) => !names.has(path)).map((path) => ({ file: path, reason: 'does not belong to the pack' })),
  ]
}

/** The tables for people say what the document says. */
async function checkTables(files: PackTexts, { ledger, instruments }: PackedRun): Promise<PackFinding[]> {
  const tables = { 'trades.csv': tradesTable(ledger.trades, instruments), 'equity_curve.csv': equityTable(ledger.positions) }
  const findings: PackFinding[] = []
  for (const [file, table] of Object.entries(tables)) {
    let text = ''
    for await (const piece of csvPieces(table, 'raw')) text += piece
    const stored = files.get(file)
    if (stored !== undefined && stored !== text) findings.push({ file, reason: 'does not say what run.json says' })
  }
  return findings
}

/** Strategy, dataset, run and gate results are those of one another. */
function checkBelonging({ strategy, backtest_id }: PackManifest, files: PackTexts, run: PackedRun): PackFinding[] {
  const findings: PackFinding[] = []
  if (run.id !== backtest_id || run.strategyId !== strategy.id || run.strategyVersion !== strategy.version) {
    findings.push({ file: 'run.json', reason: 'is not the run of the strategy version that the manifest names' })
  }
  const packed = parseJson(files.get('strategy.json') ?? '') as { strategyId?: unknown; version?: unknown } | null
  if (packed?.strategyId !== strategy.id || packed.version !== strategy.version) {
    findings.push({ file: 'strategy.json', reason: 'is not the strategy version that the manifest names' })
  }
  const dataset = parseJson(files.get('dataset.json') ?? '') as { dataHash?: unknown } | null
  if (dataset?.dataHash !== run.identity.data_hash) {
    findings.push({ file: 'dataset.json', reason: 'has another data hash than the run' })
  }
  return [...findings, ...checkGates(files.get('gates.json') ?? '', run)]
}

function checkGates(text: string, run: PackedRun): PackFinding[] {
  const results = parseJson(text)
  if (!Array.isArray(results)) return [{ file: 'gates.json', reason: 'is not a list of gate results' }]
  return results.flatMap(({ gateType, binding }: { gateType?: unknown; binding?: { backtestId?: unknown; ledgerHash?: unknown } }) => {
    if (binding?.backtestId !== run.id || binding.ledgerHash === run.identity.ledger_hash) return []
    return [{ file: 'gates.json', reason: `the ${String(gateType)} gate judged a run with another ledger` }]
  })
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}
