import { type Command, Option } from 'commander'
import { type CsvExportRequest, csvExportInputSchema } from '#shared/contract/csvExports.ts'
import { AppError } from '#shared/domain/appError.ts'
import { globalOptions, withApplication } from '../commandContext.ts'
import type { Terminal } from '../terminal.ts'
import { writeFolder, writeStream } from '../writeFiles.ts'

interface OutOptions {
  readonly out?: string
  readonly mode: 'raw' | 'spreadsheet'
}

interface RunOptions extends OutOptions {
  readonly format: 'json' | 'html' | 'folder'
}

interface TableOptions extends OutOptions {
  readonly run?: string
  readonly dataset?: string
  readonly validation?: string
}

const EXAMPLE = `
Examples:
  $ aurelius export run <id> --format html --out tear-sheet.html
  $ aurelius export run <id> --format folder --out results
  $ aurelius export table trades --run <id> --out trades.csv
  $ aurelius export all --out workspace --runs`

/** Runs, tables and the whole workspace as files, byte for byte as the window saves them. */
export function addExportCommand(program: Command, terminal: Terminal): void {
  const command = program.command('export').description('Write runs, tables or everything at once as CSV, JSON and HTML.')
  command.addHelpText('after', EXAMPLE)
  addRun(command, terminal)
  addTable(command, terminal)
  addAll(command, terminal)
}

const modeOption = () =>
  new Option('--mode <mode>', 'spreadsheet disarms text that a spreadsheet would run as a formula')
    .choices(['raw', 'spreadsheet'])
    .default('raw')

function addRun(command: Command, terminal: Terminal): void {
  command
    .command('run')
    .description('One run: JSON that "aurelius metrics --run" reads, an HTML tear sheet, or a folder with both and every table.')
    .argument('<id>', 'run')
    .addOption(new Option('--format <format>', 'what to write').choices(['json', 'html', 'folder']).default('json'))
    .addOption(modeOption())
    .option('--out <path>', 'file or folder to write (default for a file: standard output)')
    .action(async (backtestId: string, { format, mode, out }: RunOptions, self: Command) => {
      await withApplication({ options: globalOptions(self), terminal }, async ({ client }) => {
        if (format === 'folder') {
          return writeFolder(requireOut(out), await client.exports.folder({ scope: { kind: 'run', backtestId }, mode }))
        }
        const { text } = await client.exports.document({ backtestId, format })
        if (out === undefined) terminal.write(text)
        else await writeStream(out, once(text))
      })
    })
}

function addTable(command: Command, terminal: Terminal): void {
  command
    .command('table')
    .description('One table as CSV; with --out its manifest (units, hashes, filters) is written beside it.')
    .argument('<table>', `one of ${csvExportInputSchema.options.map(({ shape }) => shape.table.value).join(', ')}`)
    .option('--run <id>', 'the run that trades, equity_curve, positions, fills and metrics are of')
    .option('--dataset <id>', 'the data set that bars are of')
    .option('--validation <id>', 'the validation that validation_* tables are of')
    .addOption(modeOption())
    .option('--out <file>', 'file to write (default: standard output)')
    .action(async (table: string, options: TableOptions, self: Command) => {
      const request = readRequest(table, options)
      await withApplication({ options: globalOptions(self), terminal }, async ({ client }) => {
        const pieces = await client.csvExports.stream(request)
        if (options.out === undefined) for await (const { text } of pieces) terminal.write(text)
        else await writeDescribed(options.out, pieces)
      })
    })
}

function addAll(command: Command, terminal: Terminal): void {
  command
    .command('all')
    .description('Every table of the workspace into a folder, each with its manifest.')
    .requiredOption('--out <folder>', 'folder to write; made when missing')
    .option('--runs', 'with every completed run: JSON, tear sheet and all of its tables')
    .addOption(modeOption())
    .action(async ({ out, runs = false, mode }: OutOptions & { out: string; runs?: boolean }, self: Command) => {
      await withApplication({ options: globalOptions(self), terminal }, async ({ client }) =>
        writeFolder(out, await client.exports.folder({ scope: { kind: 'workspace', withRuns: runs }, mode })),
      )
    })
}

function readRequest(table: string, { run, dataset, validation, mode }: TableOptions): CsvExportRequest {
  const parsed = csvExportInputSchema.safeParse({
    table,
    mode,
    ...(run !== undefined && { backtestId: run, runs: run.split(',') }),
    ...(dataset !== undefined && { datasetId: dataset }),
    ...(validation !== undefined && { validationId: validation }),
  })
  if (parsed.success) return parsed.data
  const { path, message } = parsed.error.issues[0] ?? { path: [], message: '' }
  const hint = NEEDED[String(path[0])] ?? 'see "aurelius export table --help"'
  throw new AppError('invalid_input', `The table ${table} cannot be exported like this (${path.join('.')}: ${message}); ${hint}`)
}

const NEEDED: Readonly<Record<string, string>> = {
  backtestId: 'name the run with --run',
  runs: 'name the runs with --run, a comma between them',
  datasetId: 'name the data set with --dataset',
  validationId: 'name the validation with --validation',
}

function requireOut(out: string | undefined): string {
  if (out !== undefined) return out
  throw new AppError('invalid_input', 'A folder needs a name: give it with --out')
}

async function* once(text: string): AsyncGenerator<string> {
  yield text
}

/** The file and, beside it, its manifest. */
async function writeDescribed(out: string, pieces: AsyncIterable<{ text: string; manifest: string | null }>): Promise<void> {
  let manifest = ''
  async function* texts(): AsyncGenerator<string> {
    for await (const piece of pieces) {
      yield piece.text
      manifest = piece.manifest ?? manifest
    }
  }
  await writeStream(out, texts())
  await writeStream(`${out.replace(/\.csv$/i, '')}.manifest.json`, once(manifest))
}
