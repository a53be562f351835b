import { type Command, Option } from 'commander'
import type { RiskPreference, Strategy, StrategyCandidate } from '#shared/domain/strategy.ts'
import { globalOptions, present, withApplication } from '../commandContext.ts'
import { formatInstant, formatRatio } from '../figures.ts'
import { readItems } from '../pages.ts'
import { readCount } from '../readOption.ts'
import { formatTable } from '../table.ts'
import type { Terminal } from '../terminal.ts'

interface GenerateOptions {
  readonly goal: string
  readonly risk: RiskPreference
  readonly max: number
  readonly save?: boolean
}

const GENERATE_EXAMPLE = `
Confidence says how well a family fits the words of the goal. It says nothing about profit: only gates do.

Examples:
  $ aurelius strategies generate --goal "buy dips in a calm market" --max 3
  $ aurelius strategies generate --goal "follow long trends" --risk conservative --save`

export function addStrategiesCommand(program: Command, terminal: Terminal): void {
  const strategies = program.command('strategies').description('List strategies, or generate them from a goal.')

  strategies
    .command('list')
    .description('List strategies, newest first.')
    .option('--limit <n>', 'at most so many', readCount, 50)
    .option('--search <text>', 'text in the name', '')
    .action(async ({ limit, search }: { limit: number; search: string }, command: Command) => {
      const items = await withApplication({ options: globalOptions(command), terminal }, ({ client }) =>
        readItems(limit, (page) => client.strategies.list({ search, ...page })),
      )
      present(command, terminal, { json: items, text: strategyTable(items) })
    })

  strategies
    .command('generate')
    .description('Propose strategies for a goal in words; nothing is stored without --save.')
    .requiredOption('--goal <text>', 'what the strategy should do')
    .addOption(
      new Option('--risk <preference>', 'appetite for risk').choices(['conservative', 'moderate', 'aggressive']).default('moderate'),
    )
    .option('--max <n>', 'at most so many candidates', readCount, 5)
    .option('--save', 'store the candidates as drafts')
    .addHelpText('after', GENERATE_EXAMPLE)
    .action(async (options: GenerateOptions, command: Command) => {
      const output = await withApplication({ options: globalOptions(command), terminal }, async ({ client }) => {
        const { goal, risk: riskPreference, max: maxStrategies } = options
        const candidates = await client.strategies.generate({ goal, riskPreference, maxStrategies })
        if (!options.save) return { json: candidates, text: candidateTable(candidates) }
        const saved = await Promise.all(candidates.map(({ draft, thresholds }) => client.strategies.create({ ...draft, thresholds })))
        return { json: saved, text: strategyTable(saved) }
      })
      present(command, terminal, output)
    })
}

function strategyTable(rows: readonly Strategy[]): string {
  return formatTable(rows, [
    { title: 'ID', cell: ({ id }) => id },
    { title: 'NAME', cell: ({ name }) => name },
    { title: 'TYPE', cell: ({ type }) => type },
    { title: 'STATUS', cell: ({ status }) => status },
    { title: 'VERSION', cell: ({ version }) => String(version), align: 'right' },
    { title: 'CREATED', cell: ({ createdAtMs }) => formatInstant(createdAtMs) },
  ])
}

function candidateTable(rows: readonly StrategyCandidate[]): string {
  return formatTable(rows, [
    { title: 'NAME', cell: ({ draft }) => draft.name },
    { title: 'TYPE', cell: ({ draft }) => draft.type },
    { title: 'CONFIDENCE', cell: ({ confidence }) => formatRatio(confidence), align: 'right' },
    { title: 'WHY', cell: ({ rationale }) => rationale },
  ])
}
