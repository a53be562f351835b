import type { MarketData, QualityReport } from '#shared/domain/dataset.ts'
import type { ForeignReplay } from '#shared/domain/gate.ts'
import type { RunLedger } from '#shared/domain/ledger.ts'
import type { Metrics } from '#shared/domain/metric.ts'
import type { RunIdentity } from '#shared/domain/runIdentity.ts'
import type { RunSpec } from '#shared/domain/runSpec.ts'
import type { CancelSignal } from '../simulator/cancelSignal.ts'
import type { Gathered } from './evidence/gathered.ts'

/** A finished run as it is stored; a part that was lost is null and leaves its checks without evidence. */
export interface StoredRun {
  readonly ledger: RunLedger | null
  readonly metrics: Metrics | null
  readonly identity: Partial<RunIdentity> | null
}

/** A stored run with everything it came from. */
export interface RunSubject {
  readonly data: MarketData
  readonly spec: RunSpec
  /** hashMarketData of `data`. */
  readonly dataHash: string
  readonly stored: StoredRun
}

/** What people wrote about a strategy. */
export interface StrategyWords {
  readonly hypothesis: string
  readonly intendedUse: string
  readonly limitations: string
  /** Who answers for it. */
  readonly owner: string
}

/** What the dev gate judges. */
export interface DevSubject extends RunSubject {
  readonly quality: QualityReport | null
  readonly words: StrategyWords
  /** Ledger hash of the run repeated in a process of its own. */
  readonly freshReplay: Gathered<string>
  readonly foreignReplays: readonly ForeignReplay[]
  /** Where this gate runs. */
  readonly platform: string
}

export interface GatherOptions<Policy> {
  readonly policy: Policy
  readonly cancel?: CancelSignal | undefined
}
