import type { Command } from 'commander'
import type { HoldoutStatus } from '#shared/domain/governance.ts'
import { globalOptions, present, withApplication } from '../commandContext.ts'
import { formatInstant } from '../figures.ts'
import { formatTable } from '../table.ts'
import type { Terminal } from '../terminal.ts'

const HELP = `
No backtest, sweep or validation reads a locked range: one that leaves its end open ends before it, one that names a date
inside is refused. A version that has passed the dev gate can be shown the range, once for its family of rules.

Examples:
  $ aurelius holdouts lock --dataset <id> --from 2018-01-01 --reason "The last look."
  $ aurelius holdouts open --dataset <id> --strategy <id> --reason "Frozen; before the CRV gate."`

interface LockOptions {
  readonly dataset: string
  readonly from: string
  readonly to?: string
  readonly reason: string
}

interface OpenOptions {
  readonly dataset: string
  readonly strategy: string
  readonly reason: string
}

export function addHoldoutsCommand(program: Command, terminal: Terminal): void {
  const holdouts = program.command('holdouts').description('Dates that no search may read.').addHelpText('after', HELP)
  holdouts
    .command('lock')
    .description('Lock dates of a dataset, for good.')
    .requiredOption('--dataset <id>', 'dataset')
    .requiredOption('--from <date>', 'first day, such as 2018-01-01')
    .requiredOption('--reason <text>', 'why')
    .option('--to <date>', 'last day (default: the last of the data)')
    .action(async ({ dataset, from, to, reason }: LockOptions, command: Command) => {
      const holdout = await withApplication({ options: globalOptions(command), terminal }, ({ client }) =>
        client.holdouts.lock({ datasetId: dataset, startDate: from, endDate: to ?? null, reason }),
      )
      present(command, terminal, { json: holdout, text: describe({ holdout, openings: [] }) })
    })
  holdouts
    .command('open')
    .description("Let a strategy's current version read the dates, once.")
    .requiredOption('--dataset <id>', 'dataset')
    .requiredOption('--strategy <id>', 'strategy')
    .requiredOption('--reason <text>', 'why')
    .action(async ({ dataset, strategy, reason }: OpenOptions, command: Command) => {
      const opening = await withApplication({ options: globalOptions(command), terminal }, ({ client }) =>
        client.holdouts.open({ datasetId: dataset, strategyId: strategy, reason }),
      )
      present(command, terminal, { json: opening, text: openingTable([opening]) })
    })
  holdouts
    .command('show')
    .description('What is locked on a dataset, and who has looked.')
    .requiredOption('--dataset <id>', 'dataset')
    .action(async ({ dataset }: { dataset: string }, command: Command) => {
      const status = await withApplication({ options: globalOptions(command), terminal }, ({ client }) =>
        client.holdouts.get({ datasetId: dataset }),
      )
      present(command, terminal, { json: status, text: describe(status) })
    })
}

function describe({ holdout, openings }: HoldoutStatus): string {
  if (holdout === null) return 'Nothing is locked on this dataset.\n'
  const { startDate, endDate, lockedBy, lockedAtMs, reason } = holdout
  const lock = `Locked: ${startDate} to ${endDate}, by ${lockedBy} on ${formatInstant(lockedAtMs)}: ${reason}\n`
  return openings.length === 0 ? `${lock}Never opened.\n` : `${lock}${openingTable(openings)}`
}

function openingTable(openings: HoldoutStatus['openings']): string {
  return formatTable(openings, [
    { title: 'OPENED', cell: ({ openedAtMs }) => formatInstant(openedAtMs) },
    { title: 'BY', cell: ({ openedBy }) => openedBy },
    { title: 'FOR', cell: ({ strategyId, strategyVersion }) => `${strategyId} v${strategyVersion}` },
    { title: 'FAMILY', cell: ({ strategyType }) => strategyType },
    { title: 'REASON', cell: ({ reason }) => reason },
  ])
}
