import type { RunSpec } from '#shared/domain/runSpec.ts'
import type { Parameters } from '#shared/domain/strategyType.ts'

/** A specification with some parameters of its strategy given other values; the rest stays. */
export function withParameters<Spec extends Pick<RunSpec, 'strategy'>>(spec: Spec, parameters: Parameters): Spec {
  const { strategy } = spec
  return { ...spec, strategy: { ...strategy, parameters: { ...strategy.parameters, ...parameters } } }
}
