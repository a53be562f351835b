import { type Command, Option } from 'commander'
import type { Client } from '#shared/contract/contract.ts'
import { AppError } from '#shared/domain/appError.ts'
import type { Pipeline } from '#shared/domain/pipeline.ts'
import type { RiskPreference } from '#shared/domain/strategy.ts'
import { awaitPipeline } from '../awaitPipeline.ts'
import { globalOptions, present, withApplication } from '../commandContext.ts'
import { readItems } from '../pages.ts'
import { describePipeline, pipelinesTable, verdictOf } from '../pipelineTable.ts'
import { readCount } from '../readOption.ts'
import { addSettingsOptions, findOnlyDataset, readSettings, type SettingsOptions } from '../runSettings.ts'
import type { Terminal } from '../terminal.ts'

interface RunOptions extends SettingsOptions {
  readonly goal?: string
  readonly risk: RiskPreference
  readonly strategy?: string
  readonly dataset?: string
}

const EXAMPLE = `
generate, backtest, sweep, walk-forward, dev gate, CRV gate: each stage is stored before it starts, so a pipeline whose
process died goes on with "pipeline resume" and does nothing twice. The exit code is 0 only when both gates pass.

Examples:
  $ aurelius pipeline run --goal "follow long trends" --commission 0.001 --seed 42
  $ aurelius pipeline run --strategy <id> --commission 0.001`

export function addPipelineCommand(program: Command, terminal: Terminal): void {
  const pipeline = program.command('pipeline').description('From a goal or a strategy through every stage to the verdict of the gates.')
  addRun(pipeline, terminal)
  addList(pipeline, terminal)
  addShow(pipeline, terminal)
  addResume(pipeline, terminal)
  addCancel(pipeline, terminal)
}

function addRun(pipeline: Command, terminal: Terminal): void {
  const run = pipeline
    .command('run')
    .description('Run a pipeline and wait for its verdicts.')
    .option('--goal <text>', 'what the strategy should do')
    .addOption(
      new Option('--risk <preference>', 'appetite for risk, with --goal')
        .choices(['conservative', 'moderate', 'aggressive'])
        .default('moderate'),
    )
    .option('--strategy <id>', 'a stored strategy instead of a goal')
    .option('--dataset <id>', 'data set; a goal takes one of one instrument (default: the only one there is)')
    .addHelpText('after', EXAMPLE)
  addSettingsOptions(run).action(async (options: RunOptions, command: Command) => {
    await presentEnd(command, terminal, async (client) => (await client.pipelines.run(await readRequest(client, options))).id)
  })
}

async function readRequest(client: Client, options: RunOptions) {
  const { goal, risk: riskPreference, strategy: strategyId, dataset } = options
  if ((goal === undefined) === (strategyId === undefined)) {
    throw new AppError('invalid_input', 'Say where to begin: either --goal "<words>" or --strategy <id>.')
  }
  const source =
    goal === undefined ? { kind: 'strategy' as const, strategyId: strategyId ?? '' } : { kind: 'goal' as const, goal, riskPreference }
  return { source, datasetId: dataset ?? (await findOnlyDataset(client)), settings: await readSettings(options) }
}

/** Waits for a pipeline that `start` put under way; the exit code tells whether both gates passed. */
async function presentEnd(command: Command, terminal: Terminal, start: (client: Client) => Promise<string>): Promise<void> {
  const ended = await withApplication({ options: globalOptions(command), terminal, importSample: true }, async ({ client }) =>
    awaitPipeline(client, await start(client), terminal),
  )
  presentOne(command, terminal, ended)
  if (verdictOf(ended, 'dev_gate') !== 'passed' || verdictOf(ended, 'crv_gate') !== 'passed') process.exitCode = 1
}

function presentOne(command: Command, terminal: Terminal, pipeline: Pipeline): void {
  present(command, terminal, { json: pipeline, text: describePipeline(pipeline) })
}

function addList(pipeline: Command, terminal: Terminal): void {
  pipeline
    .command('list')
    .description('List pipelines, newest first.')
    .option('--limit <n>', 'at most so many', readCount, 50)
    .option('--strategy <id>', 'pipelines of one strategy')
    .action(async ({ limit, strategy }: { limit: number; strategy?: string }, command: Command) => {
      const items = await withApplication({ options: globalOptions(command), terminal }, ({ client }) =>
        readItems(limit, (page) => client.pipelines.list({ strategyId: strategy ?? null, ...page })),
      )
      present(command, terminal, { json: items, text: pipelinesTable(items) })
    })
}

function addShow(pipeline: Command, terminal: Terminal): void {
  pipeline
    .command('show')
    .description('Show a pipeline with its stages.')
    .argument('<id>', 'pipeline')
    .action(async (id: string, _options: object, command: Command) => {
      const shown = await withApplication({ options: globalOptions(command), terminal }, ({ client }) => client.pipelines.get({ id }))
      presentOne(command, terminal, shown)
    })
}

function addResume(pipeline: Command, terminal: Terminal): void {
  pipeline
    .command('resume')
    .description('Go on with an interrupted pipeline where it was, and wait for its verdicts.')
    .argument('<id>', 'pipeline')
    .action(async (id: string, _options: object, command: Command) => {
      await presentEnd(command, terminal, async (client) => (await client.pipelines.resume({ id })).id)
    })
}

function addCancel(pipeline: Command, terminal: Terminal): void {
  pipeline
    .command('cancel')
    .description('Stop a pipeline and the run of its stage.')
    .argument('<id>', 'pipeline')
    .action(async (id: string, _options: object, command: Command) => {
      const cancelled = await withApplication({ options: globalOptions(command), terminal }, ({ client }) =>
        client.pipelines.cancel({ id }),
      )
      presentOne(command, terminal, cancelled)
    })
}
