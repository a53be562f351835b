import type { Command } from 'commander'
import type { Client } from '#shared/contract/contract.ts'
import { AppError } from '#shared/domain/appError.ts'
import type { ValidationSummary } from '#shared/domain/validation.ts'
import { awaitValidation } from '../awaitValidation.ts'
import { globalOptions, present, withApplication } from '../commandContext.ts'
import { exportCsv } from '../exportCsv.ts'
import { formatCount, formatInstant, formatPercent, formatRatio } from '../figures.ts'
import { readItems } from '../pages.ts'
import { readCount } from '../readOption.ts'
import { addSettingsOptions, findOnlyDataset, newestRunSettings, readSettings, type SettingsOptions } from '../runSettings.ts'
import { formatTable } from '../table.ts'
import type { Terminal } from '../terminal.ts'
import { addValidationOptions, readPlan, VALIDATION_HELP, type ValidationOptions } from '../validationOptions.ts'
import { describePreview, describeValidation } from '../validationTable.ts'
import { writeStream } from '../writeFiles.ts'

interface RunOptions extends SettingsOptions, ValidationOptions {
  readonly strategy: string
  readonly likeRun?: boolean
  readonly dataset?: string
}

const EXPORTS = ['windows', 'equity', 'trades', 'trials'] as const

interface ExportOptions extends Partial<Record<(typeof EXPORTS)[number], boolean>> {
  readonly out?: string
}

const RUN_EXAMPLE = `${VALIDATION_HELP}

Examples:
  $ aurelius validations preview --strategy <id> --train 1260 --test 252 --purge 5
  $ aurelius validations run --strategy <id> --train 1260 --test 252 --purge 5 --param fast=5:50:5 --param slow=20:200:20 \\
      --where "fast < slow" --commission 0.001
  $ aurelius validations run --strategy <id> --windows windows.txt --purge 5 --like-run`

export function addValidationsCommand(program: Command, terminal: Terminal): void {
  const validations = program.command('validations').description('Walk-forward validations: lay them out, run, list, show, export.')
  addPreview(validations, terminal)
  addRun(validations, terminal)
  addList(validations, terminal)
  addShow(validations, terminal)
  addExport(validations, terminal)
}

function addRequestOptions(command: Command): Command {
  command
    .requiredOption('--strategy <id>', 'strategy to validate')
    .option('--dataset <id>', 'data set to validate it on (default: the only one there is)')
  addValidationOptions(command).option(
    '--like-run',
    'begin with the settings of the newest completed run of the strategy on these data, as evidence for its CRV gate must',
  )
  return addSettingsOptions(command).addHelpText('after', RUN_EXAMPLE)
}

function addPreview(validations: Command, terminal: Terminal): void {
  addRequestOptions(validations.command('preview').description('Show the windows and the number of trials; run nothing.')).action(
    async (options: RunOptions, command: Command) => {
      const preview = await withApplication({ options: globalOptions(command), terminal, importSample: true }, async ({ client }) =>
        client.validations.preview(await readRequest(client, options)),
      )
      present(command, terminal, { json: preview, text: describePreview(preview) })
    },
  )
}

function addRun(validations: Command, terminal: Terminal): void {
  addRequestOptions(validations.command('run').description('Run a walk-forward validation and wait for the result.')).action(
    async (options: RunOptions, command: Command) => {
      const validation = await withApplication({ options: globalOptions(command), terminal, importSample: true }, async ({ client }) => {
        const { id } = await client.validations.run(await readRequest(client, options))
        return awaitValidation(client, id, terminal)
      })
      present(command, terminal, { json: validation, text: `${validation.id}\n\n${describeValidation(validation)}` })
    },
  )
}

async function readRequest(client: Client, options: RunOptions) {
  const plan = await readPlan(options)
  const subject = { strategyId: options.strategy, datasetId: options.dataset ?? (await findOnlyDataset(client)) }
  const settings = await readSettings(options, options.likeRun ? await newestRunSettings(client, subject) : {})
  return { ...subject, settings, plan }
}

function addList(validations: Command, terminal: Terminal): void {
  validations
    .command('list')
    .description('List validations, newest first.')
    .option('--limit <n>', 'at most so many', readCount, 50)
    .option('--strategy <id>', 'validations of one strategy')
    .action(async ({ limit, strategy }: { limit: number; strategy?: string }, command: Command) => {
      const items = await withApplication({ options: globalOptions(command), terminal }, ({ client }) =>
        readItems(limit, (page) => client.validations.list({ strategyId: strategy ?? null, ...page })),
      )
      present(command, terminal, { json: items, text: validationTable(items) })
    })
}

function addShow(validations: Command, terminal: Terminal): void {
  validations
    .command('show')
    .description('Show a validation with its windows.')
    .argument('<id>', 'validation')
    .action(async (id: string, _options: object, command: Command) => {
      const validation = await withApplication({ options: globalOptions(command), terminal }, ({ client }) =>
        client.validations.get({ id }),
      )
      present(command, terminal, { json: validation, text: `${validationTable([validation])}\n${describeValidation(validation)}` })
    })
}

function addExport(validations: Command, terminal: Terminal): void {
  validations
    .command('export')
    .description('Export windows, out-of-sample curve, trades or in-sample trials as CSV.')
    .argument('<id>', 'completed validation')
    .option('--windows', 'one row a window')
    .option('--equity', 'the stitched out-of-sample curve')
    .option('--trades', 'out-of-sample trades of every window')
    .option('--trials', 'every in-sample trial')
    .option('--out <file>', 'file to write (default: standard output)')
    .action(async (validationId: string, options: ExportOptions, command: Command) => {
      const [chosen, ...others] = EXPORTS.filter((name) => options[name])
      if (chosen === undefined || others.length > 0) {
        throw new AppError('invalid_input', `Choose what to export: one of ${EXPORTS.map((name) => `--${name}`).join(', ')}`)
      }
      await withApplication({ options: globalOptions(command), terminal }, async ({ client }) => {
        const pieces = exportCsv(client, { table: `validation_${chosen}`, validationId, mode: 'raw' })
        if (options.out !== undefined) return writeStream(options.out, pieces)
        for await (const piece of pieces) terminal.write(piece)
      })
    })
}

function validationTable(rows: readonly ValidationSummary[]): string {
  return formatTable(rows, [
    { title: 'ID', cell: ({ id }) => id },
    { title: 'STRATEGY', cell: ({ strategyName }) => strategyName },
    { title: 'DATA', cell: ({ datasetName }) => datasetName ?? 'not kept' },
    { title: 'STATUS', cell: ({ status }) => status },
    { title: 'WINDOWS', cell: ({ metrics }) => formatCount(metrics?.numWindows ?? null), align: 'right' },
    { title: 'OOS SHARPE', cell: ({ testSharpe }) => formatRatio(testSharpe), align: 'right' },
    { title: 'OOS RETURN', cell: ({ testReturn }) => formatPercent(testReturn), align: 'right' },
    { title: 'STABILITY', cell: ({ metrics }) => formatRatio(metrics?.stabilityScore ?? null), align: 'right' },
    { title: 'TRIALS', cell: ({ trialCount }) => formatCount(trialCount), align: 'right' },
    { title: 'CREATED', cell: ({ createdAtMs }) => formatInstant(createdAtMs) },
  ])
}
