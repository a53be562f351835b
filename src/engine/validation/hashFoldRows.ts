import type { MarketSeries } from '#shared/domain/dataset.ts'
import { hashMarketData, sliceSeries } from '../market/marketData.ts'
import type { BarRange, Fold } from './planFolds.ts'

export interface FoldHashes {
  readonly trainHash: string
  readonly testHash: string
}

/** Identities of the rows each window was trained and tested on: two windows that share a hash share their rows. */
export function hashFoldRows(data: MarketSeries, folds: readonly Fold[]): FoldHashes[] {
  const hash = (range: BarRange) => hashMarketData(sliceSeries(data, range))
  return folds.map(({ train, test }) => ({ trainHash: hash(train), testHash: hash(test) }))
}
