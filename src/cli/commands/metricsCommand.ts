import { type Command, InvalidArgumentError } from 'commander'
import { computeReturnMetrics, type MetricRates } from '#engine/metrics/computeReturnMetrics.ts'
import { AppError } from '#shared/domain/appError.ts'
import { METRIC_NAMES, type Metrics } from '#shared/domain/metric.ts'
import { measureTables } from '../measure/measureTables.ts'
import { measureRunDocument } from '../measure/readRunDocument.ts'
import { readJsonFile } from '../readJsonFile.ts'
import { readNumber } from '../readOption.ts'
import { type ReturnSeries, readReturns } from '../readReturns.ts'
import { readTextFile } from '../readTextFile.ts'
import type { Terminal } from '../terminal.ts'

interface MetricsOptions extends MetricRates {
  readonly returns?: string
  readonly run?: string
  readonly equity?: string
  readonly trades?: string
  readonly fills?: string
  readonly initialCash?: number
}

const EXAMPLE = `
One of --returns, --run or --equity says what to measure. --returns is a CSV with a header: ret, the simple returns of equal periods (0.01 is 1%), and optionally time and bench,
the returns of a benchmark. NaN or an empty cell is a return that is missing. Prints one JSON document; a metric that is
undefined is null, with its reason under "reasons".

--run is the JSON export of a run: every metric is computed anew from its ledger, with the rates of its own settings.
--equity is an exported equity curve, with --trades if there are trades. Given the exported positions in its place, and
trades and fills, every metric has the very bits of the run.

Examples:
  $ aurelius metrics --returns returns.csv --risk-free 0.02
  $ aurelius metrics --run run.json
  $ aurelius metrics --equity positions.csv --trades trades.csv --fills fills.csv --initial-cash 100000`

export function addMetricsCommand(program: Command, terminal: Terminal): void {
  program
    .command('metrics')
    .description('Print every metric of a series of returns, or of an exported run, as JSON.')
    .option('--returns <file>', 'returns (CSV: time, ret, optional bench)')
    .option('--run <file>', 'a run as "aurelius export run" writes it (JSON)')
    .option('--equity <file>', 'equity curve or positions (CSV: time, equity, optional close, cash, units)')
    .option('--trades <file>', 'closed trades (CSV), beside --equity')
    .option('--fills <file>', 'fills (CSV), beside --equity')
    .option('--initial-cash <amount>', 'money before the first bar, beside --equity (default: the first equity)', readNumber)
    .option('--periods-per-year <n>', 'returns a year', readPeriods, 252)
    .option('--risk-free <fraction>', 'annual risk-free return, such as 0.02', readRiskFree, 0)
    .addHelpText('after', EXAMPLE)
    .action(async (options: MetricsOptions) => terminal.write(`${JSON.stringify(await measure(options), null, 2)}\n`))
}

async function measure(options: MetricsOptions): Promise<object> {
  const { returns, run, equity, periodsPerYear, riskFree } = options
  if ([returns, run, equity].filter((source) => source !== undefined).length !== 1) {
    throw new AppError('invalid_input', 'Choose what to measure: one of --returns, --run or --equity')
  }
  if (returns !== undefined) return describe(readReturns(await readTextFile(returns, 'file of returns')), { periodsPerYear, riskFree })
  if (run !== undefined) return describeRun(measureRunDocument(await readJsonFile(run, 'exported run')))
  return describeTables(options)
}

async function describeTables({ equity = '', trades, fills, initialCash, periodsPerYear, riskFree }: MetricsOptions): Promise<object> {
  const tables = {
    equity: await readTextFile(equity, 'equity curve'),
    trades: trades === undefined ? null : await readTextFile(trades, 'file of trades'),
    fills: fills === undefined ? null : await readTextFile(fills, 'file of fills'),
  }
  const rates = { periodsPerYear, riskFree }
  const measures = measureTables(tables, { ...rates, initialCash: initialCash ?? null })
  return { ...namedMeasures(measures), periods_per_year: periodsPerYear, risk_free: riskFree }
}

function describeRun({ values, reasons, ruined, periods_per_year }: Metrics): object {
  return { ...values, reasons, ruined, periods_per_year }
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
  const measures = computeReturnMetrics(returns, benchmark, rates)
  return {
    ...namedMeasures(measures),
    returns: returns.length,
    missing_returns: returns.filter(Number.isNaN).length,
    periods_per_year: rates.periodsPerYear,
    risk_free: rates.riskFree,
  }
}

function namedMeasures(measures: Readonly<Record<string, { readonly value: number | null; readonly reason: string | null }>>) {
  const names = METRIC_NAMES.filter((name) => name in measures)
  return {
    ...Object.fromEntries(names.map((name) => [name, measures[name]!.value])),
    reasons: Object.fromEntries(names.flatMap((name) => (measures[name]!.reason === null ? [] : [[name, measures[name]!.reason]]))),
  }
}
