import type { CsvExportInput } from '#shared/contract/csvExports.ts'
import { assertNever } from '#shared/domain/appError.ts'
import type { TradeColumns } from '#shared/domain/ledger.ts'
import type { Page } from '#shared/domain/page.ts'
import type { DatabaseHandle } from '../database/database.ts'
import { listAudit } from '../repositories/auditRepository.ts'
import { findBacktests, listBacktests } from '../repositories/backtestRepository.ts'
import { readSeries } from '../repositories/datasetChunks.ts'
import { getDataset, listDatasets } from '../repositories/datasetRepository.ts'
import { listGateResults } from '../repositories/gateResultRepository.ts'
import { listInstruments } from '../repositories/runInstruments.ts'
import { listStrategies } from '../repositories/strategyRepository.ts'
import { listSweeps } from '../repositories/sweepRepository.ts'
import { listValidations } from '../repositories/validationRepository.ts'
import type { BacktestService } from './backtestService.ts'
import type { DatasetService } from './datasetService.ts'
import { auditTable } from './exports/auditTable.ts'
import { comparisonTable, metricsTable } from './exports/comparisonTable.ts'
import type { CsvTable } from './exports/csvTable.ts'
import { dataTable, rejectsTable } from './exports/dataTables.ts'
import { type CsvPiece, describedCsv, type NamedTable } from './exports/describedCsv.ts'
import { backtestsTable, datasetsTable, gateResultsTable, strategiesTable, validationsTable } from './exports/entityTables.ts'
import { equityTable, fillsTable, positionsTable, tradesTable } from './exports/runTables.ts'
import { sweepsTable, sweepTrialsTable } from './exports/sweepTables.ts'
import { openValidationTable } from './exports/validationTables.ts'
import { openGateReader } from './gates/readGateResult.ts'
import type { SweepService } from './sweepService.ts'
import type { ValidationService } from './validationService.ts'

const PAGE_SIZE = 200

export interface CsvExportService {
  /** One RFC 4180 file in pieces and its manifest, in constant memory for tables. Throws `not_found` before the first piece. */
  stream(input: CsvExportInput): AsyncGenerator<CsvPiece>
}

export interface CsvExportParts {
  readonly db: DatabaseHandle
  readonly backtests: BacktestService
  readonly datasets: Pick<DatasetService, 'rejects'>
  readonly validations: ValidationService
  readonly sweeps: SweepService
  readonly now: () => number
  readonly appVersion: string
}

export function createCsvExportService(parts: CsvExportParts): CsvExportService {
  const { db, backtests, validations, sweeps } = parts

  async function openTable(input: CsvExportInput): Promise<NamedTable> {
    switch (input.table) {
      case 'strategies':
        return named('strategies', strategiesTable(allPages((page) => listStrategies(db, { ...input, ...OLDEST_FIRST, ...page }))))
      case 'backtests':
        return named('backtests', backtestsTable(allPages((page) => listBacktests(db, { ...input, ...OLDEST_FIRST, ...page }))))
      case 'datasets':
        return named('datasets', datasetsTable(allPages((page) => listDatasets(db, { ...input, ...OLDEST_FIRST, ...page }))))
      case 'rejects':
        return named('rejected_rows', rejectsTable(parts.datasets.rejects(input)))
      case 'gate_results': {
        const { read } = await openGateReader(db, parts.now())
        return named(
          'gate_results',
          gateResultsTable(
            mapItems(
              allPages((page) => listGateResults(db, page)),
              read,
            ),
          ),
        )
      }
      case 'bars':
        return openBars(db, input.datasetId)
      case 'trades':
        return openTrades(parts, input.backtestId)
      case 'equity_curve':
        return named(`equity_curve-${input.backtestId}`, equityTable(await backtests.positions(input.backtestId)))
      case 'positions':
        return named(`positions-${input.backtestId}`, positionsTable(await backtests.positions(input.backtestId)))
      case 'fills':
        return openFills(parts, input.backtestId)
      case 'metrics':
        return named(`metrics-${input.backtestId}`, metricsTable(await backtests.get(input.backtestId)))
      case 'validations':
        return named('validations', validationsTable(allPages((page) => listValidations(db, { ...input, ...OLDEST_FIRST, ...page }))))
      case 'validation_windows':
      case 'validation_equity':
      case 'validation_trades':
      case 'validation_trials':
        return named(`${input.table}-${input.validationId}`, await openValidationTable(validations, input))
      case 'audit':
        return named('audit', auditTable(allPages((page) => listAudit(db, { ...input, direction: 'asc', ...page }))))
      case 'sweeps':
        return named('sweeps', sweepsTable(allPages((page) => listSweeps(db, { ...input, ...OLDEST_FIRST, ...page }))))
      case 'sweep_trials':
        return named(`sweep_trials-${input.sweepId}`, sweepTrialsTable(await sweeps.open(input.sweepId)))
      case 'comparison':
        return named('comparison', comparisonTable(await findBacktests(db, input.runs)))
      default:
        return assertNever(input)
    }
  }

  return {
    stream: async function* (input) {
      const table = await openTable(input)
      const identity = 'backtestId' in input ? (await backtests.get(input.backtestId)).identity : null
      yield* describedCsv(table, { input, identity, exportedAtMs: parts.now(), appVersion: parts.appVersion })
    },
  }
}

async function openTrades({ db, backtests }: CsvExportParts, backtestId: string): Promise<NamedTable> {
  const trades: TradeColumns = await backtests.trades(backtestId)
  return named(`trades-${backtestId}`, tradesTable(trades, await listInstruments(db, backtestId)))
}

async function openFills({ db, backtests }: CsvExportParts, backtestId: string): Promise<NamedTable> {
  const fills = await backtests.fills(backtestId)
  return named(`fills-${backtestId}`, fillsTable(fills, await listInstruments(db, backtestId)))
}

async function openBars(db: DatabaseHandle, datasetId: string): Promise<NamedTable> {
  const dataset = await getDataset(db, datasetId)
  return named(`bars-${fileSafe(dataset.symbol)}`, dataTable(dataset, await readSeries(db, dataset)))
}

const OLDEST_FIRST = { sort: 'createdAt', direction: 'asc' } as const

const named = (name: string, table: CsvTable): NamedTable => ({ fileName: `${name}.csv`, table })

const fileSafe = (text: string) => text.replace(/[^A-Za-z0-9._-]+/g, '_')

interface PageOptions {
  readonly limit: number
  readonly cursor: string | null
  readonly withTotal: boolean
}

/** Every item of a keyset list: none missed, none repeated, however many rows are written meanwhile. */
async function* allPages<Item>(readPage: (page: PageOptions) => Promise<Page<Item>>): AsyncGenerator<Item> {
  let cursor: string | null = null
  do {
    const page: Page<Item> = await readPage({ limit: PAGE_SIZE, cursor, withTotal: false })
    yield* page.items
    cursor = page.nextCursor
  } while (cursor !== null)
}

async function* mapItems<From, To>(items: AsyncIterable<From>, convert: (item: From) => Promise<To>): AsyncGenerator<To> {
  for await (const item of items) yield await convert(item)
}
