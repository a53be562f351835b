import { Argument, type Command } from 'commander'
import { AppError } from '#shared/domain/appError.ts'
import { type CheckResult, GATE_TYPES, type GateResult, type GateType } from '#shared/domain/gate.ts'
import { type RunIdentity, runIdentitySchema } from '#shared/domain/runIdentity.ts'
import { globalOptions, present, withApplication } from '../commandContext.ts'
import { formatValue } from '../figures.ts'
import { readJsonFile } from '../readJsonFile.ts'
import { formatTable } from '../table.ts'
import type { Terminal } from '../terminal.ts'

interface GateOptions {
  readonly strategy: string
  readonly backtest?: string
}

const EXAMPLE = `
dev asks whether the run is what it says it is: replay, accounting, time order, data.
crv asks whether its verdict on risk and return holds out of sample; it needs a walk-forward validation.
product asks whether it may trade with real money: both gates, review, approval, limits, plans.
The exit code is 0 only when the gate passes.

Example:
  $ aurelius gates run dev --strategy 0199f0c2-7b1e-7c3a-9d52-6c8f0a1b2c3d && echo passed`

export function addGatesCommand(program: Command, terminal: Terminal): void {
  const gates = program.command('gates').description('Judge a strategy by evidence.')
  addRun(gates, terminal)
  addSupplyReplay(gates, terminal)
  addScorecard(gates, terminal)
}

function addRun(gates: Command, terminal: Terminal): void {
  gates
    .command('run')
    .description('Run a gate on a completed backtest and store its verdict.')
    .addArgument(new Argument('<gate>', 'which gate').choices(GATE_TYPES))
    .requiredOption('--strategy <id>', 'strategy to judge')
    .option('--backtest <id>', 'completed run to judge it by (default: the newest)')
    .addHelpText('after', EXAMPLE)
    .action(async (gateType: GateType, options: GateOptions, command: Command) => {
      const result = await withApplication({ options: globalOptions(command), terminal }, ({ client }) =>
        client.gates.run({ strategyId: options.strategy, gateType, backtestId: options.backtest ?? null }),
      )
      present(command, terminal, { json: result, text: describeGate(result) })
      if (!result.passed) process.exitCode = 1
    })
}

interface ReplayOptions {
  readonly backtest: string
  readonly platform: string
}

function addSupplyReplay(gates: Command, terminal: Terminal): void {
  gates
    .command('supply-replay')
    .description('Tell the dev gate what the same run gave on another platform.')
    .argument('<file>', 'stats.json that `aurelius run` wrote there, or a file with its run_identity')
    .requiredOption('--backtest <id>', 'the run here')
    .requiredOption('--platform <name>', 'operating system and processor there, such as win32-x64')
    .action(async (file: string, { backtest, platform }: ReplayOptions, command: Command) => {
      const identity = readIdentity(await readJsonFile(file, 'identity file'), file)
      const replay = await withApplication({ options: globalOptions(command), terminal }, ({ client }) =>
        client.gates.supplyReplay({ backtestId: backtest, platform, identity }),
      )
      present(command, terminal, { json: replay, text: `${replay.platform} gave ledger ${replay.ledgerHash}. Run the dev gate again.\n` })
    })
}

/** @throws AppError `invalid_input` for a file without a complete identity. */
function readIdentity(document: unknown, file: string): RunIdentity {
  const nested = typeof document === 'object' && document !== null && 'run_identity' in document ? document.run_identity : document
  const parsed = runIdentitySchema.safeParse(nested)
  if (parsed.success) return parsed.data
  throw new AppError('invalid_input', `${file} holds no run_identity. Give the stats.json that \`aurelius run\` wrote.`, {
    details: { file },
  })
}

function addScorecard(gates: Command, terminal: Terminal): void {
  gates
    .command('scorecard')
    .description('How ready a strategy is, from the newest stored results of its gates.')
    .requiredOption('--strategy <id>', 'strategy')
    .action(async ({ strategy }: { strategy: string }, command: Command) => {
      const card = await withApplication({ options: globalOptions(command), terminal }, ({ client }) =>
        client.readiness.scorecard({ strategyId: strategy }),
      )
      const table = formatTable(card.components, [
        { title: 'COMPONENT', cell: ({ name }) => name },
        { title: 'POINTS', cell: ({ points }) => points.toFixed(1), align: 'right' },
        { title: 'OF', cell: ({ weight }) => String(weight), align: 'right' },
        { title: 'SATISFIED', cell: ({ satisfied, checks }) => `${satisfied.length} of ${checks.length} checks` },
      ])
      const blockers = card.hardBlockers.length === 0 ? '' : ` Blocked by ${card.hardBlockers.join(', ')}.`
      present(command, terminal, { json: card, text: `${table}\nReadiness ${card.score.toFixed(1)} of 100: ${card.colour}.${blockers}\n` })
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
