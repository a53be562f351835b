import { type Command, InvalidArgumentError, Option } from 'commander'
import { csvPieces } from '#core/services/exports/csvTable.ts'
import { parseRunSpec } from '#engine/simulator/parseRunSpec.ts'
import { parseAxis } from '#engine/sweep/parseAxis.ts'
import { planSweep, type SweepPlan } from '#engine/sweep/planSweep.ts'
import { type RankedRow, type SweepSummary, summariseSweep } from '#engine/sweep/results/summariseSweep.ts'
import { SWEEP_SETTINGS } from '#engine/sweep/settingAxes.ts'
import { SWEEP_METRICS } from '#engine/sweep/sweepColumns.ts'
import { AppError } from '#shared/domain/appError.ts'
import type { MetricName } from '#shared/domain/metric.ts'
import type { Ranking } from '#shared/domain/sweep.ts'
import { awaitSweep } from '../awaitSweep.ts'
import { globalOptions, present, withApplication } from '../commandContext.ts'
import { exportCsv } from '../exportCsv.ts'
import { formatCount, formatPercent, formatRatio, formatValue } from '../figures.ts'
import { parseMarketFile } from '../marketFile.ts'
import { readJsonFile } from '../readJsonFile.ts'
import { readCount } from '../readOption.ts'
import { readTextFile } from '../readTextFile.ts'
import { addSettingsOptions, findOnlyDataset, readSettings, type SettingsOptions } from '../runSettings.ts'
import { runStandaloneSweep } from '../standaloneSweep.ts'
import { sweepTable } from '../sweepTable.ts'
import { formatTable, type TableColumn } from '../table.ts'
import type { Terminal } from '../terminal.ts'
import { requireFilePath, writeStream } from '../writeFiles.ts'
import { describeSweep } from './sweepsCommand.ts'

interface FileOptions {
  readonly spec: string
  readonly data: string
  readonly out: string
}

interface SweepOptions extends Partial<FileOptions>, SettingsOptions {
  readonly strategy?: string
  readonly dataset?: string
  readonly param: readonly string[]
  readonly where?: string
  readonly rank: Ranking
  readonly by: MetricName
  readonly top: number
  readonly threads?: number
}

const EXAMPLE = `
A parameter takes a range first:last:step or a list of values; every combination is a trial. Settings of the run are swept
by their names too: ${SWEEP_SETTINGS.map(({ name }) => name).join(', ')}
(none switches a stop off). Where a parameter is best looked for stands in docs/strategies.md. The constraint is a condition
on numeric parameters: names, numbers, + - * /, < <= > >= == !=, and, or, not, parentheses.

Writes one row a trial: the parameters, then every metric but quantiles, which take a run of their own. An empty cell is
a metric that is undefined. The best rows are printed: by plateau, the median of a trial and its neighbours on the grid,
or by peak, its own value. The best of many trials is picked with hindsight; it is no forecast.

With --strategy the sweep is stored: its trials count in the trial ledger and the window shows it.

Examples:
  $ aurelius sweep --spec spec.json --data SP500.csv --param fast=5:100:1 --param slow=10:300:5 \\
      --where "fast < slow" --out sweep.csv
  $ aurelius sweep --strategy <id> --param fast=5:50:5 --param slow=20:200:10 --param stop_loss=none,0.05 --commission 0.001
  $ aurelius sweeps list`

export function addSweepCommand(program: Command, terminal: Terminal): void {
  const sweep = program
    .command('sweep')
    .description('Run many combinations of parameters and settings: of files, without a database, or of a stored strategy.')
    .option('--spec <file>', 'run specification (JSON)')
    .option('--data <file>', 'bars, or a panel with a symbol column (CSV)')
    .option('--strategy <id>', 'stored strategy, instead of --spec and --data')
    .option('--dataset <id>', 'stored data set (default: the only one there is)')
    .requiredOption('--param <name=values>', 'a parameter or setting and its values; give one option each', collect)
    .option('--where <condition>', 'which combinations to run, such as "fast < slow"')
    .option('--out <file>', 'CSV file for the rows; needed with --spec')
    .addOption(new Option('--rank <way>', 'how to rank').choices(['plateau', 'peak']).default('plateau'))
    .option('--by <metric>', 'metric to rank by', readMetric, 'sharpe_ratio')
    .option('--top <n>', 'best rows to print', readCount, 10)
    .option('--threads <n>', 'threads to use with --spec (default: all processors)', readCount)
    .addHelpText('after', EXAMPLE)
    .action((options: SweepOptions, command: Command) =>
      options.strategy === undefined ? sweepFiles(options, command, terminal) : sweepStored(options, command, terminal),
    )
  addSettingsOptions(sweep)
}

async function sweepFiles(options: SweepOptions, command: Command, terminal: Terminal): Promise<void> {
  const { spec, data, out, by, rank: ranking, top } = options
  if (spec === undefined || data === undefined || out === undefined) {
    throw new AppError('invalid_input', 'Name what to sweep: --spec, --data and --out for files, or --strategy for a stored strategy')
  }
  await requireFilePath(out)
  const { market, plan } = await readSweep({ ...options, spec, data })
  const columns = await runStandaloneSweep({ data: market, plan, threads: options.threads ?? null }, terminal)
  await writeStream(out, csvPieces(sweepTable(plan, columns), 'raw'))
  const summary = summariseSweep({ data: market, plan, columns, by, ranking, top })
  present(command, terminal, { json: describeForMachines(summary), text: describeForPeople(summary, out) })
}

/** In the database: counted in the trial ledger, and shown in the window. */
async function sweepStored({ strategy = '', ...options }: SweepOptions, command: Command, terminal: Terminal): Promise<void> {
  const { spec, data, out, param, where = null, by: rankMetric, rank: ranking } = options
  if (spec !== undefined || data !== undefined) {
    throw new AppError('invalid_input', 'Give either --spec and --data or --strategy: files are swept without a database')
  }
  if (out !== undefined) await requireFilePath(out)
  const axes = param.map(parseAxis).map(({ name, values }) => ({ name, values: [...values] }))
  const sweep = await withApplication({ options: globalOptions(command), terminal, importSample: true }, async ({ client }) => {
    const [settings, datasetId] = [await readSettings(options), options.dataset ?? (await findOnlyDataset(client))]
    const { id } = await client.sweeps.run({ strategyId: strategy, datasetId, settings, axes, where, rankMetric, ranking })
    const completed = await awaitSweep(client, id, terminal)
    if (out !== undefined) await writeStream(out, exportCsv(client, { table: 'sweep_trials', sweepId: id, mode: 'raw' }))
    return completed
  })
  present(command, terminal, { json: sweep, text: describeSweep(sweep) })
}

const collect = (value: string, previous: readonly string[] | undefined): string[] => [...(previous ?? []), value]

function readMetric(text: string): string {
  if ((SWEEP_METRICS as readonly string[]).includes(text)) return text
  throw new InvalidArgumentError(`It must be one of ${SWEEP_METRICS.join(', ')}.`)
}

async function readSweep({ spec: specFile, data, param, where }: Pick<SweepOptions, 'param' | 'where'> & Omit<FileOptions, 'out'>) {
  const parsed = parseRunSpec(await readJsonFile(specFile, 'specification'))
  const plan: SweepPlan = planSweep({ spec: parsed.spec, axes: param.map(parseAxis), where: where ?? null })
  return { market: parseMarketFile(parsed, await readTextFile(data, 'data file')), plan }
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
