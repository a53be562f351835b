import { type Command, InvalidArgumentError } from 'commander'
import { computeReturnMetrics, type MetricRates } from '#engine/metrics/computeReturnMetrics.ts'
import { METRIC_NAMES } from '#shared/domain/metric.ts'
import { readNumber } from '../readOption.ts'
import { type ReturnSeries, readReturns } from '../readReturns.ts'
import { readTextFile } from '../readTextFile.ts'
import type { Terminal } from '../terminal.ts'

interface MetricsOptions extends MetricRates {
  readonly returns: string
}

const EXAMPLE = `
The file is a CSV with a header: ret, the simple returns of equal periods (0.01 is 1 %), and optionally time and bench,
the returns of a benchmark. NaN or an empty cell is a return that is missing. Prints one JSON document; a metric that is
undefined is null, with its reason under "reasons".

Example:
  $ aurelius metrics --returns returns.csv --risk-free 0.02`

export function addMetricsCommand(program: Command, terminal: Terminal): void {
  program
    .command('metrics')
    .description('Print every metric of a series of returns as JSON.')
    .requiredOption('--returns <file>', 'returns (CSV: time, ret, optional bench)')
    .option('--periods-per-year <n>', 'returns a year', readPeriods, 252)
    .option('--risk-free <fraction>', 'annual risk-free return, such as 0.02', readRiskFree, 0)
    .addHelpText('after', EXAMPLE)
    .action(async ({ returns, periodsPerYear, riskFree }: MetricsOptions) => {
      const series = readReturns(await readTextFile(returns, 'file of returns'))
      terminal.write(`${JSON.stringify(describe(series, { periodsPerYear, riskFree }), null, 2)}\n`)
    })
}

function readPeriods(text: string): number {
  const value = readNumber(text)
  if (value <= 0) throw new InvalidArgumentError('It must be above 0.')
  return value
}

function readRiskFree(text: string): number {
  const value = readNumber(text)
  if (value <= -1) throw new InvalidArgumentError('It must be above -1.')
  return value
}

/** Metrics by name in the order of the registry, then what they were computed from. */
function describe({ returns, benchmark }: ReturnSeries, rates: MetricRates) {
  const measures: Readonly<Record<string, { value: number | null; reason: string | null }>> = computeReturnMetrics(
    returns,
    benchmark,
    rates,
  )
  const names = METRIC_NAMES.filter((name) => name in measures)
  return {
    ...Object.fromEntries(names.map((name) => [name, measures[name]!.value])),
    reasons: Object.fromEntries(names.flatMap((name) => (measures[name]!.reason === null ? [] : [[name, measures[name]!.reason]]))),
    returns: returns.length,
    missing_returns: returns.filter(Number.isNaN).length,
    periods_per_year: rates.periodsPerYear,
    risk_free: rates.riskFree,
  }
}
