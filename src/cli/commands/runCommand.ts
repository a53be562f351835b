import { basename, extname } from 'node:path'
import type { Command } from 'commander'
import type { Metrics } from '#shared/domain/metric.ts'
import { globalOptions } from '../commandContext.ts'
import { formatCount, formatPercent, formatRatio } from '../figures.ts'
import { readJsonFile } from '../readJsonFile.ts'
import { readTextFile } from '../readTextFile.ts'
import { runStandalone } from '../standaloneRun.ts'
import { formatFacts } from '../table.ts'
import type { Terminal } from '../terminal.ts'
import { requireFolderPath, writeFiles } from '../writeFiles.ts'

interface RunOptions {
  readonly spec: string
  readonly data: string
  readonly out: string
}

const EXAMPLE = `
The specification is a JSON file; everything but the strategy has a default:
  { "strategy": { "type": "trend_following", "parameters": { "fast": 10, "slow": 20 } },
    "cost_model": { "type": "percentage", "percentage": 0.002 } }

The data is a CSV file with a header such as date,open,high,low,close,volume (ISO dates or epoch). A symbol column
makes it a panel, for pairs_trading, stat_arb, market_neutral and carry (which also needs a carry column).

Writes stats.json, trades.csv, equity_curve.csv and crv_report.json into the folder.

Example:
  $ aurelius run --spec spec.json --data SP500.csv --out results`

export function addRunCommand(program: Command, terminal: Terminal): void {
  program
    .command('run')
    .description('Run one specification on one CSV file, without a database.')
    .requiredOption('--spec <file>', 'run specification (JSON)')
    .requiredOption('--data <file>', 'bars (CSV)')
    .requiredOption('--out <folder>', 'folder for the results; made when missing')
    .addHelpText('after', EXAMPLE)
    .action(async (options: RunOptions, command: Command) => {
      await requireFolderPath(options.out)
      const spec = await readJsonFile(options.spec, 'specification')
      const csv = await readTextFile(options.data, 'data file')
      const defaultSymbol = basename(options.data, extname(options.data))
      const { result, files } = await runStandalone({ spec, csv, defaultSymbol })
      await writeFiles(options.out, files)
      const stats = files['stats.json']
      terminal.write(globalOptions(command).json ? stats : describeRun(result.metrics, options.out))
    })
}

function describeRun({ values, ruined, notes = [] }: Metrics, folder: string): string {
  return formatFacts([
    ['Total return', formatPercent(values.total_return)],
    ['CAGR', formatPercent(values.cagr)],
    ['Sharpe ratio', formatRatio(values.sharpe_ratio)],
    ['Max drawdown', formatPercent(values.max_drawdown)],
    ['Trades', formatCount(values.total_trades)],
    ...(ruined ? [['Ruined', 'yes: equity reached zero'] as const] : []),
    ...notes.map((note) => ['Note', note] as const),
    ['Results', folder],
  ])
}
