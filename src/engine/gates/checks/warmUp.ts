import type { CheckResult } from '#shared/domain/gate.ts'
import type { DevPolicy } from '#shared/domain/gatePolicy.ts'
import type { Gathered } from '../evidence/gathered.ts'
import type { WarmUpEvidence } from '../evidence/warmUp.ts'
import { atMost, type CheckDefinition, conclude, judge, notRun } from './conclude.ts'

const D10: CheckDefinition = { id: 'D10', title: 'Longer warm-up', blocking: true, waivable: true, unit: 'ratio', source: 'run' }

/** D10: what is traded does not hang on how much history happened to stand before it. */
export function checkWarmUp({ value, missing }: Gathered<WarmUpEvidence>, { warmUpTolerance }: DevPolicy): CheckResult {
  const threshold = atMost(warmUpTolerance)
  if (value === null) return notRun(D10, { reason: missing, threshold })
  const { longerBars, shorterBars, fills, largestDifference, first } = value
  const state = judge(largestDifference, threshold)
  return conclude(D10, {
    state,
    value: largestDifference,
    threshold,
    summary:
      state === 'PASS'
        ? `${fills} fills are the same after ${shorterBars} bars of warm-up as after ${longerBars}.`
        : `A warm-up of ${longerBars} bars instead of ${shorterBars} changes what is traded.`,
    action: 'Use indicators with a bounded memory, or start the run later, so that the start of the data no longer matters.',
    evidence: first === null ? [] : [{ label: 'First difference', value: first }],
  })
}
