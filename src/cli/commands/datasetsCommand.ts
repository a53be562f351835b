import type { Command } from 'commander'
import { globalOptions, present, withApplication } from '../commandContext.ts'
import { readItems } from '../pages.ts'
import { readCount } from '../readOption.ts'
import type { Terminal } from '../terminal.ts'
import { datasetTable } from './datasets/datasetTable.ts'
import { addImportCommands } from './datasets/importCommands.ts'
import { addStoredCommands } from './datasets/storedCommands.ts'
import { addSyntheticCommand } from './syntheticCommand.ts'

export function addDatasetsCommand(program: Command, terminal: Terminal): void {
  const datasets = program
    .command('datasets')
    .description('List market data, import it, resample and export it, or make a synthetic universe.')

  datasets
    .command('list')
    .description('List data sets, newest first.')
    .option('--limit <n>', 'at most so many', readCount, 50)
    .option('--search <text>', 'text in name, symbol or source', '')
    .action(async ({ limit, search }: { limit: number; search: string }, command: Command) => {
      const items = await withApplication({ options: globalOptions(command), terminal }, ({ client }) =>
        readItems(limit, (page) => client.datasets.list({ search, ...page })),
      )
      present(command, terminal, { json: items, text: datasetTable(items) })
    })

  addImportCommands(datasets, terminal)
  addStoredCommands(datasets, terminal)
  addSyntheticCommand(datasets, terminal)
}
