import type { Command } from 'commander'
import type { Approval, RoleGrant } from '#shared/domain/governance.ts'
import { globalOptions, present, withApplication } from '../commandContext.ts'
import { formatInstant } from '../figures.ts'
import { readCount } from '../readOption.ts'
import { formatTable } from '../table.ts'
import type { Terminal } from '../terminal.ts'

const HELP = `
You decide in the name of your database login; on a local file, of your user of the operating system. Neither the author
nor the last editor of a version can approve it: the database refuses. The role comes from a colleague.

Examples:
  $ aurelius approvals grant-role bob
  $ aurelius approvals give --strategy <id> --strategy-version 3 --note "Read the evidence pack."
  $ aurelius approvals as-of 2026-06-30`

export function addApprovalsCommand(program: Command, terminal: Terminal): void {
  const approvals = program
    .command('approvals')
    .description('Approve strategies, and see what was approved when.')
    .addHelpText('after', HELP)
  addGive(approvals, terminal)
  addReading(approvals, terminal)
  addRevoke(approvals, terminal)
  addRoles(approvals, terminal)
}

interface GiveOptions {
  readonly strategy: string
  readonly strategyVersion: number
  readonly note: string
}

function addGive(approvals: Command, terminal: Terminal): void {
  approvals
    .command('give')
    .description("Approve a strategy's current version.")
    .requiredOption('--strategy <id>', 'strategy')
    .requiredOption('--strategy-version <n>', 'the version you have read; refused when it is no longer the current one', readCount)
    .option('--note <text>', 'why', '')
    .action(async ({ strategy, strategyVersion, note }: GiveOptions, command: Command) => {
      const approval = await withApplication({ options: globalOptions(command), terminal }, ({ client }) =>
        client.approvals.approve({ strategyId: strategy, expectedVersion: strategyVersion, note }),
      )
      present(command, terminal, { json: approval, text: approvalTable([approval]) })
    })
}

function addReading(approvals: Command, terminal: Terminal): void {
  approvals
    .command('list')
    .description('List approvals, newest first.')
    .option('--strategy <id>', 'of one strategy')
    .action(async ({ strategy }: { strategy?: string }, command: Command) => {
      const items = await withApplication({ options: globalOptions(command), terminal }, ({ client }) =>
        client.approvals.list({ strategyId: strategy ?? null }),
      )
      present(command, terminal, { json: items, text: approvalTable(items) })
    })
  approvals
    .command('as-of')
    .description('What stood approved when a day (UTC) ended.')
    .argument('<date>', 'such as 2026-06-30')
    .action(async (date: string, _options: unknown, command: Command) => {
      const items = await withApplication({ options: globalOptions(command), terminal }, ({ client }) => client.approvals.asOf({ date }))
      present(command, terminal, { json: items, text: approvalTable(items) })
    })
}

function addRevoke(approvals: Command, terminal: Terminal): void {
  approvals
    .command('revoke')
    .description('Take an approval back, from now on.')
    .argument('<id>', 'approval')
    .action(async (id: string, _options: unknown, command: Command) => {
      const approval = await withApplication({ options: globalOptions(command), terminal }, ({ client }) => client.approvals.revoke({ id }))
      present(command, terminal, { json: approval, text: approvalTable([approval]) })
    })
}

function addRoles(approvals: Command, terminal: Terminal): void {
  approvals
    .command('roles')
    .description('Who may approve, and who said so.')
    .action(async (_options: unknown, command: Command) => {
      const roles = await withApplication({ options: globalOptions(command), terminal }, ({ client }) => client.approvals.roles())
      present(command, terminal, { json: roles, text: roleTable(roles) })
    })
  for (const [name, description, procedure] of [
    ['grant-role', 'Let somebody else approve.', 'grantRole'],
    ['revoke-role', 'Let somebody approve no longer; what they approved stands.', 'revokeRole'],
  ] as const) {
    approvals
      .command(name)
      .description(description)
      .argument('<login>', 'as the database knows them')
      .action(async (actor: string, _options: unknown, command: Command) => {
        const role = await withApplication({ options: globalOptions(command), terminal }, ({ client }) =>
          client.approvals[procedure]({ actor }),
        )
        present(command, terminal, { json: role, text: roleTable([role]) })
      })
  }
}

function approvalTable(approvals: readonly (Approval & { readonly strategyName?: string })[]): string {
  return formatTable(approvals, [
    { title: 'ID', cell: ({ id }) => id },
    { title: 'STRATEGY', cell: ({ strategyName, strategyId }) => strategyName ?? strategyId },
    { title: 'VERSION', cell: ({ strategyVersion }) => String(strategyVersion), align: 'right' },
    { title: 'BY', cell: ({ approver }) => approver },
    { title: 'APPROVED', cell: ({ approvedAtMs }) => formatInstant(approvedAtMs) },
    { title: 'REVOKED', cell: ({ revokedAtMs }) => (revokedAtMs === null ? '' : formatInstant(revokedAtMs)) },
    { title: 'NOTE', cell: ({ note }) => note },
  ])
}

function roleTable(roles: readonly RoleGrant[]): string {
  return formatTable(roles, [
    { title: 'WHO', cell: ({ actor }) => actor },
    { title: 'ROLE', cell: ({ role }) => role },
    { title: 'FROM', cell: ({ grantedBy, grantedAtMs }) => `${grantedBy}, ${formatInstant(grantedAtMs)}` },
    { title: 'REVOKED', cell: ({ revokedAtMs }) => (revokedAtMs === null ? '' : formatInstant(revokedAtMs)) },
  ])
}
