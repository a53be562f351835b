import type { Command } from 'commander'
import { AppError } from '#shared/domain/appError.ts'
import type { AuditEntry, AuditHead, AuditVerification } from '#shared/domain/audit.ts'
import { globalOptions, present, withApplication } from '../commandContext.ts'
import { formatInstant } from '../figures.ts'
import { readItems } from '../pages.ts'
import { readCount } from '../readOption.ts'
import { formatTable } from '../table.ts'
import type { Terminal } from '../terminal.ts'

interface ListOptions {
  readonly limit: number
  readonly actor?: string
  readonly action?: string
  readonly object?: string
  readonly from?: string
  readonly to?: string
}

const VERIFY_EXAMPLE = `
The log is tamper-evident, not tamper-proof: who owns the database can rewrite it whole. Keep the head that "audit head"
prints (an evidence pack holds it too) outside the database, and --head shows whether it is still in the log.
The exit code is 0 only when the log is intact.

Examples:
  $ aurelius audit verify
  $ aurelius audit verify --head 42:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08`

export function addAuditCommand(program: Command, terminal: Terminal): void {
  const audit = program.command('audit').description('Read and check the log of every change.')
  addList(audit, terminal)
  addHead(audit, terminal)
  addVerify(audit, terminal)
}

function addList(audit: Command, terminal: Terminal): void {
  audit
    .command('list')
    .description('List changes, newest first.')
    .option('--limit <n>', 'at most so many', readCount, 50)
    .option('--actor <name>', 'changes by one person')
    .option('--action <action>', 'one action such as strategy.update, or one noun such as gate')
    .option('--object <id>', 'changes to one object')
    .option('--from <date>', 'first day, UTC')
    .option('--to <date>', 'last day, UTC')
    .action(async ({ limit, actor, action, object, from, to }: ListOptions, command: Command) => {
      const filter = { actor: actor ?? null, action: action ?? null, objectId: object ?? null, from: from ?? null, to: to ?? null }
      const items = await withApplication({ options: globalOptions(command), terminal }, ({ client }) =>
        readItems(limit, (page) => client.audit.list({ ...filter, ...page })),
      )
      present(command, terminal, { json: items, text: auditTable(items) })
    })
}

function addHead(audit: Command, terminal: Terminal): void {
  audit
    .command('head')
    .description('Print the end of the chain, to be kept somewhere else.')
    .action(async (_options: unknown, command: Command) => {
      const head = await withApplication({ options: globalOptions(command), terminal }, ({ client }) => client.audit.head())
      present(command, terminal, { json: head, text: `${head.seq}:${head.rowHash}\n` })
    })
}

function addVerify(audit: Command, terminal: Terminal): void {
  audit
    .command('verify')
    .description('Recompute the chain and name the first row that does not fit.')
    .option('--head <seq:hash>', 'a head that was kept, to be found in the log')
    .option('--file <file>', 'a log that was written to a file when its database was given up')
    .addHelpText('after', VERIFY_EXAMPLE)
    .action(async ({ head, file }: { head?: string; file?: string }, command: Command) => {
      const known = head === undefined ? null : readHead(head)
      const result =
        file === undefined
          ? await withApplication({ options: globalOptions(command), terminal }, ({ client }) => client.audit.verify({ known }))
          : await (await import('#core/services/auditFile.ts')).verifyAuditFile(file, known)
      present(command, terminal, { json: result, text: describeVerification(result) })
      if (!result.intact) process.exitCode = 1
    })
}

/** Throws `invalid_input`. */
function readHead(text: string): AuditHead {
  const [, seq, rowHash] = /^(\d{1,15}):([0-9a-f]{64})$/.exec(text) ?? []
  if (seq === undefined || rowHash === undefined) {
    throw new AppError('invalid_input', 'head: must be a row and its hash as "aurelius audit head" prints them, such as 42:9f86d0…')
  }
  return { seq: Number(seq), rowHash }
}

function describeVerification({ intact, rows, head, firstBreak }: AuditVerification): string {
  if (firstBreak === null) return `The audit log is intact: ${rows} rows, head ${head.seq}:${head.rowHash}.\n`
  return `The audit log is ${intact ? 'intact' : 'BROKEN'}. First break at row ${firstBreak.seq}: ${firstBreak.message}\n`
}

function auditTable(entries: readonly AuditEntry[]): string {
  return formatTable(entries, [
    { title: 'ROW', cell: ({ seq }) => String(seq), align: 'right' },
    { title: 'TIME', cell: ({ recordedAtMs }) => formatInstant(recordedAtMs) },
    { title: 'WHO', cell: ({ actor }) => actor },
    { title: 'WHAT', cell: ({ action }) => action },
    { title: 'OBJECT', cell: ({ objectId }) => objectId },
    { title: 'FACTS', cell: ({ payload }) => (payload.length > 80 ? `${payload.slice(0, 79)}…` : payload) },
  ])
}
