import type { CheckResult, GateType } from '#shared/domain/gate.ts'
import type { ReadinessScorecard } from '#shared/domain/productReadiness.ts'

/** The newest result of each gate as stored; null = never run, stale = it counts for nothing. */
export type StoredResults = Readonly<Record<GateType, { readonly checks: readonly CheckResult[]; readonly isStale: boolean } | null>>

const GREEN = 85
const AMBER = 70

type Component = ReadinessScorecard['components'][number]

/** Which checks speak for which component; every check of the three gates stands in exactly one. */
const COMPONENTS: readonly { readonly name: Component['name']; readonly weight: number; readonly checks: string }[] = [
  { name: 'determinism', weight: 25, checks: 'D1 D2 D3 D4 D5 D6 D7 D8 D9 D10 D18 C31' },
  { name: 'risk', weight: 20, checks: 'C16 C17 C18 C19 C20 C21 C22 P11' },
  {
    name: 'policy',
    weight: 25,
    checks: 'D11 D14 D17 C1 C2 C3 C4 C5 C6 C7 C8 C9 C10 C12 C13 C14 C15 C24 C25 C26 C30 C32 P1 P3 P20 P24',
  },
  { name: 'operations', weight: 15, checks: 'P6 P7 P13 P14 P15 P21 P23' },
  { name: 'usability', weight: 15, checks: 'D15 P4 P16' },
]

const FULL = new Set(['PASS', 'N/A'])
const HALF = new Set(['WARN', 'WAIVED'])

/**
 * How ready a strategy is, 0 to 100, from stored results alone: each component earns the share of its checks that are
 * satisfied (a warning or a waiver counts half), and what was not run counts for nothing. Any blocking failure is red.
 */
export function scoreReadiness(strategyId: string, results: StoredResults): ReadinessScorecard {
  const found = Object.values(results).flatMap((result) => (result === null || result.isStale ? [] : result.checks))
  const byId = new Map(found.map((check) => [check.id, check]))
  const components = COMPONENTS.map(({ name, weight, checks }) => scoreComponent({ name, weight, ids: checks.split(' ') }, byId))
  const hardBlockers = found.filter(({ blocking, state }) => blocking && state === 'FAIL').map(({ id }) => id)
  const score = components.reduce((sum, { points }) => sum + points, 0)
  const colour = hardBlockers.length > 0 || score < AMBER ? 'red' : score < GREEN ? 'amber' : 'green'
  return { strategyId, score, colour, hardBlockers, components }
}

interface Weighted {
  readonly name: Component['name']
  readonly weight: number
  readonly ids: readonly string[]
}

function scoreComponent({ name, weight, ids }: Weighted, byId: ReadonlyMap<string, CheckResult>): Component {
  const worth = (id: string) => {
    const state = byId.get(id)?.state
    return state === undefined ? 0 : FULL.has(state) ? 1 : HALF.has(state) ? 0.5 : 0
  }
  const share = ids.reduce((sum, id) => sum + worth(id), 0) / ids.length
  return { name, weight, points: weight * share, satisfied: ids.filter((id) => worth(id) === 1), checks: [...ids] }
}
