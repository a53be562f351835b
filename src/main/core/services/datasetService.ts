import { readFile } from 'node:fs/promises'
import type { CsvPreview } from '#shared/contract/datasets.ts'
import { AppError } from '#shared/domain/appError.ts'
import type { Bars, Dataset, Survivorship } from '#shared/domain/dataset.ts'
import type { Page } from '#shared/domain/page.ts'
import type { DatabaseHandle } from '../database/database.ts'
import type { PreparedData } from '../jobs/engineTasks.ts'
import type { WorkerPool } from '../jobs/workerPool.ts'
import { recordChange } from '../repositories/auditRepository.ts'
import { createDataset, deleteDataset, findDatasetByHash, getDataset, listDatasets, loadBars } from '../repositories/datasetRepository.ts'
import type { PageRequest } from '../repositories/keysetPage.ts'
import { newId } from './newId.ts'

/** What a person says about the bars. */
interface DatasetFacts {
  readonly name: string
  readonly symbol: string
  readonly source: string
  readonly adjusted: boolean | null
  readonly survivorship: Survivorship
}

export interface CsvImport extends DatasetFacts {
  readonly skipRejected: boolean
  readonly text: string
}

export interface DatasetService {
  list(request: PageRequest): Promise<Page<Dataset>>
  get(id: string): Promise<Dataset>
  bars(id: string): Promise<Bars>
  previewCsv(text: string): Promise<CsvPreview>
  /** Stores the whole file or nothing. Throws `data_invalid` naming the line, `conflict` for data already here. */
  importCsv(request: CsvImport): Promise<Dataset>
  /** Daily S&P 500; answers the dataset that is already here when it is. */
  importSample(): Promise<Dataset>
  delete(id: string): Promise<{ id: string }>
}

export interface DatasetServiceParts {
  readonly db: DatabaseHandle
  readonly pool: WorkerPool
  readonly now: () => number
  readonly sampleFile: string | null
}

export function createDatasetService({ db, pool, now, sampleFile }: DatasetServiceParts): DatasetService {
  async function store({ name, source, adjusted, survivorship, symbol }: DatasetFacts, prepared: PreparedData): Promise<Dataset> {
    const { data, symbols, quality, dataHash, firstTimeMs, lastTimeMs } = prepared
    const isPanel = data.kind === 'panel'
    const dataset: Dataset = {
      id: newId(),
      name,
      kind: data.kind,
      symbol: isPanel ? `${symbols.length} symbols` : symbol,
      symbols: isPanel ? [...symbols] : [symbol],
      source,
      dataHash,
      barCount: data.barCount,
      firstTimeMs,
      lastTimeMs,
      adjusted,
      survivorship,
      provenance: null,
      quality,
      createdAtMs: now(),
    }
    const payload = { name, symbols: dataset.symbols.length, dataHash, bars: data.barCount, source }
    await recordChange(
      db,
      (transaction) => createDataset(transaction, dataset, data),
      () => ({ action: 'dataset.import', objectType: 'dataset', objectId: dataset.id, payload, nowMs: dataset.createdAtMs }),
    )
    return dataset
  }

  async function importSample(): Promise<Dataset> {
    if (sampleFile === null)
      throw new AppError('unavailable', 'The sample data is not part of this installation. Import a CSV file instead.')
    const imported = await pool.run('readCsv', { text: await readFile(sampleFile, 'utf8'), skipRejected: false })
    const existing = await findDatasetByHash(db, { dataHash: imported.dataHash, symbol: SAMPLE.symbol })
    return existing ?? store(SAMPLE, imported)
  }

  return {
    list: (request) => listDatasets(db, request),
    get: (id) => getDataset(db, id),
    bars: (id) => loadBars(db, id),
    previewCsv: (text) => pool.run('previewCsv', { text }),
    importCsv: async (request) => store(request, await pool.run('readCsv', { text: request.text, skipRejected: request.skipRejected })),
    importSample,
    delete: async (id) => {
      const nowMs = now()
      await recordChange(
        db,
        async (transaction) => {
          const { name, dataHash } = await getDataset(transaction, id)
          await deleteDataset(transaction, id)
          return { name, dataHash }
        },
        (payload) => ({ action: 'dataset.delete', objectType: 'dataset', objectId: id, payload, nowMs }),
      )
      return { id }
    },
  }
}

/** An index: adjusted prices and raw prices are the same. */
const SAMPLE = {
  name: 'S&P 500 daily (sample)',
  symbol: 'SPX',
  source: 'vega-datasets sp500-2000.csv',
  adjusted: null,
  survivorship: 'single_index',
} as const
