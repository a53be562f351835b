import { type Command, Option } from 'commander'
import { GATE_TYPES, type GateType } from '#shared/domain/gate.ts'
import { MAX_WAIVER_DAYS, type Waiver, waiverStateAt } from '#shared/domain/governance.ts'
import { globalOptions, present, withApplication } from '../commandContext.ts'
import { formatInstant } from '../figures.ts'
import { readCount } from '../readOption.ts'
import { formatTable } from '../table.ts'
import type { Terminal } from '../terminal.ts'

const EXAMPLE = `
Granted by somebody who neither wrote nor last edited the version, for a check that the gate has judged; checks that
guard the evidence itself cannot be waived. It ends by itself, and the check then fails again.

Example:
  $ aurelius waivers grant --strategy <id> --gate crv --check C13 --days 30 --reason "Five windows only: the market is young."`

interface GrantOptions {
  readonly strategy: string
  readonly gate: GateType
  readonly check: string
  readonly reason: string
  readonly days: number
}

export function addWaiversCommand(program: Command, terminal: Terminal): void {
  const waivers = program.command('waivers').description('Let a check fail for a while, with a reason and a name.')
  waivers
    .command('grant')
    .description("Waive one check of one gate for a strategy's current version.")
    .requiredOption('--strategy <id>', 'strategy')
    .addOption(new Option('--gate <gate>', 'gate').choices(GATE_TYPES).makeOptionMandatory())
    .requiredOption('--check <id>', 'check, such as C13')
    .requiredOption('--reason <text>', 'why it may fail')
    .option('--days <n>', `how long, at most ${MAX_WAIVER_DAYS}`, readCount, 30)
    .addHelpText('after', EXAMPLE)
    .action(async ({ strategy, gate, check, reason, days }: GrantOptions, command: Command) => {
      const waiver = await withApplication({ options: globalOptions(command), terminal }, ({ client }) =>
        client.waivers.grant({ strategyId: strategy, gateType: gate, checkId: check, reason, days }),
      )
      present(command, terminal, { json: waiver, text: waiverTable([waiver]) })
    })
  waivers
    .command('list')
    .description('List waivers, newest first.')
    .option('--strategy <id>', 'of one strategy')
    .action(async ({ strategy }: { strategy?: string }, command: Command) => {
      const items = await withApplication({ options: globalOptions(command), terminal }, ({ client }) =>
        client.waivers.list({ strategyId: strategy ?? null }),
      )
      present(command, terminal, { json: items, text: waiverTable(items) })
    })
  waivers
    .command('revoke')
    .description('End a waiver now.')
    .argument('<id>', 'waiver')
    .action(async (id: string, _options: unknown, command: Command) => {
      const waiver = await withApplication({ options: globalOptions(command), terminal }, ({ client }) => client.waivers.revoke({ id }))
      present(command, terminal, { json: waiver, text: waiverTable([waiver]) })
    })
}

function waiverTable(waivers: readonly Waiver[]): string {
  return formatTable(waivers, [
    { title: 'ID', cell: ({ id }) => id },
    { title: 'STRATEGY', cell: ({ strategyId, strategyVersion }) => `${strategyId} v${strategyVersion}` },
    { title: 'CHECK', cell: ({ gateType, checkId }) => `${gateType} ${checkId}` },
    { title: 'STATE', cell: (waiver) => waiverStateAt(waiver, Date.now()) },
    { title: 'UNTIL', cell: ({ expiresAtMs }) => formatInstant(expiresAtMs) },
    { title: 'BY', cell: ({ approver }) => approver },
    { title: 'REASON', cell: ({ reason }) => reason },
  ])
}
