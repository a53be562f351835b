import type { CrvSubject } from '#engine/gates/crvSubject.ts'
import { type EvaluationTerms, evaluateGate, type GateEvaluation, requireStrictPolicy } from '#engine/gates/evaluateGate.ts'
import { readEvidence, writeEvidence } from '#engine/gates/evidenceText.ts'
import { gatherCrvEvidence } from '#engine/gates/gatherCrvEvidence.ts'
import { gatherDevEvidence } from '#engine/gates/gatherDevEvidence.ts'
import type { ProductEvidence } from '#engine/gates/productEvidence.ts'
import type { GateEvidence } from '#engine/gates/runChecks.ts'
import type { DevSubject } from '#engine/gates/subject.ts'
import { type CancelSignal, cancelSignalOf } from '#engine/simulator/cancelSignal.ts'
import type { MarketData } from '#shared/domain/dataset.ts'
import { GATE_TYPES } from '#shared/domain/gate.ts'
import type { GatePolicy } from '#shared/domain/gatePolicy.ts'
import { openPanel } from './sharedPanel.ts'
import type { TaskData } from './taskData.ts'

/** What a gate judges on its way to a worker thread. */
export type GateWork =
  | { readonly gateType: 'dev'; readonly subject: Omit<DevSubject, 'data'> & { readonly data: TaskData } }
  | { readonly gateType: 'crv'; readonly subject: Omit<CrvSubject, 'data'> & { readonly data: TaskData } }
  | { readonly gateType: 'product'; readonly evidence: ProductEvidence }

export interface GateInput {
  readonly work: GateWork
  readonly terms: EvaluationTerms
}

export interface GateOutcome extends GateEvaluation {
  /** What was judged, to be judged again by another policy. */
  readonly evidence: string
}

/** Gathers the evidence of a gate and judges it. */
export function gate({ work, terms }: GateInput, control: Int32Array): GateOutcome {
  const evidence = gatherEvidence(work, terms.policy, cancelSignalOf(control))
  return { ...evaluateGate(evidence, terms), evidence: writeEvidence(evidence) }
}

function gatherEvidence(work: GateWork, policy: GatePolicy, cancel: CancelSignal): GateEvidence {
  switch (work.gateType) {
    case 'dev':
      return gatherDevEvidence({ ...work.subject, data: openTaskData(work.subject.data) }, { policy: policy.dev, cancel })
    case 'crv':
      return gatherCrvEvidence({ ...work.subject, data: openTaskData(work.subject.data) }, { policy: policy.crv, cancel })
    case 'product':
      return work.evidence
  }
}

/** The panel is put on its calendar here, in the thread that reads it. */
export function openTaskData(data: TaskData): MarketData {
  return 'sharedPanel' in data ? { panel: openPanel(data.sharedPanel) } : { bars: data.bars, symbol: data.symbol }
}

export interface JudgeInput {
  readonly items: readonly { readonly evidence: string; readonly terms: EvaluationTerms }[]
  /** Put before the known-bad runs of every gate, whatever there is to judge. */
  readonly policy: GatePolicy
}

/** Judges stored evidence anew, in the order given. Throws `unavailable` for a policy that lets a known-bad run pass. */
export function judge({ items, policy }: JudgeInput): GateEvaluation[] {
  for (const gateType of GATE_TYPES) requireStrictPolicy(gateType, policy)
  return items.map(({ evidence, terms }) => evaluateGate(readEvidence(evidence), terms))
}

export type { HoldoutRecord, StoredSweepPlan, StoredWalkForward } from '#engine/gates/crvSubject.ts'
export type { Gathered } from '#engine/gates/evidence/gathered.ts'
export type { EarlierGate, ProductEvidence } from '#engine/gates/productEvidence.ts'
