import type { Bars } from '#shared/domain/dataset.ts'
import { hashBars } from '../market/hashBars.ts'
import { sliceBars } from '../market/sliceBars.ts'
import type { BarRange, Fold } from './planFolds.ts'

export interface FoldHashes {
  readonly trainHash: string
  readonly testHash: string
}

/** Identities of the rows each window was trained and tested on: two windows that share a hash share their rows. */
export function hashFoldRows(bars: Bars, folds: readonly Fold[]): FoldHashes[] {
  const hash = ({ from, end }: BarRange) => hashBars(sliceBars(bars, from, end))
  return folds.map(({ train, test }) => ({ trainHash: hash(train), testHash: hash(test) }))
}
