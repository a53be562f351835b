import type { CsvExportRequest } from '#shared/contract/csvExports.ts'
import { csvExportInputSchema } from '#shared/contract/csvExports.ts'
import type { ExportDocument, FolderPiece, RunDocumentFormat } from '#shared/contract/exports.ts'
import { assertNever } from '#shared/domain/appError.ts'
import type { GateResult } from '#shared/domain/gate.ts'
import type { DesktopFiles } from '../config/desktopFiles.ts'
import type { DatabaseHandle } from '../database/database.ts'
import { loadArtifact } from '../repositories/backtestCompletion.ts'
import { listBacktests } from '../repositories/backtestRepository.ts'
import { listInstruments } from '../repositories/runInstruments.ts'
import { listVersionVerdicts } from '../repositories/versionVerdicts.ts'
import type { BacktestService } from './backtestService.ts'
import type { CsvExportService } from './csvExportService.ts'
import type { CsvMode } from './exports/csvTable.ts'
import { createDesktopExports, type DesktopExports } from './exports/desktopExports.ts'
import { runDocument, type WholeRun } from './exports/runDocument.ts'
import { tearSheet } from './exports/tearSheet/tearSheet.ts'
import { openGateReader } from './gates/readGateResult.ts'

export interface ExportServiceParts {
  readonly db: DatabaseHandle
  readonly backtests: BacktestService
  readonly csvExports: CsvExportService
  readonly now: () => number
  readonly appVersion: string
  /** null = this is no desktop window. */
  readonly desktop: DesktopFiles | null
}

export type FolderScope = { readonly kind: 'run'; readonly backtestId: string } | { readonly kind: 'workspace'; readonly withRuns: boolean }

export interface ExportService extends DesktopExports {
  /** One run as one file. Throws `not_found`. */
  document(request: { backtestId: string; format: RunDocumentFormat }): Promise<ExportDocument>
  /** Several files, each in pieces, one file after the other. Throws `not_found` for an unknown run. */
  folder(request: { scope: FolderScope; mode: CsvMode }): AsyncGenerator<FolderPiece>
}

export function createExportService(parts: ExportServiceParts): ExportService {
  async function document({ backtestId, format }: { backtestId: string; format: RunDocumentFormat }): Promise<ExportDocument> {
    const whole = await loadWholeRun(parts, backtestId)
    const stamp = { exportedAtMs: parts.now(), appVersion: parts.appVersion }
    switch (format) {
      case 'json':
        return { fileName: `run-${backtestId}.json`, contentType: 'application/json', text: runDocument(whole, stamp) }
      case 'html':
        return {
          fileName: `tear-sheet-${backtestId}.html`,
          contentType: 'text/html',
          text: tearSheet({ ...whole, gates: await loadGates(parts, whole) }, stamp),
        }
      default:
        return assertNever(format)
    }
  }

  async function* csvFiles(folder: string, requests: readonly CsvExportRequest[]): AsyncGenerator<FolderPiece> {
    for (const request of requests) {
      for await (const { fileName, text, manifest } of parts.csvExports.stream(csvExportInputSchema.parse(request))) {
        if (manifest === null) yield { path: `${folder}${fileName}`, text }
        else yield { path: `${folder}${fileName.replace(/\.csv$/, '.manifest.json')}`, text: manifest }
      }
    }
  }

  async function* runFiles(folder: string, backtestId: string, mode: CsvMode): AsyncGenerator<FolderPiece> {
    for (const format of ['json', 'html'] as const) {
      const { fileName, text } = await document({ backtestId, format })
      yield { path: `${folder}${fileName}`, text }
    }
    const kept = await keptTables(parts, backtestId)
    yield* csvFiles(
      folder,
      kept.map((table) => ({ table, backtestId, mode })),
    )
  }

  return {
    document,
    ...createDesktopExports({ ...parts, document }),
    folder: async function* ({ scope, mode }) {
      if (scope.kind === 'run') {
        yield* runFiles('', scope.backtestId, mode)
        return
      }
      yield* csvFiles(
        '',
        WORKSPACE_TABLES.map((table) => ({ table, mode })),
      )
      if (!scope.withRuns) return
      for await (const id of completedRuns(parts.db)) yield* runFiles(`runs/${id}/`, id, mode)
    },
  }
}

const WORKSPACE_TABLES = ['strategies', 'backtests', 'datasets', 'validations', 'sweeps', 'gate_results'] as const

/** The tables there is something in: an adopted run may have kept no curve or no fills. */
async function keptTables({ db }: ExportServiceParts, backtestId: string) {
  const { positions, trades, fills } = await loadColumns(db, backtestId)
  return [
    'metrics' as const,
    ...(positions === null ? [] : (['equity_curve', 'positions'] as const)),
    ...(trades === null ? [] : (['trades'] as const)),
    ...(fills === null ? [] : (['fills'] as const)),
  ]
}

async function loadWholeRun({ db, backtests }: ExportServiceParts, id: string): Promise<WholeRun> {
  const run = await backtests.get(id)
  return { run, instruments: await listInstruments(db, id), ...(await loadColumns(db, id)) }
}

async function loadGates({ db, now }: ExportServiceParts, { run }: WholeRun): Promise<GateResult[]> {
  const reader = await openGateReader(db, now())
  const verdicts = await listVersionVerdicts(db, run)
  return Promise.all(verdicts.map((verdict) => reader.read(verdict)))
}

async function loadColumns(db: DatabaseHandle, id: string): Promise<Pick<WholeRun, 'positions' | 'trades' | 'fills'>> {
  const [positions, trades, fills] = await Promise.all([
    loadArtifact(db, id, 'positions'),
    loadArtifact(db, id, 'trades'),
    loadArtifact(db, id, 'fills'),
  ])
  return { positions, trades, fills }
}

const PAGE_SIZE = 200

async function* completedRuns(db: DatabaseHandle): AsyncGenerator<string> {
  let cursor: string | null = null
  do {
    const page: Awaited<ReturnType<typeof listBacktests>> = await listBacktests(db, {
      ...{ statuses: ['completed'], direction: 'asc', limit: PAGE_SIZE, cursor, withTotal: false },
    })
    for (const { id } of page.items) yield id
    cursor = page.nextCursor
  } while (cursor !== null)
}
