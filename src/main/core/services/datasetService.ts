import { readFile } from 'node:fs/promises'
import type { ImportEvent, ImportPreview } from '#shared/contract/datasets.ts'
import { AppError } from '#shared/domain/appError.ts'
import type { BarPeriod, Bars, Dataset, Provenance } from '#shared/domain/dataset.ts'
import { DEFAULT_READING, type Reading } from '#shared/domain/fileReading.ts'
import type { Page } from '#shared/domain/page.ts'
import type { DatabaseHandle } from '../database/database.ts'
import type { EngineTasks, PreparedData, SyntheticPlan } from '../jobs/engineTasks.ts'
import { openPrepared } from '../jobs/import/importFile.ts'
import { type RejectedRow, readRejects } from '../jobs/import/listRejects.ts'
import { sharePanel } from '../jobs/sharedPanel.ts'
import type { WorkerPool } from '../jobs/workerPool.ts'
import { readBars, readSeries } from '../repositories/datasetChunks.ts'
import {
  countDatasetDependents,
  type DatasetDependents,
  type DatasetFacts,
  type DatasetQuery,
  getDataset,
  listDatasets,
} from '../repositories/datasetRepository.ts'
import { DatasetStorage } from './datasetStorage.ts'
import { type FileImport, importUpload } from './importUpload.ts'
import type { UploadStore } from './uploads.ts'

export interface ResampleRequest {
  readonly id: string
  readonly period: BarPeriod
  readonly name?: string | undefined
}

export interface DatasetService {
  list(query: DatasetQuery): Promise<Page<Dataset>>
  get(id: string): Promise<Dataset>
  /** Bars of one instrument; of a panel `symbol` says which. Throws `not_found`, `invalid_input`. */
  bars(id: string, symbol?: string): Promise<Bars>
  openUpload(byteLength: number): Promise<{ uploadId: string }>
  appendUpload(uploadId: string, piece: { offset: number; bytes: Uint8Array }): Promise<{ receivedBytes: number }>
  closeUpload(uploadId: string): Promise<{ uploadId: string }>
  previewUpload(request: { uploadId: string; reading: Reading }, signal: AbortSignal | undefined): Promise<ImportPreview>
  /** Every row an import of the upload would leave out, in file order. Throws `data_invalid` for a file that cannot be read at all. */
  rejects(request: { uploadId: string; reading: Reading }): AsyncGenerator<RejectedRow>
  /** Stores the whole file or nothing; ends with the dataset. Throws `data_invalid` naming the line, `conflict`, `cancelled`. */
  importUpload(request: FileImport & { uploadId: string }, signal: AbortSignal | undefined): AsyncGenerator<ImportEvent>
  /** What a preview and an import of an upload do, for the text of a CSV. */
  previewCsv(request: { text: string; reading: Reading }, signal: AbortSignal | undefined): Promise<ImportPreview>
  importCsv(request: FileImport & { text: string }): Promise<Dataset>
  /** Daily S&P 500; answers the dataset that is already here when it is. */
  importSample(): Promise<Dataset>
  /** A made-up universe; answers the dataset that is already here when it is. */
  importSynthetic(plan: SyntheticPlan): Promise<Dataset>
  /** Coarser bars as a new dataset. Throws `invalid_input` when they would not be coarser. */
  resample(request: ResampleRequest): Promise<Dataset>
  update(id: string, facts: DatasetFacts): Promise<Dataset>
  /** What a deletion meets: all but the pipelines would refuse it. Throws `not_found`. */
  countDependents(id: string): Promise<DatasetDependents>
  delete(id: string): Promise<{ id: string }>
}

export interface DatasetServiceParts {
  readonly db: DatabaseHandle
  readonly pool: WorkerPool
  readonly uploads: UploadStore
  readonly now: () => number
  readonly sampleFile: string | null
}

