import type { Command } from 'commander'
import type { Client } from '#shared/contract/contract.ts'
import { AppError } from '#shared/domain/appError.ts'
import type { BacktestSummary } from '#shared/domain/backtest.ts'
import { globalOptions, present, withApplication } from '../commandContext.ts'
import { exportCsv } from '../exportCsv.ts'
import { formatCount, formatInstant, formatPercent, formatRatio } from '../figures.ts'
import { readItems } from '../pages.ts'
import { readJsonFile } from '../readJsonFile.ts'
import { readCount, readNumber } from '../readOption.ts'
import { type BacktestRequest, runBacktest } from '../runBacktest.ts'
import { formatTable } from '../table.ts'
import type { Terminal } from '../terminal.ts'
import { writeStream } from '../writeFiles.ts'

type SettingsInput = NonNullable<BacktestRequest['settings']>

interface RunOptions {
  readonly strategy: string
  readonly dataset?: string
  readonly settings?: string
  readonly start?: string
  readonly end?: string
  readonly cash?: number
  readonly seed?: number
  readonly commission?: number
  readonly slippageBps?: number
}

interface ExportOptions {
  readonly trades?: boolean
  readonly equity?: boolean
  readonly out?: string
}

const RUN_EXAMPLE = `
Settings are those of a specification file without its strategy; options win over the file.

Examples:
  $ aurelius backtests run --strategy <id>
  $ aurelius backtests run --strategy <id> --start 2005-01-01 --end 2015-12-31 --commission 0.001
  $ aurelius backtests run --strategy <id> --settings costs.json --json`

const EXPORT_EXAMPLE = `
Examples:
  $ aurelius backtests export <id> --trades --out trades.csv
  $ aurelius backtests export <id> --equity | head`

export function addBacktestsCommand(program: Command, terminal: Terminal): void {
  const backtests = program.command('backtests').description('Run backtests, list them, export their results.')
  addRun(backtests, terminal)
  addList(backtests, terminal)
  addExport(backtests, terminal)
}

function addRun(backtests: Command, terminal: Terminal): void {
  backtests
    .command('run')
    .description('Run a stored strategy on a stored data set and wait for the result.')
    .requiredOption('--strategy <id>', 'strategy to run')
    .option('--dataset <id>', 'data set to run it on (default: the only one there is)')
    .option('--settings <file>', 'run settings (JSON)')
    .option('--start <date>', 'first day, such as 2005-01-01')
    .option('--end <date>', 'last day')
    .option('--cash <amount>', 'initial cash', readNumber)
    .option('--seed <n>', 'seed', readNumber)
    .option('--commission <fraction>', 'commission as a fraction of traded value, such as 0.001', readNumber)
    .option('--slippage-bps <n>', 'slippage in basis points', readNumber)
    .addHelpText('after', RUN_EXAMPLE)
    .action(async (options: RunOptions, command: Command) => {
      const settings = await readSettings(options)
      const backtest = await withApplication({ options: globalOptions(command), terminal, importSample: true }, async ({ client }) => {
        const datasetId = options.dataset ?? (await findOnlyDataset(client))
        return runBacktest(client, { strategyId: options.strategy, datasetId, settings }, terminal)
      })
      present(command, terminal, { json: backtest, text: backtestTable([backtest]) })
    })
}

function addList(backtests: Command, terminal: Terminal): void {
  backtests
    .command('list')
    .description('List runs, newest first.')
    .option('--limit <n>', 'at most so many', readCount, 50)
    .option('--strategy <id>', 'runs of one strategy')
    .action(async ({ limit, strategy }: { limit: number; strategy?: string }, command: Command) => {
      const items = await withApplication({ options: globalOptions(command), terminal }, ({ client }) =>
        readItems(limit, (page) => client.backtests.list({ strategyId: strategy ?? null, ...page })),
      )
      present(command, terminal, { json: items, text: backtestTable(items) })
    })
}

function addExport(backtests: Command, terminal: Terminal): void {
  backtests
    .command('export')
    .description("Export a run's trades or equity curve as CSV, byte for byte as the app does.")
    .argument('<id>', 'completed run')
    .option('--trades', 'closed trades')
    .option('--equity', 'equity at each close')
    .option('--out <file>', 'file to write (default: standard output)')
    .addHelpText('after', EXPORT_EXAMPLE)
    .action(async (backtestId: string, { trades, equity, out }: ExportOptions, command: Command) => {
      if (trades === equity) throw new AppError('invalid_input', 'Choose what to export: either --trades or --equity')
      const table = trades ? 'trades' : 'equity_curve'
      await withApplication({ options: globalOptions(command), terminal }, async ({ client }) => {
        const pieces = exportCsv(client, { table, backtestId, mode: 'raw' })
        if (out !== undefined) return writeStream(out, pieces)
        for await (const piece of pieces) terminal.write(piece)
      })
    })
}

/** The settings file with the options laid over it; the application checks the result. */
async function readSettings(options: RunOptions): Promise<SettingsInput> {
  const file = options.settings === undefined ? {} : await readJsonFile(options.settings, 'settings file')
  if (typeof file !== 'object' || file === null || Array.isArray(file)) {
    throw new AppError('invalid_input', `The settings file ${options.settings} must hold a JSON object`)
  }
  const settings: SettingsInput = file
  const { start, end, cash, seed, commission, slippageBps } = options
  return {
    ...settings,
    ...(start !== undefined && { start_date: start }),
    ...(end !== undefined && { end_date: end }),
    ...(cash !== undefined && { initial_cash: cash }),
    ...(seed !== undefined && { seed }),
    ...(commission !== undefined && { cost_model: { type: 'percentage', percentage: commission, minimum_commission: 0 } }),
    ...(slippageBps !== undefined && { execution: { ...settings.execution, slippage_bps: slippageBps } }),
  }
}

async function findOnlyDataset(client: Client): Promise<string> {
  const { items } = await client.datasets.list({ limit: 2 })
  if (items.length === 1) return items[0]!.id
  const hint =
    items.length === 0 ? 'import one with "aurelius datasets import"' : 'choose one with --dataset; "aurelius datasets list" shows them'
  throw new AppError('invalid_input', `There ${items.length === 0 ? 'is no data set' : 'are several data sets'}: ${hint}`)
}

function backtestTable(rows: readonly BacktestSummary[]): string {
  return formatTable(rows, [
    { title: 'ID', cell: ({ id }) => id },
    { title: 'STRATEGY', cell: ({ strategyName }) => strategyName },
    { title: 'DATA', cell: ({ datasetName }) => datasetName ?? 'not kept' },
    { title: 'STATUS', cell: ({ status }) => status },
    { title: 'RETURN', cell: ({ totalReturn }) => formatPercent(totalReturn), align: 'right' },
    { title: 'CAGR', cell: ({ cagr }) => formatPercent(cagr), align: 'right' },
    { title: 'SHARPE', cell: ({ sharpeRatio }) => formatRatio(sharpeRatio), align: 'right' },
    { title: 'DRAWDOWN', cell: ({ maxDrawdown }) => formatPercent(maxDrawdown), align: 'right' },
    { title: 'TRADES', cell: ({ totalTrades }) => formatCount(totalTrades), align: 'right' },
    { title: 'CREATED', cell: ({ createdAtMs }) => formatInstant(createdAtMs) },
  ])
}
