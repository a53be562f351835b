import type { ProductEvidence } from '../productEvidence.ts'
import type { NegativeControl } from './negativeControl.ts'

const known = <Value>(value: Value) => ({ value, missing: null })
const DAY_MS = 86_400_000
/** 2024-01-01 */
const NOW_MS = 1_704_067_200_000

const PASSED = known({ verdict: 'passed' as const, staleBecause: [], strategyVersion: 2, judgedAtMs: NOW_MS - DAY_MS })
const READINESS = {
  tier: 1,
  riskLimits: { position: 0.1, gross: 1, dailyLoss: 0.02, drawdownStop: 0.15 },
  monitoring: 'The desk looks at fills and slippage every morning.',
  decayTrigger: 'A rolling Sharpe ratio below 0 over 120 days.',
  runbook: 'Flatten, stop the feed, call the owner.',
  rollback: 'first' as const,
  revalidationDate: '2024-06-30',
}
const APPROVAL = { approver: 'Grace', hasRole: true, strategyVersion: 2, approvedAtMs: NOW_MS - DAY_MS }

/** Evidence in which no check of the product gate finds a flaw. */
export function knownGoodProduct(): ProductEvidence {
  return {
    gateType: 'product',
    nowMs: NOW_MS,
    strategyVersion: 2,
    dev: PASSED,
    crv: PASSED,
    approval: known({ isShared: true, approval: APPROVAL, author: 'Ada', lastEditor: 'Ada' }),
    review: known({ notes: 2, resolvedObjections: 1, openObjections: 0 }),
    audit: known({ rows: 100, firstBreak: null }),
    pack: known({ verifiedAtMs: NOW_MS, mismatches: [] }),
    readiness: known(READINESS),
    approvedVersions: known([]),
    openWaivers: known([]),
    database: { isAuthoritative: true, description: 'the shared server' },
  }
}

interface Flaw {
  readonly checkId: string
  readonly name: string
  readonly change: Partial<ProductEvidence>
}

const approvedBy = (approver: string, hasRole = true) =>
  known({ isShared: true, approval: { ...APPROVAL, approver, hasRole }, author: 'Ada', lastEditor: 'Alan' })
const withReadiness = (change: Partial<typeof READINESS>) => ({ readiness: known({ ...READINESS, ...change }) })

const FLAWS: readonly Flaw[] = [
  { checkId: 'P1', name: 'a CRV gate that failed', change: { crv: known({ ...PASSED.value, verdict: 'failed' }) } },
  { checkId: 'P3', name: 'an approval by the author', change: { approval: approvedBy('ada ') } },
  { checkId: 'P3', name: 'an approval by the last editor', change: { approval: approvedBy('Alan') } },
  { checkId: 'P3', name: 'an approval without the role', change: { approval: approvedBy('Grace', false) } },
  {
    checkId: 'P4',
    name: 'a review without a resolved objection',
    change: { review: known({ notes: 1, resolvedObjections: 0, openObjections: 1 }) },
  },
  { checkId: 'P6', name: 'a forged audit row', change: { audit: known({ rows: 100, firstBreak: 'row 17' }) } },
  { checkId: 'P7', name: 'a forged ledger', change: { pack: known({ verifiedAtMs: NOW_MS, mismatches: ['ledger.csv'] }) } },
  {
    checkId: 'P11',
    name: 'no drawdown stop',
    change: withReadiness({ riskLimits: { ...READINESS.riskLimits, drawdownStop: null as never } }),
  },
  { checkId: 'P13', name: 'a rollback to a version nobody approved', change: withReadiness({ rollback: 1 as never }) },
  { checkId: 'P14', name: 'no monitoring', change: withReadiness({ monitoring: '' }) },
  { checkId: 'P15', name: 'no decay trigger', change: withReadiness({ decayTrigger: ' ' }) },
  { checkId: 'P16', name: 'no runbook', change: withReadiness({ runbook: '' }) },
  {
    checkId: 'P20',
    name: 'more waivers than anybody reads',
    change: { openWaivers: known(Array.from({ length: 99 }, (_, i) => `C${i}`)) },
  },
  { checkId: 'P21', name: 'a re-validation that is overdue', change: withReadiness({ revalidationDate: '2020-01-01' }) },
  {
    checkId: 'P23',
    name: 'a verdict in the fallback file',
    change: { database: { isAuthoritative: false, description: 'the local fallback' } },
  },
]

/** A stale earlier gate is no verdict either; it is expected as STALE, so it stands in the tests and not here. */
export function productControls(): NegativeControl[] {
  const good = knownGoodProduct()
  return FLAWS.map(({ checkId, name, change }) => ({ checkId, name, expected: 'FAIL', evidence: { ...good, ...change } }))
}
