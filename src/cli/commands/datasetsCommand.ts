import { basename, extname } from 'node:path'
import type { Command } from 'commander'
import type { Dataset } from '#shared/domain/dataset.ts'
import { msToDate } from '#shared/domain/primitives.ts'
import { globalOptions, present, withApplication } from '../commandContext.ts'
import { readItems } from '../pages.ts'
import { readCount } from '../readOption.ts'
import { readTextFile } from '../readTextFile.ts'
import { formatTable } from '../table.ts'
import type { Terminal } from '../terminal.ts'
import { addSyntheticCommand } from './syntheticCommand.ts'

interface ImportOptions {
  readonly name?: string
  readonly symbol?: string
  readonly skipRejected: boolean
}

const IMPORT_EXAMPLE = `
The header names time (or date, timestamp), open, high, low, close and volume, in any case and order.
A row that cannot be right refuses the whole file and is named by its line, unless --skip-rejected.

Example:
  $ aurelius datasets import SP500.csv --name "S&P 500" --symbol SPX`

export function addDatasetsCommand(program: Command, terminal: Terminal): void {
  const datasets = program.command('datasets').description('List market data, import it from CSV, or make a synthetic universe.')

  datasets
    .command('list')
    .description('List data sets, newest first.')
    .option('--limit <n>', 'at most so many', readCount, 50)
    .action(async ({ limit }: { limit: number }, command: Command) => {
      const items = await withApplication({ options: globalOptions(command), terminal }, ({ client }) =>
        readItems(limit, (page) => client.datasets.list(page)),
      )
      present(command, terminal, { json: items, text: datasetTable(items) })
    })

  datasets
    .command('import')
    .description('Import the bars of one instrument.')
    .argument('<file>', 'CSV file')
    .option('--name <text>', 'name of the data set (default: the file name)')
    .option('--symbol <text>', 'symbol of the instrument (default: that of the file, or its name)')
    .option('--skip-rejected', 'leave out rows that cannot be used', false)
    .addHelpText('after', IMPORT_EXAMPLE)
    .action(async (file: string, options: ImportOptions, command: Command) => {
      const text = await readTextFile(file, 'data file')
      const name = options.name ?? basename(file, extname(file))
      const dataset = await withApplication({ options: globalOptions(command), terminal }, async ({ client }) => {
        const symbol = options.symbol ?? (await client.datasets.previewCsv({ text })).symbol ?? name
        return client.datasets.importCsv({ name, symbol, source: basename(file), skipRejected: options.skipRejected, text })
      })
      present(command, terminal, { json: dataset, text: datasetTable([dataset]) })
    })

  addSyntheticCommand(datasets, terminal)
}

function datasetTable(rows: readonly Dataset[]): string {
  return formatTable(rows, [
    { title: 'ID', cell: ({ id }) => id },
    { title: 'NAME', cell: ({ name }) => name },
    { title: 'SYMBOL', cell: ({ symbol }) => symbol },
    { title: 'BARS', cell: ({ barCount }) => String(barCount), align: 'right' },
    { title: 'FROM', cell: ({ firstTimeMs }) => msToDate(firstTimeMs) },
    { title: 'TO', cell: ({ lastTimeMs }) => msToDate(lastTimeMs) },
    { title: 'REJECTED', cell: ({ quality }) => String(quality.rejectedRows), align: 'right' },
  ])
}
