import type { CheckResult } from '#shared/domain/gate.ts'
import type { Weakness } from '#shared/domain/improvement.ts'

/** What a failed check of the gates says about the strategy; checks that are not here ask for evidence or words, not for other numbers. */
const WEAKNESSES: Readonly<Record<string, Weakness>> = {
  C2: 'weak_edge',
  C4: 'few_trades',
  C6: 'weak_edge',
  C7: 'overfitting',
  C8: 'overfitting',
  C9: 'overfitting',
  C12: 'weak_edge',
  C13: 'weak_edge',
  C16: 'drawdown',
  C17: 'drawdown',
  C18: 'drawdown',
  C19: 'drawdown',
  C20: 'costs',
  C21: 'costs',
  C22: 'overfitting',
  C26: 'weak_edge',
}

/** A weakness, and the first failed check that shows it. */
export interface FoundWeakness {
  readonly weakness: Weakness
  readonly check: CheckResult
}

export interface Findings {
  /** Each weakness once, in the order of the checks. */
  readonly weaknesses: readonly FoundWeakness[]
  readonly unanswered: readonly { readonly checkId: string; readonly reason: string }[]
}

/** Reads the failed checks of a verdict. Missing evidence is no weakness: only FAIL is read. */
export function findWeaknesses(checks: readonly CheckResult[]): Findings {
  const failed = checks.filter(({ state }) => state === 'FAIL')
  const answerable = failed.flatMap((check) => {
    const weakness = WEAKNESSES[check.id]
    return weakness === undefined ? [] : [{ weakness, check }]
  })
  const weaknesses = answerable.filter((found, index) => answerable.findIndex(({ weakness }) => weakness === found.weakness) === index)
  const unanswered = failed
    .filter(({ id }) => WEAKNESSES[id] === undefined)
    .map(({ id, title, action }) => ({
      checkId: id,
      reason: `${title}: no change of parameters answers this. ${action ?? 'Read what the check found.'}`,
    }))
  return { weaknesses, unanswered }
}
