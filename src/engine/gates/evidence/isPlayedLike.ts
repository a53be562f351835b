import type { RunSpec } from '#shared/domain/runSpec.ts'
import { canonicalSpec } from '../../identity/hashSpec.ts'

/** Whether a run would be the same, trade for trade, at these costs and with this execution. */
export function isPlayedLike(run: RunSpec, { cost_model, execution }: Pick<RunSpec, 'cost_model' | 'execution'>): boolean {
  return canonicalSpec({ ...run, cost_model, execution }) === canonicalSpec(run)
}
