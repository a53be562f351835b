import { type Command, Option } from 'commander'
import type { ImprovementObjective, ImprovementReport } from '#shared/domain/improvement.ts'
import { improvementObjectiveSchema } from '#shared/domain/improvement.ts'
import { globalOptions, present, withApplication } from '../commandContext.ts'
import { iterationsTable } from '../pipelineTable.ts'
import { readCount, readNumber } from '../readOption.ts'
import type { Terminal } from '../terminal.ts'

interface ImproveOptions {
  readonly strategy: string
  readonly objective: ImprovementObjective
  readonly minGain: number
  readonly max: number
  readonly list?: boolean
}

const EXAMPLE = `
Reads the failed checks of the newest CRV (else dev) verdict and tries changes that answer them, on the first half of the
judged run's bars only. What raises the objective becomes a new version; everything tried counts in the trial ledger.

Examples:
  $ aurelius improve --strategy <id> --max 5
  $ aurelius improve --strategy <id> --list`

export function addImproveCommand(program: Command, terminal: Terminal): void {
  program
    .command('improve')
    .description('Try changes that answer what a gate found, and keep what measurably helps.')
    .requiredOption('--strategy <id>', 'strategy that a gate has failed')
    .addOption(
      new Option('--objective <metric>', 'what must rise for a change to be kept')
        .choices(improvementObjectiveSchema.options)
        .default('sharpe_ratio'),
    )
    .option('--min-gain <n>', 'by how much, in its own unit', readNumber, 0.02)
    .option('--max <n>', 'at most so many changes', readCount, 10)
    .option('--list', 'show what was tried so far; try nothing')
    .addHelpText('after', EXAMPLE)
    .action(async (options: ImproveOptions, command: Command) => {
      const { strategy: strategyId, objective, minGain: minimumGain, max: maxIterations } = options
      const output = await withApplication({ options: globalOptions(command), terminal }, async ({ client }) => {
        if (options.list) {
          const iterations = await client.improvements.list({ strategyId })
          return { json: iterations, text: iterationsTable(iterations) }
        }
        const report = await client.improvements.run({ strategyId, objective, minimumGain, maxIterations })
        return { json: report, text: describeReport(report) }
      })
      present(command, terminal, output)
    })
}

function describeReport({ iterations, unanswered, strategyVersion }: ImprovementReport): string {
  const kept = iterations.filter((iteration) => iteration.kept).length
  const others = unanswered.map(({ checkId, reason }) => `${checkId}: ${reason}\n`).join('')
  return `${iterationsTable(iterations)}\n${kept} of ${iterations.length} changes kept; the strategy is at version ${strategyVersion}.\n${others}`
}
