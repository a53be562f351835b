import { basename, extname } from 'node:path'
import type { Command } from 'commander'
import type { Client } from '#shared/contract/contract.ts'
import type { ImportPreview } from '#shared/contract/datasets.ts'
import { AppError } from '#shared/domain/appError.ts'
import { msToDate } from '#shared/domain/calendarDate.ts'
import type { Dataset } from '#shared/domain/dataset.ts'
import type { Reading } from '#shared/domain/fileReading.ts'
import { globalOptions, present, withApplication } from '../../commandContext.ts'
import { exportCsv } from '../../exportCsv.ts'
import { formatFacts, formatTable } from '../../table.ts'
import type { Terminal } from '../../terminal.ts'
import { uploadFile } from '../../uploadFile.ts'
import { writeStream } from '../../writeFiles.ts'
import { datasetTable } from './datasetTable.ts'
import { ADJUSTED, addFactOptions, type FactOptions } from './factOptions.ts'
import { addReadingOptions, type ReadingOptions, readingOf } from './readingOptions.ts'

interface ImportOptions extends ReadingOptions, FactOptions {
  readonly symbol?: string
  readonly skipRejected: boolean
  readonly rejects?: string
}

interface PreviewOptions extends ReadingOptions {
  readonly rejects?: string
}

const IMPORT_EXAMPLE = `
CSV or Parquet up to 1 GiB. The header names time (or date, timestamp), open, high, low, close and volume, in any case
and order; a symbol column with several symbols makes a panel. A row that cannot be right refuses the whole file and is
named by its line, unless --skip-rejected; --rejects writes all such rows to a CSV, imported or not. Dates such as 03/04/2020 need --dates day_first or month_first.

Examples:
  $ aurelius datasets import SP500.csv --name "S&P 500" --symbol SPX --survivorship single_index
  $ aurelius datasets import dax.csv --delimiter ';' --decimal , --dates day_first --timezone Europe/Berlin
  $ aurelius datasets import yahoo.csv --map adjusted_close="Adj Close" --adjusted yes`

export function addImportCommands(datasets: Command, terminal: Terminal): void {
  addFactOptions(addReadingOptions(datasets.command('import').description('Import the bars of one instrument, or a panel.')))
    .argument('<file>', 'CSV or Parquet file')
    .option('--symbol <text>', 'symbol of a single instrument (default: that of the file, or its name)')
    .option('--skip-rejected', 'leave out rows that cannot be used', false)
    .option('--rejects <file>', REJECTS_HELP)
    .addHelpText('after', IMPORT_EXAMPLE)
    .action(async (file: string, options: ImportOptions, command: Command) => {
      const dataset = await withApplication({ options: globalOptions(command), terminal }, ({ client }) =>
        importFile(client, { file, options, terminal }),
      )
      present(command, terminal, { json: dataset, text: datasetTable([dataset]) })
    })

  addReadingOptions(datasets.command('preview').description('Say what an import would find, without storing anything.'))
    .argument('<file>', 'CSV or Parquet file')
    .option('--rejects <file>', REJECTS_HELP)
    .action(async (file: string, options: PreviewOptions, command: Command) => {
      const reading = readingOf(options)
      const preview = await withApplication({ options: globalOptions(command), terminal }, async ({ client }) => {
        const uploadId = await uploadFile(client, file)
        const found = await client.datasets.previewUpload({ uploadId, reading })
        if (found.problem === null) await writeRejects(client, { uploadId, reading }, options)
        return found
      })
      present(command, terminal, { json: preview, text: describePreview(preview) })
    })
}

const REJECTS_HELP = 'write every row that cannot be used to this CSV, with its line and what is wrong with it'

/** Before the import, for an import that succeeds takes the upload with it and one that fails names a single row. */
async function writeRejects(client: Client, upload: { uploadId: string; reading: Reading }, { rejects }: PreviewOptions): Promise<void> {
  if (rejects !== undefined) await writeStream(rejects, exportCsv(client, { table: 'rejects', ...upload, mode: 'raw' }))
}

interface ImportRequest {
  readonly file: string
  readonly options: ImportOptions
  readonly terminal: Terminal
}

/** Ctrl-C cancels; nothing is stored then. */
async function importFile(client: Client, { file, options, terminal }: ImportRequest): Promise<Dataset> {
  const reading = readingOf(options)
  const fileName = basename(file, extname(file))
  const uploadId = await uploadFile(client, file)
  await writeRejects(client, { uploadId, reading }, options)
  const stop = new AbortController()
  const cancel = () => stop.abort()
  process.once('SIGINT', cancel)
  try {
    const request = {
      uploadId,
      reading,
      name: options.name ?? fileName,
      symbol: options.symbol ?? '',
      source: options.source ?? basename(file),
      adjusted: ADJUSTED[options.adjusted ?? 'unknown'],
      survivorship: options.survivorship ?? 'unknown',
      skipRejected: options.skipRejected,
    }
    for await (const event of await client.datasets.importUpload(request, { signal: stop.signal })) {
      if (event.kind === 'stored') return event.dataset
      terminal.showStatus(`Reading ${file}: ${Math.floor(event.fraction * 100)}%`)
    }
    throw new AppError('internal', 'The import ended without an answer. Import the file again.')
  } finally {
    terminal.showStatus('')
    process.off('SIGINT', cancel)
  }
}

function describePreview({ format, columns, kind, symbols, barCount, firstTimeMs, lastTimeMs, quality, problem }: ImportPreview): string {
  const facts = formatFacts([
    ['Format', format],
    ...(problem === null ? [] : [['Problem', problem] as const]),
    ...(kind === null ? [] : [['Kind', kind === 'panel' ? `panel of ${symbols.length} symbols` : 'bars of one instrument'] as const]),
    ['Bars', String(barCount)],
    ...(firstTimeMs === null || lastTimeMs === null ? [] : [['Dates', `${msToDate(firstTimeMs)} to ${msToDate(lastTimeMs)}`] as const]),
    ...(quality === null ? [] : [['Rejected rows', String(quality.rejectedRows)] as const]),
  ])
  const fields = formatTable(columns, [
    { title: 'COLUMN', cell: ({ name }) => name },
    { title: 'TYPE', cell: ({ type }) => type },
    { title: 'READ AS', cell: ({ field }) => field ?? 'left out' },
  ])
  const rejects = quality?.issues.map(({ line, column, problem: what }) => `line ${line}, column ${column}: ${what}\n`) ?? []
  return [facts, '\n', fields, ...(rejects.length === 0 ? [] : ['\n', ...rejects])].join('')
}
