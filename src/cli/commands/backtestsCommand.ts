import type { Command } from 'commander'
import { AppError } from '#shared/domain/appError.ts'
import type { BacktestSummary } from '#shared/domain/backtest.ts'
import { globalOptions, present, withApplication } from '../commandContext.ts'
import { exportCsv } from '../exportCsv.ts'
import { formatCount, formatInstant, formatPercent, formatRatio } from '../figures.ts'
import { readItems } from '../pages.ts'
import { readCount } from '../readOption.ts'
import { runBacktest } from '../runBacktest.ts'
import { addSettingsOptions, findOnlyDataset, readSettings, type SettingsOptions } from '../runSettings.ts'
import { formatTable } from '../table.ts'
import type { Terminal } from '../terminal.ts'
import { writeStream } from '../writeFiles.ts'

interface RunOptions extends SettingsOptions {
  readonly strategy: string
  readonly dataset?: string
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
  const run = backtests
    .command('run')
    .description('Run a stored strategy on a stored data set and wait for the result.')
    .requiredOption('--strategy <id>', 'strategy to run')
    .option('--dataset <id>', 'data set to run it on (default: the only one there is)')
  addSettingsOptions(run)
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
