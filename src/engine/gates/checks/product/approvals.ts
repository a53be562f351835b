import { msToDate } from '#shared/domain/calendarDate.ts'
import type { CheckResult } from '#shared/domain/gate.ts'
import type { ProductPolicy } from '#shared/domain/gatePolicy.ts'
import type { Gathered } from '../../evidence/gathered.ts'
import { counted } from '../../figures.ts'
import type { ApprovalEvidence, AuditEvidence, EarlierGate, PackEvidence, ProductEvidence, ReviewEvidence } from '../../productEvidence.ts'
import { atLeast, type CheckDefinition, conclude, exactly, notRun, rowsAsEvidence } from '../conclude.ts'

const FIXED = { blocking: true, waivable: false, unit: 'count' } as const
const P1: CheckDefinition = { ...FIXED, id: 'P1', title: 'Dev and CRV gates passed', source: 'gates' }
const P3: CheckDefinition = { ...FIXED, id: 'P3', title: 'Approved by somebody else', source: 'governance' }
const P4: CheckDefinition = { ...FIXED, id: 'P4', title: 'Reviewed', waivable: true, source: 'governance' }
const P6: CheckDefinition = { ...FIXED, id: 'P6', title: 'Audit chain verifies', source: 'governance' }
const P7: CheckDefinition = { ...FIXED, id: 'P7', title: 'Evidence pack verifies', source: 'governance' }
const DAY_MS = 86_400_000

/** P1: both earlier gates passed on this version, count still, and are not too old. */
export function checkEarlierGates(evidence: ProductEvidence, { maxResultAgeDays }: ProductPolicy): CheckResult {
  const threshold = exactly(2)
  const gates = [
    { name: 'dev', found: evidence.dev },
    { name: 'CRV', found: evidence.crv },
  ]
  const absent = gates.flatMap(({ name, found }) => (found.missing === null ? [] : [`${name} gate: ${found.missing}`]))
  const runIt = 'Run the gate named, on this version of the strategy.'
  if (absent.length > 0) return notRun(P1, { reason: absent.join('; '), threshold, action: runIt })
  const judged = gates.map(({ name, found }) => ({ name, problem: problemOf(found, evidence, maxResultAgeDays) }))
  const wrong = judged.filter(({ problem }) => problem !== null)
  const onlyStale = wrong.every(({ problem }) => problem?.isStale)
  return conclude(P1, {
    state: wrong.length === 0 ? 'PASS' : onlyStale ? 'STALE' : 'FAIL',
    value: judged.length - wrong.length,
    threshold,
    summary:
      wrong.length === 0
        ? `Both passed on version ${evidence.strategyVersion}.`
        : `${wrong.map(({ name, problem }) => `The ${name} gate ${problem?.words}`).join('. ')}.`,
    action: onlyStale ? runIt : 'Open the gate named, answer the checks that keep it from passing, and run it again.',
    evidence: gates.flatMap(({ name, found }) =>
      found.value === null
        ? []
        : [
            {
              label: `${name} gate`,
              value: `${found.value.verdict}, version ${found.value.strategyVersion}, ${msToDate(found.value.judgedAtMs)}`,
            },
          ],
    ),
  })
}

function problemOf({ value: gate }: Gathered<EarlierGate>, { nowMs, strategyVersion }: ProductEvidence, maxAgeDays: number) {
  if (gate === null) return { words: 'is missing', isStale: false }
  if (gate.verdict !== 'passed') return { words: gate.verdict === 'failed' ? 'failed' : `is ${gate.verdict}`, isStale: false }
  if (gate.strategyVersion !== strategyVersion) return { words: `judged version ${gate.strategyVersion}`, isStale: true }
  if (gate.staleBecause.length > 0) return { words: `is stale: ${gate.staleBecause.join(', ')}`, isStale: true }
  if (nowMs - gate.judgedAtMs > maxAgeDays * DAY_MS) return { words: `is older than ${maxAgeDays} days`, isStale: true }
  return null
}

