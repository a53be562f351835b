import type { ComparedRun } from '#shared/contract/comparison.ts'
import { METRIC_NAMES, METRICS, type MetricName } from '#shared/domain/metricRegistry.ts'

export type FactValue = string | number | boolean | null

/** One fact about every compared run, in their order. */
export interface FactRow {
  readonly key: string
  readonly label: string
  /** Only where the fact is a metric; the others are settings. */
  readonly metric: MetricName | null
  readonly values: readonly FactValue[]
  /** Why a metric is missing, run by run. */
  readonly reasons: readonly (string | undefined)[]
  readonly differs: boolean
}

export interface FactGroup {
  readonly title: string
  readonly rows: readonly FactRow[]
}

/** Everything that can be told apart: what was run on what, the strategy's parameters, the settings, the metrics. */
export function factsOf(runs: readonly ComparedRun[]): readonly FactGroup[] {
  return [
    { title: 'Run', rows: settingRows(runs, runFacts) },
    { title: 'Parameters', rows: settingRows(runs, ({ run }) => ({ ...run.spec?.strategy.parameters })) },
    { title: 'Settings', rows: settingRows(runs, specFacts) },
    { title: 'Metrics', rows: METRIC_NAMES.map((name) => metricRow(runs, name)) },
  ]
}

/** The rows worth reading when only what differs is wanted; a single run differs from nothing, so all of its rows stay. */
export function onlyDifferences(groups: readonly FactGroup[]): readonly FactGroup[] {
  return groups.map(({ title, rows }) => ({ title, rows: rows.filter(({ differs }) => differs) })).filter(({ rows }) => rows.length > 0)
}

/** The first rows of all, under their titles. */
export function firstFacts(groups: readonly FactGroup[], count: number): readonly FactGroup[] {
  let left = count
  const cut = groups.map(({ title, rows }) => {
    const kept = rows.slice(0, left)
    left -= kept.length
    return { title, rows: kept }
  })
  return cut.filter(({ rows }) => rows.length > 0)
}

type Facts = Readonly<Record<string, FactValue>>

function runFacts({ run, instruments }: ComparedRun): Facts {
  return {
    'strategy type': run.strategyType,
    'strategy version': run.strategyVersion,
    dataset: run.datasetName,
    instruments: instruments.join(', '),
    'first day': run.startDate,
    'last day': run.endDate,
    'data hash': run.dataHash === null ? null : run.dataHash.slice(0, 12),
    'engine version': run.identity?.engine_version ?? null,
    'metric version': run.identity?.metric_version ?? null,
  }
}

/** The spec in the names of its file, nested ones joined by a dot; the strategy stands in groups of its own. */
function specFacts({ run }: ComparedRun): Facts {
  if (run.spec === null) return {}
  const { strategy: _strategy, ...settings } = run.spec
  return Object.fromEntries(flatten(settings, ''))
}

function flatten(value: object, prefix: string): [string, FactValue][] {
  return Object.entries(value).flatMap(([name, part]: [string, unknown]): [string, FactValue][] => {
    const path = prefix === '' ? name : `${prefix}.${name}`
    if (typeof part === 'object' && part !== null) return flatten(part, path)
    return [[path, isPlain(part) ? part : null]]
  })
}

const isPlain = (value: unknown): value is FactValue => ['string', 'number', 'boolean'].includes(typeof value)

function settingRows(runs: readonly ComparedRun[], factsOfRun: (run: ComparedRun) => Facts): FactRow[] {
  const facts = runs.map(factsOfRun)
  const names = [...new Set(facts.flatMap((each) => Object.keys(each)))]
  return names.map((name) => {
    const values = facts.map((each) => each[name] ?? null)
    return { key: name, label: name.replaceAll('_', ' '), metric: null, values, reasons: [], differs: isVaried(values) }
  })
}

function metricRow(runs: readonly ComparedRun[], name: MetricName): FactRow {
  const values = runs.map(({ run }) => run.metrics?.values[name] ?? null)
  const reasons = runs.map(({ run }) => run.metrics?.reasons[name] ?? (run.metrics === null ? `the run is ${run.status}` : undefined))
  return { key: name, label: METRICS[name].label, metric: name, values, reasons, differs: isVaried(values) }
}

const isVaried = (values: readonly FactValue[]) => values.length < 2 || values.some((value) => value !== values[0])
