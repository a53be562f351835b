import type { CheckResult, GateResult } from '#shared/domain/gate.ts'

/** Where the evidence of a check can be looked at. */
export interface EvidenceLink {
  readonly name: string
  readonly address: string
}

/** null where the result does not say, or nothing in the window shows it. */
export function evidenceLink({ source }: CheckResult, { strategyId, binding }: GateResult): EvidenceLink | null {
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
      return { name: 'the activity log', address: '/activity' }
    case 'readiness':
      return { name: 'product readiness', address: `/gates?readiness=${strategyId}` }
    case 'policy':
      return { name: 'the policy', address: '/gates?tab=policy' }
    default:
      return null
  }
}
