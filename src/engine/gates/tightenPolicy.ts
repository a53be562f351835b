import type { GatePolicy } from '#shared/domain/gatePolicy.ts'
import type { GateTargets } from '#shared/domain/productReadiness.ts'

/** The policy with what a strategy's own goal asks for beyond it; a looser target changes nothing. */
export function tightenPolicy(policy: GatePolicy, targets: GateTargets | null): GatePolicy {
  if (targets === null) return policy
  const { crv } = policy
  return {
    ...policy,
    crv: {
      ...crv,
      minSharpe: Math.max(crv.minSharpe, targets.minSharpe ?? crv.minSharpe),
      maxDrawdown: Math.min(crv.maxDrawdown, targets.maxDrawdown ?? crv.maxDrawdown),
      minTotalReturn: Math.max(crv.minTotalReturn, targets.minTotalReturn ?? crv.minTotalReturn),
      minTrades: Math.max(crv.minTrades, targets.minTrades ?? crv.minTrades),
    },
  }
}
