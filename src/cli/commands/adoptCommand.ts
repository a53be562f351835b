import { join } from 'node:path'
import { createInterface } from 'node:readline/promises'
import type { Command } from 'commander'
import { locateInstallation } from '#core/config/installation.ts'
import type { AdoptionPlan, AdoptionReport, AdoptionRequest, TakenBack } from '#core/services/adoptionService.ts'
import { ADOPTION_FLAGS } from '#shared/domain/adoption.ts'
import { AppError } from '#shared/domain/appError.ts'
import { globalOptions, launchSettings, present } from '../commandContext.ts'
import { formatFacts, formatTable } from '../table.ts'
import type { Terminal } from '../terminal.ts'

interface AdoptOptions {
  readonly dryRun?: boolean
  readonly yes?: boolean
  readonly rollback?: boolean
  readonly force?: boolean
}

const EXAMPLE = `
The older tables move, unchanged, into a schema of their own: that is the way back. Taking it also takes the audit log away;
it is written to a file of the data directory first, to its last row, and "aurelius audit verify --file" checks it. Adopted runs can be read, exported
and deleted; the older system kept neither their bars nor their settings, so they cannot be replayed or judged.

Examples:
  $ aurelius db adopt --db postgresql://quant@db.example.org/aurelius --dry-run
  $ aurelius db adopt --db postgresql://quant@db.example.org/aurelius --yes
  $ aurelius db adopt --db postgresql://quant@db.example.org/aurelius --rollback --yes`

/** `aurelius db adopt`: takes over the database of an older AURELIUS. */
export function addAdoptCommand(database: Command, terminal: Terminal): void {
  database
    .command('adopt')
    .description('Take over the PostgreSQL database of an older AURELIUS, after showing what will change.')
    .option('--dry-run', 'show what would change and stop')
    .option('--yes', 'do not ask')
    .option('--rollback', 'put the older database back as it was')
    .option('--force', 'with --rollback: give up what was written since')
    .addHelpText('after', EXAMPLE)
    .action(async (options: AdoptOptions, command: Command) => {
      const { connection, password, osUser, dataDirectory } = await launchSettings(globalOptions(command))
      const appVersion = locateInstallation().version
      const request: AdoptionRequest = { connection, password, osUser, host: 'cli', appVersion, nowMs: Date.now() }
      const call = { request, options, command, terminal }
      return options.rollback ? rollBack(call, join(dataDirectory, 'audit-logs')) : adopt(call)
    })
}

const loadService = () => import('#core/services/adoptionService.ts')

interface Call {
  readonly request: AdoptionRequest
  readonly options: AdoptOptions
  readonly command: Command
  readonly terminal: Terminal
}

async function adopt({ request, options, command, terminal }: Call): Promise<void> {
  const { previewAdoption, adoptDatabase } = await loadService()
  const plan = await previewAdoption(request)
  const isOneDocument = options.yes && globalOptions(command).json
  if (!isOneDocument) present(command, terminal, { json: { plan }, text: describePlan(plan) })
  if (options.dryRun) return
  if (!options.yes) await requireConsent(command, 'Adopt this database?')
  const report = await adoptDatabase(request, {
    onProgress: ({ table, done, total }) => terminal.showStatus(`${table}: ${done} of ${total} rows`),
  })
  terminal.showStatus('')
  present(command, terminal, { json: { plan, report }, text: describeReport(report) })
}

async function rollBack({ request, options, command, terminal }: Call, logFolder: string): Promise<void> {
  const { takeBackAdoption } = await loadService()
  if (!options.yes) await requireConsent(command, 'Take the adoption back, and put the older database in its place?')
  const outcome = await takeBackAdoption(request, { force: options.force ?? false, logFolder })
  present(command, terminal, { json: outcome, text: describeRollback(outcome) })
}

/** Throws `invalid_input` where nobody can answer, `cancelled` for any answer but yes. */
async function requireConsent(command: Command, question: string): Promise<void> {
  if (!process.stdin.isTTY || globalOptions(command).json) {
    throw new AppError('invalid_input', 'Nothing was changed: nobody is there to be asked. Add --yes to go on, or --dry-run to look only.')
  }
  const lines = createInterface({ input: process.stdin, output: process.stderr })
  const answer = await lines.question(`${question} [y/N] `).finally(() => lines.close())
  if (!/^y(es)?$/i.test(answer.trim())) throw new AppError('cancelled', 'Nothing was changed.')
}

const OUTCOME_COLUMNS = [
  { title: 'TABLE', cell: ({ name }: AdoptionPlan['outcomes'][number]) => name },
  { title: 'ROWS', align: 'right', cell: ({ rows }: AdoptionPlan['outcomes'][number]) => String(rows) },
  { title: 'TAKEN OVER', align: 'right', cell: ({ converted }: AdoptionPlan['outcomes'][number]) => String(converted) },
] as const

/** Rows that are not taken over stay in the older tables; the sum of both is every row. */
const describeOutcomes = (outcomes: AdoptionPlan['outcomes']) => formatTable(outcomes, OUTCOME_COLUMNS)

function describeFlags(flags: AdoptionPlan['flags']): string {
  if (flags.length === 0) return 'Nothing odd was found.\n'
  const columns = [
    { title: 'ROWS', align: 'right', cell: ({ rows }: AdoptionPlan['flags'][number]) => String(rows) },
    { title: 'ODD, KEPT AND FLAGGED', cell: ({ code }: AdoptionPlan['flags'][number]) => ADOPTION_FLAGS[code] },
  ] as const
  return formatTable(flags, columns)
}

function describePlan(plan: AdoptionPlan): string {
  const facts = formatFacts([
    ['Database', plan.label],
    ['Found', `an older AURELIUS database, shape ${plan.shape}`],
    ...plan.findings.map((finding) => ['', finding] as const),
    ['Older tables', `move to the schema "${plan.legacySchema}", unchanged`],
    ['Figures', 'percentages become fractions, stamps without a zone are read as UTC'],
    ['Series', `${plan.curves} curves and ${plan.tradeLists} lists of trades become compressed columns`],
  ])
  return [facts, describeOutcomes(plan.outcomes), describeFlags(plan.flags)].join('\n')
}

function describeReport(report: AdoptionReport): string {
  const { sampledRows, hash } = report.verification
  const facts = formatFacts([
    ['Adopted', `shape ${report.shape}; the older tables are in the schema "${report.legacySchema}"`],
    ['Series', `${report.artifacts} stored`],
    ['Verified', `all counts, and the values of ${sampledRows} runs (${hash.slice(0, 12)})`],
    ['Way back', 'aurelius db adopt --rollback'],
  ])
  return [facts, describeOutcomes(report.outcomes), describeFlags(report.flags)].join('\n')
}

function describeRollback({ restored, logFile }: TakenBack): string {
  return formatFacts([
    ['Put back', restored.join(', ')],
    ['Audit log', logFile],
  ])
}
