import type { CheckResult } from '#shared/domain/gate.ts'
import type { DevPolicy } from '#shared/domain/gatePolicy.ts'
import type { Gathered } from '../evidence/gathered.ts'
import type { MetricDifference } from '../evidence/metricDifferences.ts'
import { counted, figure } from '../figures.ts'
import { atMost, type CheckDefinition, conclude, notRun, rowsAsEvidence } from './conclude.ts'

const D5: CheckDefinition = {
  id: 'D5',
  title: 'Metrics recompute from the ledger',
  blocking: true,
  waivable: false,
  unit: 'ratio',
  source: 'run',
}

/** D5: every stored metric is what the stored ledger gives. A metric defined on one side only fails without a value. */
export function checkMetricsRecompute(
  { value: differences, missing }: Gathered<readonly MetricDifference[]>,
  { metricTolerance }: DevPolicy,
): CheckResult {
  const threshold = atMost(metricTolerance)
  if (differences === null) return notRun(D5, { reason: missing, threshold })
  const largest = differences[0]?.difference ?? 0
  const wrong = differences.filter(({ difference }) => !(difference <= metricTolerance))
  const worstName = wrong[0]?.name
  return conclude(D5, {
    state: wrong.length === 0 ? 'PASS' : 'FAIL',
    value: largest,
    threshold,
    summary:
      worstName === undefined
        ? `All ${differences.length} stored metrics recompute; the largest difference is ${figure(largest)}.`
        : `${counted(wrong.length, 'stored metric')} of ${differences.length} cannot be recomputed, ${worstName} above all.`,
    action: 'Run the backtest again; stored metrics that its own ledger does not give must not be used.',
    evidence: rowsAsEvidence(
      wrong.map(({ name, stored, recomputed }) => ({
        label: name,
        value: `stored ${stored ?? 'undefined'}, recomputed ${recomputed ?? 'undefined'}`,
      })),
    ),
  })
}