/** P3: on a shared server somebody with the role, who is neither author nor last editor, approved this very version. */
export function checkApproval({ value, missing }: Gathered<ApprovalEvidence>, strategyVersion: number): CheckResult {
  const threshold = exactly(1)
  const action = 'Ask somebody with the approver role, who neither wrote nor edited this version, to approve it.'
  if (value === null) return notRun(P3, { reason: missing, threshold, action })
  const { isShared, approval, author, lastEditor } = value
  if (!isShared) {
    return conclude(P3, {
      state: 'N/A',
      value: null,
      threshold,
      summary: 'A local file of one person: the result is unapproved, for there is nobody else to approve it.',
      action: 'Move the workspace to a shared server to have it approved.',
    })
  }
  if (approval === null || approval.strategyVersion !== strategyVersion) {
    return notRun(P3, { reason: `version ${strategyVersion} was not approved`, threshold, action })
  }
  const flaws = [
    ...(isSame(approval.approver, author) ? ['the author'] : []),
    ...(lastEditor === null
      ? ['maybe the last editor, who is not recorded']
      : isSame(approval.approver, lastEditor)
        ? ['the last editor']
        : []),
    ...(approval.hasRole ? [] : ['without the role']),
  ]
  return conclude(P3, {
    state: flaws.length === 0 ? 'PASS' : 'FAIL',
    value: Number(flaws.length === 0),
    threshold,
    summary:
      flaws.length === 0 ? `${approval.approver} approved version ${strategyVersion}.` : `${approval.approver} is ${flaws.join(' and ')}.`,
    action,
    evidence: [
      { label: 'Approver', value: `${approval.approver}, ${msToDate(approval.approvedAtMs)}` },
      { label: 'Author', value: author || 'not recorded' },
      { label: 'Last editor', value: lastEditor ?? 'not recorded' },
    ],
  })
}

const isSame = (one: string, other: string) => one.trim().toLowerCase() === other.trim().toLowerCase()

/** P4: somebody objected and was answered: a review that found nothing to ask was none. */
export function checkReview({ value, missing }: Gathered<ReviewEvidence>, { minResolvedObjections }: ProductPolicy): CheckResult {
  const threshold = atLeast(minResolvedObjections)
  const action = 'Have the strategy reviewed: write down an objection and how it was resolved.'
  if (value === null) return notRun(P4, { reason: missing, threshold, action })
  const { notes, resolvedObjections, openObjections } = value
  if (notes === 0) return notRun(P4, { reason: 'nobody has reviewed this version', threshold, action })
  return conclude(P4, {
    state: openObjections === 0 && resolvedObjections >= minResolvedObjections ? 'PASS' : 'FAIL',
    value: resolvedObjections,
    threshold,
    summary: `${counted(notes, 'note')}, ${counted(resolvedObjections, 'resolved objection')}, ${openObjections} open.`,
    action: openObjections > 0 ? 'Resolve the open objections.' : action,
  })
}

/** P6: no row of the audit trail was changed, taken out or put elsewhere. */
export function checkAudit({ value, missing }: Gathered<AuditEvidence>): CheckResult {
  const threshold = exactly(0)
  if (value === null) return notRun(P6, { reason: missing, threshold })
  const { rows, firstBreak } = value
  return conclude(P6, {
    state: firstBreak === null ? 'PASS' : 'FAIL',
    value: Number(firstBreak !== null),
    threshold,
    summary: firstBreak === null ? `All ${rows} rows follow from one another.` : `The chain breaks: ${firstBreak}.`,
    action: 'Find out who changed the audit trail, and restore it from a verified backup.',
  })
}

/** P7: what was exported as evidence is what the database holds. */
export function checkPack({ value, missing }: Gathered<PackEvidence>): CheckResult {
  const threshold = exactly(0)
  if (value === null) return notRun(P7, { reason: missing, threshold, action: 'Export the evidence pack of this run and verify it.' })
  const { mismatches, verifiedAtMs } = value
  return conclude(P7, {
    state: mismatches.length === 0 ? 'PASS' : 'FAIL',
    value: mismatches.length,
    threshold,
    summary:
      mismatches.length === 0
        ? 'Every part of the evidence has the hash its manifest names.'
        : `${counted(mismatches.length, 'part')} differ from the manifest.`,
    action: 'Export the pack again and find out what changed in between.',
    evidence: [
      ...rowsAsEvidence(mismatches.map((part) => ({ label: 'Differs', value: part }))),
      { label: 'Verified', value: new Date(verifiedAtMs).toISOString() },
    ],
  })
}
