import type { Validation, ValidationOutcome, ValidationWindow } from '#shared/domain/validation.ts'
import type { ValidationPreview } from '#shared/domain/validationPlan.ts'
import { formatCount, formatPercent, formatRatio } from './figures.ts'
import { formatFacts, formatTable } from './table.ts'

type Found = Pick<Validation, 'windows' | 'metrics' | 'outcome'>

/** A validation for people: its windows, then what they say together. */
export function describeValidation({ windows, metrics, outcome }: Found): string {
  const facts = metrics === null ? [] : describeMetrics({ metrics, outcome })
  return `${windowsTable(windows ?? [])}\n${formatFacts(facts)}`
}

function windowsTable(windows: readonly ValidationWindow[]): string {
  return formatTable(windows, [
    { title: 'WINDOW', cell: ({ windowId }) => String(windowId + 1), align: 'right' },
    { title: 'TRAINING', cell: ({ trainStart, trainEnd }) => `${trainStart} - ${trainEnd}` },
    { title: 'TEST', cell: ({ testStart, testEnd }) => `${testStart} - ${testEnd}` },
    { title: 'IS SHARPE', cell: ({ trainSharpe }) => formatRatio(trainSharpe), align: 'right' },
    { title: 'OOS SHARPE', cell: ({ testSharpe }) => formatRatio(testSharpe), align: 'right' },
    { title: 'OOS RETURN', cell: ({ testReturn }) => formatPercent(testReturn), align: 'right' },
    { title: 'TRADES', cell: ({ detail }) => formatCount(detail?.testTrades ?? null), align: 'right' },
    { title: 'DEGRADATION', cell: ({ degradation }) => formatPercent(degradation), align: 'right' },
    { title: 'PARAMETERS', cell: ({ detail }) => describeParameters(detail?.parameters ?? null) },
  ])
}

function describeParameters(parameters: Readonly<Record<string, unknown>> | null): string {
  return parameters === null
    ? 'none'
    : Object.entries(parameters)
        .map(([name, value]) => `${name}=${value}`)
        .join(' ')
}

function describeMetrics({ metrics, outcome }: { metrics: NonNullable<Found['metrics']>; outcome: ValidationOutcome | null }) {
  const facts: (readonly [string, string])[] = [
    ['Average IS Sharpe', formatRatio(metrics.avgTrainSharpe)],
    ['Average OOS Sharpe', formatRatio(metrics.avgTestSharpe)],
    ['Average degradation', formatPercent(metrics.avgDegradation)],
    ['Stability score', `${formatRatio(metrics.stabilityScore)} of 100 (75 passes): ${metrics.passed ? 'passed' : 'not passed'}`],
  ]
  if (outcome === null) return facts
  const { stitched, efficiency, profitableShare, trialCount } = outcome
  return [
    ...facts,
    [
      'Stitched OOS',
      `Sharpe ${formatRatio(stitched.sharpe)}, return ${formatPercent(stitched.totalReturn)}, drawdown ${formatPercent(stitched.maxDrawdown)}, ${stitched.trades} trades`,
    ] as const,
    ['Walk-forward efficiency', efficiency.value === null ? `undefined: ${efficiency.reason}` : formatPercent(efficiency.value)] as const,
    ['Profitable windows', formatPercent(profitableShare)] as const,
    ['In-sample trials', String(trialCount)] as const,
    ...outcome.problems.map((problem) => ['Problem', problem] as const),
  ]
}

/** The windows before anything has run. */
export function describePreview({ windows, trialsPerWindow, trialCount, excluded, refused, estimatedMs }: ValidationPreview): string {
  const table = formatTable(windows, [
    { title: 'WINDOW', cell: ({ windowId }) => String(windowId + 1), align: 'right' },
    { title: 'TRAINING', cell: ({ trainStart, trainEnd }) => `${trainStart} - ${trainEnd}` },
    { title: 'BARS', cell: ({ trainBars }) => String(trainBars), align: 'right' },
    { title: 'TEST', cell: ({ testStart, testEnd }) => `${testStart} - ${testEnd}` },
    { title: 'BARS', cell: ({ testBars }) => String(testBars), align: 'right' },
  ])
  const time = estimatedMs === null ? '' : `; about ${(estimatedMs / 1000).toFixed(1)} s`
  return `${table}\n${windows.length} windows, ${trialsPerWindow} parameter sets each (${excluded} excluded, ${refused} refused); ${trialCount} trials will be counted${time}\n`
}
