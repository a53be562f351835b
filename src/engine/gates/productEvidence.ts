import type { GateVerdict } from '#shared/domain/gate.ts'
import type { ProductReadinessDraft } from '#shared/domain/productReadiness.ts'
import type { Gathered } from './evidence/gathered.ts'

/** The newest result of an earlier gate. */
export interface EarlierGate {
  readonly verdict: GateVerdict
  /** What changed since, in words; empty while it counts. */
  readonly staleBecause: readonly string[]
  readonly strategyVersion: number
  readonly judgedAtMs: number
}

export interface ApprovalRecord {
  readonly approver: string
  /** Whether the approver held the role when approving. */
  readonly hasRole: boolean
  readonly strategyVersion: number
  readonly approvedAtMs: number
}

export interface ApprovalEvidence {
  /** A server several people use, where approval is owed; on a local file a result stays unapproved. */
  readonly isShared: boolean
  /** The newest approval that was not revoked; null without one. */
  readonly approval: ApprovalRecord | null
  readonly author: string
  /** Who saved the version last; null when nobody recorded it. */
  readonly lastEditor: string | null
}

export interface ReviewEvidence {
  readonly notes: number
  readonly resolvedObjections: number
  readonly openObjections: number
}

export interface AuditEvidence {
  readonly rows: number
  /** The first row whose hash does not follow, in words; null when the chain holds. */
  readonly firstBreak: string | null
}

export interface PackEvidence {
  readonly verifiedAtMs: number
  /** Parts whose hash is not the manifest's. */
  readonly mismatches: readonly string[]
}

/** Facts of the database about one strategy version; gathered by the caller, judged here. */
export interface ProductEvidence {
  readonly gateType: 'product'
  readonly nowMs: number
  readonly strategyVersion: number
  readonly dev: Gathered<EarlierGate>
  readonly crv: Gathered<EarlierGate>
  readonly approval: Gathered<ApprovalEvidence>
  readonly review: Gathered<ReviewEvidence>
  readonly audit: Gathered<AuditEvidence>
  readonly pack: Gathered<PackEvidence>
  readonly readiness: Gathered<ProductReadinessDraft>
  /** Earlier versions that were approved. */
  readonly approvedVersions: Gathered<readonly number[]>
  /** Waivers in force now, by the check they excuse. */
  readonly openWaivers: Gathered<readonly string[]>
  readonly database: { readonly isAuthoritative: boolean; readonly description: string }
}
