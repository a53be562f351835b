import type { CheckResult, GateResult } from '#shared/domain/gate.ts'

/** Where the evidence of a check can be looked at. */
export interface EvidenceLink {
  readonly name: string
  readonly address: string
}

type Judged = Pick<GateResult, 'strategyId' | 'binding'>

/** Approval, review, evidence pack, waivers: what is decided and made on the strategy's own page. */
const DECISIONS = new Set(['P3', 'P4', 'P7', 'P20'])

/** null where the result does not say, or nothing in the window shows it. */
export function evidenceLink({ id: checkId, source }: CheckResult, { strategyId, binding }: Judged): EvidenceLink | null {
  switch (source) {
    case 'run':
      return binding === null ? null : { name: 'the run', address: `/backtests/${binding.backtestId}` }
    case 'validation': {
      const id = binding?.evidence?.['the walk-forward'] ?? 'none'
      return id === 'none' ? null : { name: 'the walk-forward', address: `/validations/${id}` }
    }
    case 'dataset':
      return { name: 'the data', address: '/data' }
    case 'strategy':
      return { name: 'the strategy', address: `/strategies/${strategyId}` }
    case 'governance':
      return governanceLink(checkId, strategyId)
    case 'gates':
      return { name: 'the earlier gates', address: `/strategies/${strategyId}?tab=gates` }
    case 'readiness':
      return { name: 'product readiness', address: `/gates?readiness=${strategyId}` }
    case 'policy':
      return { name: 'the policy', address: '/gates?tab=policy' }
    default:
      return null
  }
}

function governanceLink(checkId: string, strategyId: string): EvidenceLink {
  if (checkId === 'C30') return { name: 'the holdout of the data', address: '/data' }
  if (DECISIONS.has(checkId)) return { name: 'the decisions', address: `/strategies/${strategyId}?tab=governance` }
  return { name: 'the activity log', address: '/activity' }
}
