import { type Command, Option } from 'commander'
import { BAR_PERIODS, type BarPeriod } from '#shared/domain/dataset.ts'
import { globalOptions, present, withApplication } from '../../commandContext.ts'
import { exportCsv } from '../../exportCsv.ts'
import type { Terminal } from '../../terminal.ts'
import { writeStream } from '../../writeFiles.ts'
import { datasetTable, describeDataset } from './datasetTable.ts'
import { ADJUSTED, addFactOptions, type FactOptions } from './factOptions.ts'

/** What is done with data that are already stored. */
export function addStoredCommands(datasets: Command, terminal: Terminal): void {
  addShow(datasets, terminal)
  addEdit(datasets, terminal)
  addResample(datasets, terminal)
  addExport(datasets, terminal)
}

function addShow(datasets: Command, terminal: Terminal): void {
  datasets
    .command('show')
    .description('Show one data set with its quality report.')
    .argument('<id>', 'data set')
    .action(async (id: string, _options: unknown, command: Command) => {
      const dataset = await withApplication({ options: globalOptions(command), terminal }, ({ client }) => client.datasets.get({ id }))
      present(command, terminal, { json: dataset, text: describeDataset(dataset) })
    })
}

function addEdit(datasets: Command, terminal: Terminal): void {
  addFactOptions(datasets.command('edit').description('Change what is said about a data set; its bars never change.'))
    .argument('<id>', 'data set')
    .action(async (id: string, options: FactOptions, command: Command) => {
      const dataset = await withApplication({ options: globalOptions(command), terminal }, async ({ client }) => {
        const { name, source, adjusted, survivorship } = await client.datasets.get({ id })
        return client.datasets.update({
          id,
          name: options.name ?? name,
          source: options.source ?? source,
          adjusted: options.adjusted === undefined ? adjusted : ADJUSTED[options.adjusted],
          survivorship: options.survivorship ?? survivorship,
        })
      })
      present(command, terminal, { json: dataset, text: describeDataset(dataset) })
    })
}

function addResample(datasets: Command, terminal: Terminal): void {
  datasets
    .command('resample')
    .description('Make a new data set of coarser bars; periods are counted in UTC.')
    .argument('<id>', 'data set')
    .addOption(new Option('--period <length>', 'length of the new bars').choices(BAR_PERIODS).makeOptionMandatory())
    .option('--name <text>', 'name of the new data set')
    .action(async (id: string, options: { period: BarPeriod; name?: string }, command: Command) => {
      const dataset = await withApplication({ options: globalOptions(command), terminal }, ({ client }) =>
        client.datasets.resample({ id, ...options }),
      )
      present(command, terminal, { json: dataset, text: datasetTable([dataset]) })
    })
}

function addExport(datasets: Command, terminal: Terminal): void {
  datasets
    .command('export')
    .description('Export the bars of a data set as CSV; importing it again gives the same data hash.')
    .argument('<id>', 'data set')
    .option('--out <file>', 'file to write (default: standard output)')
    .action(async (datasetId: string, { out }: { out?: string }, command: Command) => {
      await withApplication({ options: globalOptions(command), terminal }, async ({ client }) => {
        const pieces = exportCsv(client, { table: 'bars', datasetId, mode: 'raw' })
        if (out !== undefined) return writeStream(out, pieces)
        for await (const piece of pieces) terminal.write(piece)
      })
    })
}
