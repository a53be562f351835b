import type { Command } from 'commander'
import type { ReviewNote } from '#shared/domain/governance.ts'
import { globalOptions, present, withApplication } from '../commandContext.ts'
import { formatInstant } from '../figures.ts'
import { formatTable } from '../table.ts'
import type { Terminal } from '../terminal.ts'

interface NoteOptions {
  readonly strategy: string
  readonly text: string
  readonly objection?: boolean
}

const EXAMPLE = `
Examples:
  $ aurelius reviews note --strategy <id> --objection --text "Costs look low for this market."
  $ aurelius reviews resolve <note> --answer "Doubled them: still positive, see the cost stress."`

export function addReviewsCommand(program: Command, terminal: Terminal): void {
  const reviews = program.command('reviews').description('Notes and objections about a strategy.').addHelpText('after', EXAMPLE)
  reviews
    .command('note')
    .description("Say something about a strategy's current version.")
    .requiredOption('--strategy <id>', 'strategy')
    .requiredOption('--text <text>', 'what')
    .option('--objection', 'stays open until somebody answers it')
    .action(async ({ strategy, text, objection = false }: NoteOptions, command: Command) => {
      const note = await withApplication({ options: globalOptions(command), terminal }, ({ client }) =>
        client.reviews.note({ strategyId: strategy, text, isObjection: objection }),
      )
      present(command, terminal, { json: note, text: noteTable([note]) })
    })
  reviews
    .command('resolve')
    .description('Answer an objection.')
    .argument('<id>', 'objection')
    .requiredOption('--answer <text>', 'the answer')
    .action(async (id: string, { answer }: { answer: string }, command: Command) => {
      const note = await withApplication({ options: globalOptions(command), terminal }, ({ client }) =>
        client.reviews.resolve({ id, resolution: answer }),
      )
      present(command, terminal, { json: note, text: noteTable([note]) })
    })
  reviews
    .command('list')
    .description('Everything said about a strategy, newest first.')
    .requiredOption('--strategy <id>', 'strategy')
    .action(async ({ strategy }: { strategy: string }, command: Command) => {
      const notes = await withApplication({ options: globalOptions(command), terminal }, ({ client }) =>
        client.reviews.list({ strategyId: strategy }),
      )
      present(command, terminal, { json: notes, text: noteTable(notes) })
    })
}

function stateOf({ isObjection, resolvedAtMs }: ReviewNote): string {
  if (!isObjection) return 'note'
  return resolvedAtMs === null ? 'open objection' : 'resolved objection'
}

function noteTable(notes: readonly ReviewNote[]): string {
  return formatTable(notes, [
    { title: 'ID', cell: ({ id }) => id },
    { title: 'VERSION', cell: ({ strategyVersion }) => String(strategyVersion), align: 'right' },
    { title: 'TIME', cell: ({ createdAtMs }) => formatInstant(createdAtMs) },
    { title: 'BY', cell: ({ author }) => author },
    { title: 'STATE', cell: stateOf },
    { title: 'TEXT', cell: ({ text, resolution }) => (resolution === null ? text : `${text} -> ${resolution}`) },
  ])
}
