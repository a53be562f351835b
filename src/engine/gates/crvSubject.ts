import type { Survivorship } from '#shared/domain/dataset.ts'
import type { GateVerdict } from '#shared/domain/gate.ts'
import type { Columns } from '#shared/domain/ledger.ts'
import type { RunSpec } from '#shared/domain/runSpec.ts'
import type { Sweep } from '#shared/domain/sweep.ts'
import type { TrialCount } from '#shared/domain/trialLedger.ts'
import type { ValidationOutcome, ValidationWindow } from '#shared/domain/validation.ts'
import type { ValidationPlan } from '#shared/domain/validationPlan.ts'
import type { Gathered } from './evidence/gathered.ts'
import type { RunSubject } from './subject.ts'

/** A completed walk-forward as it is stored. */
export interface StoredWalkForward {
  readonly validationId: string
  /** The run's, without which nothing of it can be repeated. */
  readonly dataHash: string
  readonly spec: RunSpec
  readonly plan: ValidationPlan
  readonly windows: readonly ValidationWindow[]
  readonly outcome: ValidationOutcome
  /** Columns of validationEquitySchema. */
  readonly equity: Columns
  /** Columns of validationTradesSchema. */
  readonly trades: Columns
}

/** A completed sweep as it is stored: what decides its trials. */
export interface StoredSweepPlan extends Pick<Sweep, 'spec' | 'axes' | 'where'> {
  readonly sweepId: string
}

/** The newest dev gate of the strategy, held against the run that is judged now. */
export interface DevGateRecord {
  readonly verdict: GateVerdict
  readonly isStale: boolean
  /** Of the run it judged. */
  readonly specHash: string
  readonly dataHash: string
  readonly ledgerHash: string
}

/** A locked date range that no search may read. */
export interface HoldoutRecord {
  /** First and last date locked. */
  readonly from: string
  readonly until: string
  /** When each opening happened, epoch ms UTC, in order. */
  readonly openedAtMs: readonly number[]
  /** When the strategy was last changed, epoch ms UTC. */
  readonly frozenAtMs: number
}

/** What the CRV gate judges. */
export interface CrvSubject extends RunSubject {
  readonly devGate: Gathered<DevGateRecord>
  readonly walkForward: Gathered<StoredWalkForward>
  /** The newest sweep of the same version on the same data. */
  readonly sweep: Gathered<StoredSweepPlan>
  /** What the strategy's family has tried, by the system's own count. */
  readonly trials: Gathered<TrialCount>
  readonly survivorship: Gathered<Survivorship>
  readonly holdout: Gathered<HoldoutRecord>
}
