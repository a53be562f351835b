import type { Command } from 'commander'
import { locateInstallation } from '#core/config/installation.ts'
import type { BackupManifest, CopyReport, Endpoint } from '#core/services/transferService.ts'
import { present } from '../../commandContext.ts'
import { formatFacts, formatTable } from '../../table.ts'
import type { Terminal } from '../../terminal.ts'
import { formatBytes, watchTransfer } from '../../transferProgress.ts'
import { databaseRequest } from './databaseRequest.ts'

interface ReplaceOptions {
  readonly replace: boolean
}

const REPLACE = ['--replace', 'delete what the target holds'] as const

const loadTransfer = () => import('#core/services/transferService.ts')

const COPY_EXAMPLE = `
FROM and TO are SQLite files or postgresql:// URLs. All rows are those of one moment, and each is read back and
compared. A copy that was interrupted goes on when it is started again.

Example:
  $ aurelius db copy ./research.sqlite postgresql://quant@db.example.org/research`

/** Commands that move whole databases. */
export function addTransferCommands(database: Command, terminal: Terminal): void {
  const { version } = locateInstallation()

  database
    .command('copy')
    .description('Copy a whole database into another, which may be of the other kind.')
    .argument('<from>', 'SQLite file or URL')
    .argument('<to>', 'SQLite file or URL: empty, or not there yet')
    .option(...REPLACE, false)
    .addHelpText('after', COPY_EXAMPLE)
    .action(async (...[from, to, { replace }, command]: [string, string, ReplaceOptions, Command]) => {
      const { copyBetween } = await loadTransfer()
      const route = { from: await endpointOf(from), to: await endpointOf(to), replace }
      const report = await watchTransfer(terminal, version, (options) => copyBetween(route, options))
      present(command, terminal, { json: report, text: describeCopy(report) })
    })

  database
    .command('backup')
    .description('Write the whole database into a new SQLite file, verified.')
    .argument('<file>', 'file to make')
    .action(async (file: string, _options: unknown, command: Command) => {
      const { backUp } = await loadTransfer()
      const from = await databaseRequest(command)
      const report = await watchTransfer(terminal, version, (options) => backUp({ from, file }, options))
      const facts = [['Backup', report.file] as const, ['Size', formatBytes(report.fileBytes)] as const]
      present(command, terminal, { json: report, text: `${describeCopy(report)}\n${formatFacts(facts)}` })
    })

  database
    .command('verify')
    .description('Read a whole backup and compare it with what it says about itself.')
    .argument('<file>', 'a file made by "aurelius db backup"')
    .action(async (file: string, _options: unknown, command: Command) => {
      const { verifyBackupFile } = await loadTransfer()
      const manifest = await watchTransfer(terminal, version, (options) => verifyBackupFile(file, options))
      present(command, terminal, { json: manifest, text: describeManifest(manifest) })
    })

  database
    .command('restore')
    .description('Verify a backup and copy it back.')
    .argument('<file>', 'a file made by "aurelius db backup"')
    .option(...REPLACE, false)
    .action(async (file: string, { replace }: ReplaceOptions, command: Command) => {
      const { restoreBackup } = await loadTransfer()
      const to = await databaseRequest(command)
      const report = await watchTransfer(terminal, version, (options) => restoreBackup({ file, to, replace }, options))
      present(command, terminal, { json: report, text: describeCopy(report) })
    })
}

/** A URL without a password finds it in DB_PASSWORD. */
async function endpointOf(address: string): Promise<Endpoint> {
  const { parseEndpoint } = await loadTransfer()
  return parseEndpoint(address, process.env['DB_PASSWORD'] ?? null)
}

interface TableLine {
  readonly name: string
  readonly rows: number
  readonly bytes: number
  readonly sha256: string
}

function tableOf(lines: readonly TableLine[]): string {
  return formatTable(lines, [
    { title: 'TABLE', cell: ({ name }) => name },
    { title: 'ROWS', cell: ({ rows }) => String(rows), align: 'right' },
    { title: 'DATA', cell: ({ bytes }) => formatBytes(bytes), align: 'right' },
    { title: 'SHA-256', cell: ({ sha256 }) => sha256.slice(0, 16) },
  ])
}

function describeCopy({ tables, resumed }: CopyReport): string {
  const lines = Object.entries(tables).map(([name, digest]) => ({ name, ...digest }))
  return `${tableOf(lines)}\nEvery row was read back and is equal.${resumed ? ' Went on from an interrupted copy.' : ''}\n`
}

function describeManifest({ appVersion, createdAtMs, source, tables }: BackupManifest): string {
  const facts = [
    ['Made', new Date(createdAtMs).toISOString()],
    ['By', `Aurelius ${appVersion}`],
    ['From', source],
  ] as const
  return `${tableOf(tables)}\n${formatFacts(facts)}The backup is whole.\n`
}
