import { type Command, InvalidArgumentError, Option } from 'commander'
import { csvPieces } from '#core/services/exports/csvTable.ts'
import { parseBarsCsv } from '#engine/market/parseBarsCsv.ts'
import { parseRunSpec } from '#engine/simulator/parseRunSpec.ts'
import { parseAxis } from '#engine/sweep/parseAxis.ts'
import { planSweep, type SweepPlan } from '#engine/sweep/planSweep.ts'
import { type RankedRow, type SweepSummary, summariseSweep } from '#engine/sweep/results/summariseSweep.ts'
import { SWEEP_METRICS } from '#engine/sweep/sweepColumns.ts'
import type { MetricName } from '#shared/domain/metric.ts'
import type { Ranking } from '#shared/domain/sweep.ts'
import { present } from '../commandContext.ts'
import { formatCount, formatPercent, formatRatio, formatValue } from '../figures.ts'
import { readJsonFile } from '../readJsonFile.ts'
import { readCount } from '../readOption.ts'
import { readTextFile } from '../readTextFile.ts'
import { chooseSymbol } from '../standaloneRun.ts'
import { runStandaloneSweep } from '../standaloneSweep.ts'
import { sweepTable } from '../sweepTable.ts'
import { formatTable, type TableColumn } from '../table.ts'
import type { Terminal } from '../terminal.ts'
import { requireFilePath, writeStream } from '../writeFiles.ts'

interface SweepOptions {
  readonly spec: string
  readonly data: string
  readonly param: readonly string[]
  readonly where?: string
  readonly out: string
  readonly rank: Ranking
  readonly by: MetricName
  readonly top: number
  readonly threads?: number
}

const EXAMPLE = `
A parameter takes a range first:last:step or a list of values; every combination is a trial. The constraint is a condition
on numeric parameters: names, numbers, + - * /, < <= > >= == !=, and, or, not, parentheses.

Writes one row a trial: the parameters, then every metric but quantiles, which take a run of their own. An empty cell is
a metric that is undefined. The best rows are printed: by plateau, the median of a trial and its neighbours on the grid,
or by peak, its own value. The best of many trials is picked with hindsight; it is no forecast.

Example:
  $ aurelius sweep --spec spec.json --data SP500.csv --param fast=5:100:1 --param slow=10:300:5 \\
      --where "fast < slow" --out sweep.csv`

export function addSweepCommand(program: Command, terminal: Terminal): void {
  program
    .command('sweep')
    .description('Run a specification with many combinations of parameters, without a database.')
    .requiredOption('--spec <file>', 'run specification (JSON)')
    .requiredOption('--data <file>', 'bars (CSV)')
    .requiredOption('--param <name=values>', 'a parameter and its values; give one option a parameter', collect)
    .option('--where <condition>', 'which combinations to run, such as "fast < slow"')
    .requiredOption('--out <file>', 'CSV file for the rows')
    .addOption(new Option('--rank <way>', 'how to rank').choices(['plateau', 'peak']).default('plateau'))
    .option('--by <metric>', 'metric to rank by', readMetric, 'sharpe_ratio')
    .option('--top <n>', 'best rows to print', readCount, 10)
    .option('--threads <n>', 'threads to use (default: all processors)', readCount)
    .addHelpText('after', EXAMPLE)
    .action(async (options: SweepOptions, command: Command) => {
      await requireFilePath(options.out)
      const { bars, plan } = await readSweep(options)
      const columns = await runStandaloneSweep({ bars, plan, threads: options.threads ?? null }, terminal)
      await writeStream(options.out, csvPieces(sweepTable(plan, columns), 'raw'))
      const { by, rank: ranking, top } = options
      const summary = summariseSweep({ bars, plan, columns, by, ranking, top })
      present(command, terminal, { json: describeForMachines(summary), text: describeForPeople(summary, options.out) })
    })
}

const collect = (value: string, previous: readonly string[] | undefined): string[] => [...(previous ?? []), value]

function readMetric(text: string): string {
  if ((SWEEP_METRICS as readonly string[]).includes(text)) return text
  throw new InvalidArgumentError(`It must be one of ${SWEEP_METRICS.join(', ')}.`)
}

async function readSweep({ spec: specFile, data, param, where }: SweepOptions) {
  const { spec, symbol } = parseRunSpec(await readJsonFile(specFile, 'specification'))
  const plan: SweepPlan = planSweep({ spec, axes: param.map(parseAxis), where: where ?? null })
  const parsed = parseBarsCsv(await readTextFile(data, 'data file'))
  chooseSymbol(symbol, parsed.symbol)
  return { bars: parsed.bars, plan }
}

function describeForMachines({ best, gridCells, ...summary }: SweepSummary) {
  const rows = best.map(({ trial, parameters, score, metrics }) => {
    const { values, reasons, ruined } = metrics
    return { trial, parameters, score, ...values, ruined, reasons }
  })
  return { ...summary, grid_cells: gridCells, best: rows }
}

function describeForPeople({ trials, excluded, refused, by, ranking, median, best }: SweepSummary, file: string): string {
  const parameters = Object.keys(best[0]?.parameters ?? {}).map(
    (name): TableColumn<RankedRow> => ({ title: name.toUpperCase(), cell: ({ parameters: own }) => String(own[name]), align: 'right' }),
  )
  const table = formatTable(best, [
    ...parameters,
    { title: `${ranking === 'plateau' ? 'PLATEAU OF ' : ''}${by.toUpperCase()}`, cell: ({ score }) => formatValue(score), align: 'right' },
    { title: 'RETURN', cell: ({ metrics }) => formatPercent(metrics.values.total_return), align: 'right' },
    { title: 'SHARPE', cell: ({ metrics }) => formatRatio(metrics.values.sharpe_ratio), align: 'right' },
    { title: 'DRAWDOWN', cell: ({ metrics }) => formatPercent(metrics.values.max_drawdown), align: 'right' },
    { title: 'TRADES', cell: ({ metrics }) => formatCount(metrics.values.total_trades), align: 'right' },
  ])
  const left = excluded + refused
  const counted = `${trials} trials${left === 0 ? '' : ` (${excluded} excluded, ${refused} refused by the strategy)`}`
  return `${table}\n${counted}; median ${by} ${formatValue(median)}; rows in ${file}\n`
}
