import type { Dataset, Provenance } from '#shared/domain/dataset.ts'
import type { DatabaseHandle } from '../database/database.ts'
import type { PreparedData } from '../jobs/engineTasks.ts'
import { recordChange } from '../repositories/auditRepository.ts'
import {
  createDataset,
  type DatasetFacts,
  deleteDataset,
  findDatasetByHash,
  getDataset,
  updateDataset,
} from '../repositories/datasetRepository.ts'
import { newId } from './newId.ts'

/** What is said about data that are about to be stored. */
export type StoredFacts = DatasetFacts & { readonly symbol: string; readonly provenance?: Provenance | null }

/** Writes datasets, each change with its row in the audit log. */
export class DatasetStorage {
  readonly #db: DatabaseHandle
  readonly #now: () => number

  constructor(db: DatabaseHandle, now: () => number) {
    this.#db = db
    this.#now = now
  }

  /** Throws `conflict` for data already here. */
  async store(facts: StoredFacts, prepared: PreparedData): Promise<Dataset> {
    const { data } = prepared
    const dataset = describeDataset(facts, prepared, this.#now())
    const { id, name, source, dataHash, createdAtMs } = dataset
    const payload = { name, symbols: dataset.symbols.length, dataHash, bars: data.barCount, source }
    await recordChange(
      this.#db,
      (transaction) => createDataset(transaction, dataset, data),
      () => ({ action: 'dataset.import', objectType: 'dataset', objectId: id, payload, nowMs: createdAtMs }),
    )
    return dataset
  }

  /** Answers the dataset that holds these data already, if there is one. */
  async storeOnce(facts: StoredFacts, prepared: PreparedData): Promise<Dataset> {
    const { dataHash, symbol } = describeDataset(facts, prepared, this.#now())
    return (await findDatasetByHash(this.#db, { dataHash, symbol })) ?? this.store(facts, prepared)
  }

  /** Throws `not_found`. */
  async update(id: string, facts: DatasetFacts): Promise<Dataset> {
    const { name, source, adjusted, survivorship } = facts
    const nowMs = this.#now()
    await recordChange(
      this.#db,
      (transaction) => updateDataset(transaction, id, facts),
      () => ({ action: 'dataset.update', objectType: 'dataset', objectId: id, payload: { name, source, adjusted, survivorship }, nowMs }),
    )
    return getDataset(this.#db, id)
  }

  async delete(id: string): Promise<{ id: string }> {
    const nowMs = this.#now()
    await recordChange(
      this.#db,
      async (transaction) => {
        const { name, dataHash } = await getDataset(transaction, id)
        await deleteDataset(transaction, id)
        return { name, dataHash }
      },
      (payload) => ({ action: 'dataset.delete', objectType: 'dataset', objectId: id, payload, nowMs }),
    )
    return { id }
  }
}

function describeDataset(facts: StoredFacts, prepared: PreparedData, createdAtMs: number): Dataset {
  const { name, source, adjusted, survivorship, provenance = null } = facts
  const { data, quality, dataHash, firstTimeMs, lastTimeMs } = prepared
  return {
    id: newId(),
    name,
    kind: data.kind,
    ...namesOf(facts, prepared),
    source,
    dataHash,
    barCount: data.barCount,
    firstTimeMs,
    lastTimeMs,
    adjusted,
    survivorship,
    provenance,
    quality,
    createdAtMs,
  }
}

/** Bars that neither the person nor the file names go by the name of their dataset. */
function namesOf({ symbol: asked, name }: StoredFacts, { data, symbols }: PreparedData): Pick<Dataset, 'symbol' | 'symbols'> {
  if (data.kind === 'panel') return { symbol: `${symbols.length} symbols`, symbols: [...symbols] }
  const symbol = asked || symbols[0] || name.slice(0, SYMBOL_LENGTH)
  return { symbol, symbols: [symbol] }
}

const SYMBOL_LENGTH = 64