export function createDatasetService(parts: DatasetServiceParts): DatasetService {
  const { db, pool, uploads, now, sampleFile } = parts
  const storage = new DatasetStorage(db, now)

  async function importSample(): Promise<Dataset> {
    if (sampleFile === null)
      throw new AppError('unavailable', 'The sample data is not part of this installation. Import a CSV file instead.')
    const text = await readFile(sampleFile, 'utf8')
    return readText({ text, reading: DEFAULT_READING, strict: true }, (prepared) => storage.storeOnce(SAMPLE, prepared))
  }

  /** Reads the text of a CSV and works on what is ready to be stored. */
  function readText(file: TextImport, work: (prepared: PreparedData) => Promise<Dataset>): Promise<Dataset> {
    return uploads.withScratch(async (scratch) => work(openPrepared(await pool.run('importFile', { ...file, scratch }))))
  }

  async function* rejects({ uploadId, reading }: { uploadId: string; reading: Reading }): AsyncGenerator<RejectedRow> {
    const path = uploads.pathOf(uploadId)
    const scratch = await uploads.openScratch()
    try {
      await pool.run('listRejects', { path, reading, scratch })
      yield* readRejects(scratch)
    } finally {
      await uploads.removeScratch(scratch)
    }
  }

  async function importSynthetic(plan: SyntheticPlan): Promise<Dataset> {
    const about = {
      ...SYNTHETIC,
      name: `Synthetic universe (made up, seed ${plan.seed})`,
      provenance: { kind: 'synthetic', ...plan } as const,
    }
    return storage.storeOnce(about, await pool.run('synthesise', plan))
  }

  async function resample({ id, period, name }: ResampleRequest): Promise<Dataset> {
    const source = await getDataset(db, id)
    const prepared = await pool.run('resample', { series: sharePanel(await readSeries(db, source)), period })
    if (prepared.data.barCount === source.barCount) throw notCoarser(source, period)
    const provenance: Provenance = { kind: 'resampled', fromId: id, fromName: source.name, fromHash: source.dataHash, period }
    return storage.store({ ...source, name: name ?? `${source.name} (${period})`, provenance }, prepared)
  }

  return {
    list: (query) => listDatasets(db, query),
    get: (id) => getDataset(db, id),
    bars: (id, symbol) => loadInstrument(db, id, symbol),
    openUpload: (byteLength) => uploads.open(byteLength),
    appendUpload: (uploadId, piece) => uploads.append(uploadId, piece),
    closeUpload: async (uploadId) => {
      await uploads.remove(uploadId)
      return { uploadId }
    },
    previewUpload: ({ uploadId, reading }, signal) =>
      uploads.withScratch((scratch) => pool.run('previewFile', { path: uploads.pathOf(uploadId), reading, scratch }, { signal })),
    rejects,
    importUpload: (request, signal) => importUpload({ pool, uploads, storage }, request, signal),
    previewCsv: (request, signal) => uploads.withScratch((scratch) => pool.run('previewFile', { ...request, scratch }, { signal })),
    importCsv: ({ text, ...request }) =>
      readText({ text, reading: request.reading, strict: !request.skipRejected }, (prepared) => storage.store(request, prepared)),
    importSample,
    importSynthetic,
    resample,
    update: (id, facts) => storage.update(id, facts),
    countDependents: (id) => countDatasetDependents(db, id),
    delete: (id) => storage.delete(id),
  }
}

type TextImport = Omit<Extract<EngineTasks['importFile']['input'], { readonly text: string }>, 'scratch'>

async function loadInstrument(db: DatabaseHandle, id: string, symbol: string | undefined): Promise<Bars> {
  const dataset = await getDataset(db, id)
  if (dataset.kind === 'bars') return readBars(db, dataset)
  const found = (await readSeries(db, dataset)).find((series) => series.symbol === symbol)
  if (found !== undefined) return found.bars
  const problem = symbol === undefined ? 'is a panel; say which of its symbols' : `holds no symbol ${symbol}; choose one of its own`
  throw new AppError('invalid_input', `symbol: "${dataset.name}" ${problem}`, { details: { field: 'symbol' } })
}

function notCoarser({ name }: Dataset, period: BarPeriod): AppError {
  return new AppError('invalid_input', `period: no two bars of "${name}" lie in one ${period}; choose a longer period`, {
    details: { field: 'period' },
  })
}

/** An index: adjusted prices and raw prices are the same. */
const SAMPLE = {
  name: 'S&P 500 daily (sample)',
  symbol: 'SPX',
  source: 'vega-datasets sp500-2000.csv',
  adjusted: null,
  survivorship: 'single_index',
} as const

/** Every instrument that ever was in it is in it, those that end early included. */
const SYNTHETIC = { symbol: '', source: 'Synthetic: made up by Aurelius', adjusted: null, survivorship: 'point_in_time' } as const
