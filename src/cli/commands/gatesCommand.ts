import { Argument, type Command } from 'commander'
import type { CheckResult, GateResult } from '#shared/domain/gate.ts'
import { globalOptions, present, withApplication } from '../commandContext.ts'
import { formatValue } from '../figures.ts'
import { formatTable } from '../table.ts'
import type { Terminal } from '../terminal.ts'

interface GateOptions {
  readonly strategy: string
  readonly backtest?: string
}

const EXAMPLE = `
dev asks whether the run is what it says it is: replay, accounting, time order, data.
crv asks whether its verdict on risk and return holds out of sample.
The exit code is 0 only when the gate passes.

Example:
  $ aurelius gates run dev --strategy 0199f0c2-7b1e-7c3a-9d52-6c8f0a1b2c3d && echo passed`

export function addGatesCommand(program: Command, terminal: Terminal): void {
  program
    .command('gates')
    .description('Judge a strategy by evidence.')
    .command('run')
    .description('Run a gate on a completed backtest and store its verdict.')
    .addArgument(new Argument('<gate>', 'which gate').choices(['dev', 'crv']))
    .requiredOption('--strategy <id>', 'strategy to judge')
    .option('--backtest <id>', 'completed run to judge it by (default: the newest)')
    .addHelpText('after', EXAMPLE)
    .action(async (gateType: 'dev' | 'crv', options: GateOptions, command: Command) => {
      const result = await withApplication({ options: globalOptions(command), terminal }, ({ client }) =>
        client.gates.run({ strategyId: options.strategy, gateType, backtestId: options.backtest ?? null }),
      )
      present(command, terminal, { json: result, text: describeGate(result) })
      if (!result.passed) process.exitCode = 1
    })
}

function describeGate({ gateType, verdict, recommendation, checks }: GateResult): string {
  return `${checkTable(checks)}\n${gateType} gate: ${verdict}. ${recommendation}\n`
}

function checkTable(checks: readonly CheckResult[]): string {
  return formatTable(checks, [
    { title: 'CHECK', cell: ({ id }) => id },
    { title: 'STATE', cell: ({ state }) => state },
    { title: 'VALUE', cell: ({ value }) => formatValue(value), align: 'right' },
    { title: 'BOUND', cell: ({ threshold }) => (threshold === null ? '' : `${threshold.comparison} ${formatValue(threshold.bound)}`) },
    { title: 'FINDING', cell: ({ title, summary }) => `${title}: ${summary}` },
  ])
}
