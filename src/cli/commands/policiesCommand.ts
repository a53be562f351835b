import type { Command } from 'commander'
import { AppError } from '#shared/domain/appError.ts'
import { type GatePolicyDraft, gatePolicyDraftSchema, type PolicyDryRun } from '#shared/domain/gatePolicy.ts'
import { globalOptions, present, withApplication } from '../commandContext.ts'
import { formatInstant } from '../figures.ts'
import { readJsonFile } from '../readJsonFile.ts'
import { formatTable } from '../table.ts'
import type { Terminal } from '../terminal.ts'

const HELP = `
A policy is the thresholds of all gates. "show" prints the one in force: save it, change it, look at what it would change
with "dry-run", then "save" it as the next version. Versions are never changed. A policy that lets a known-bad run pass is refused.

Example:
  $ aurelius policies show > policy.json
  $ aurelius policies dry-run policy.json
  $ aurelius policies save policy.json --reason "Drawdowns above 20% are not ours."`

export function addPoliciesCommand(program: Command, terminal: Terminal): void {
  const policies = program.command('policies').description('The thresholds that gates judge by.').addHelpText('after', HELP)
  addReading(policies, terminal)
  addChanging(policies, terminal)
}

function addReading(policies: Command, terminal: Terminal): void {
  policies
    .command('list')
    .description('Every version, the one in force first.')
    .action(async (_: unknown, command: Command) => {
      const versions = await withApplication({ options: globalOptions(command), terminal }, ({ client }) => client.policies.list())
      const text = formatTable(versions, [
        { title: 'VERSION', cell: ({ policy }) => policy.version },
        { title: 'SAVED', cell: ({ createdAtMs }) => (createdAtMs === 0 ? 'built in' : formatInstant(createdAtMs)) },
        { title: 'BY', cell: ({ author }) => author },
        { title: 'REASON', cell: ({ reason }) => reason },
      ])
      present(command, terminal, { json: versions, text })
    })
  policies
    .command('show')
    .description('Print the policy in force as JSON.')
    .action(async (_: unknown, command: Command) => {
      const [current] = await withApplication({ options: globalOptions(command), terminal }, ({ client }) => client.policies.list())
      const { version: _version, ...draft } = current!.policy
      terminal.write(`${JSON.stringify(draft, null, 2)}\n`)
    })
}

function addChanging(policies: Command, terminal: Terminal): void {
  policies
    .command('dry-run')
    .description('List which strategies would flip under another policy; nothing is stored.')
    .argument('<file>', 'policy as JSON')
    .action(async (file: string, _: unknown, command: Command) => {
      const draft = await readPolicy(file)
      const outcome = await withApplication({ options: globalOptions(command), terminal }, ({ client }) =>
        client.policies.dryRun({ draft }),
      )
      present(command, terminal, { json: outcome, text: describeDryRun(outcome) })
    })
  policies
    .command('save')
    .description('Save a policy as the next version; it is in force at once.')
    .argument('<file>', 'policy as JSON')
    .requiredOption('--reason <text>', 'why it changes')
    .action(async (file: string, { reason }: { reason: string }, command: Command) => {
      const draft = await readPolicy(file)
      const stored = await withApplication({ options: globalOptions(command), terminal }, async ({ client }) => {
        const [current] = await client.policies.list()
        return client.policies.save({ draft, reason, expectedVersion: current!.policy.version })
      })
      present(command, terminal, { json: stored, text: `Policy ${stored.policy.version} is in force. Older verdicts are stale.\n` })
    })
}

/** @throws AppError `invalid_input` naming the first threshold that is wrong. */
async function readPolicy(file: string): Promise<GatePolicyDraft> {
  const parsed = gatePolicyDraftSchema.safeParse(await readJsonFile(file, 'policy'))
  if (parsed.success) return parsed.data
  const [issue] = parsed.error.issues
  throw new AppError('invalid_input', `${issue?.path.join('.') ?? 'policy'}: ${issue?.message}`, { details: { file } })
}

function describeDryRun({ judged, withoutEvidence, effects }: PolicyDryRun): string {
  const flips = effects.filter(({ before, after }) => before !== after)
  const table = formatTable(effects, [
    { title: 'STRATEGY', cell: ({ strategyName }) => strategyName },
    { title: 'GATE', cell: ({ gateType }) => gateType },
    { title: 'VERDICT', cell: ({ before, after }) => (before === after ? before : `${before} -> ${after}`) },
    { title: 'CHECKS', cell: ({ checks }) => checks.map(({ id, before, after }) => `${id} ${before} -> ${after}`).join(', ') },
  ])
  const unknown = withoutEvidence === 0 ? '' : ` ${withoutEvidence} could not be judged: their evidence was not kept.`
  return `${effects.length === 0 ? '' : `${table}\n`}${flips.length} of ${judged} verdicts would flip.${unknown}\n`
}
