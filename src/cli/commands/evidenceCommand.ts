import { lstat, readdir, readFile } from 'node:fs/promises'
import { join, relative, sep } from 'node:path'
import type { Command } from 'commander'
import { AppError } from '#shared/domain/appError.ts'
import { PACK_MANIFEST_FILE, type PackVerification } from '#shared/domain/evidencePack.ts'
import { globalOptions, present, withApplication } from '../commandContext.ts'
import { formatFacts } from '../table.ts'
import type { Terminal } from '../terminal.ts'
import { writeFolder } from '../writeFiles.ts'

interface ExportOptions {
  readonly strategy: string
  readonly out: string
  readonly run?: string
  readonly data: boolean
}

const EXPORT_EXAMPLE = `
Keep the hash of the pack somewhere else: with it nobody can exchange the whole pack unnoticed.

Example:
  $ aurelius evidence export --strategy <id> --out pack`

const VERIFY_EXAMPLE = `
Works offline and without a database. The exit code is 0 only when every file is as exported, everything follows from
everything else, and the run gives the same ledger again.

Examples:
  $ aurelius evidence verify pack
  $ aurelius evidence verify pack --data bars.csv --hash <hash of the pack>`

export function addEvidenceCommand(program: Command, terminal: Terminal): void {
  const evidence = program.command('evidence').description('Evidence packs: what a verdict rests on, in one folder that can be checked.')
  addExport(evidence, terminal)
  addVerify(evidence, terminal)
}

function addExport(evidence: Command, terminal: Terminal): void {
  evidence
    .command('export')
    .description('Verify the evidence of a strategy with a replay and write it into a new folder.')
    .requiredOption('--strategy <id>', 'strategy')
    .requiredOption('--out <folder>', 'folder to make')
    .option('--run <id>', 'completed run (default: the one the gates judged last)')
    .option('--no-data', 'leave the market data out')
    .addHelpText('after', EXPORT_EXAMPLE)
    .action(async ({ strategy, out, run, data }: ExportOptions, command: Command) => {
      await requireNewFolder(out)
      await withApplication({ options: globalOptions(command), terminal }, async ({ client }) =>
        writeFolder(out, await client.evidence.export({ strategyId: strategy, backtestId: run ?? null, withData: data })),
      )
      const { pack_hash: packHash } = JSON.parse(await readFile(join(out, PACK_MANIFEST_FILE), 'utf8'))
      present(command, terminal, { json: { folder: out, packHash }, text: `${out}\nPack hash: ${packHash}\n` })
    })
}

/** Throws `conflict`: a pack among other files could not be told from them. */
async function requireNewFolder(folder: string): Promise<void> {
  const names = await readdir(folder).catch(() => [])
  if (names.length === 0) return
  throw new AppError('conflict', `${folder} is not empty. Name a folder that does not exist yet.`, { details: { file: folder } })
}

function addVerify(evidence: Command, terminal: Terminal): void {
  evidence
    .command('verify')
    .description('Check a pack by itself: files, hashes, metrics, and the ledger by a replay.')
    .argument('<folder>', 'the pack')
    .option('--data <file>', 'CSV of the data the run was made on, when the pack holds none')
    .option('--hash <hash>', 'hash of the pack that was kept')
    .addHelpText('after', VERIFY_EXAMPLE)
    .action(async (folder: string, { data, hash }: { data?: string; hash?: string }, command: Command) => {
      // Loaded only here: the engine is large, and other commands need none of it.
      const { verifyPack } = await import('#core/services/evidence/verifyPack.ts')
      const { recheckRun } = await import('#core/jobs/evidence/recheckRun.ts')
      const text = data === undefined ? null : await readText(data)
      const files = await readPack(folder)
      const verified = withKnownHash(await verifyPack({ files, data: text, recheck: async (input) => recheckRun(input) }), hash)
      present(command, terminal, { json: verified, text: describe(verified) })
      if (!verified.intact || verified.replay.state !== 'equal') process.exitCode = 1
    })
}

function withKnownHash(verified: PackVerification, hash: string | undefined): PackVerification {
  if (hash === undefined || hash === verified.packHash) return verified
  const finding = { file: PACK_MANIFEST_FILE, reason: 'is not the manifest of the pack whose hash was kept' }
  return { ...verified, intact: false, findings: [finding, ...verified.findings] }
}

/** Every file of the folder by its path, with slashes. Throws `not_found`. */
async function readPack(folder: string): Promise<ReadonlyMap<string, string>> {
  const facts = await lstat(folder).catch(() => null)
  if (!facts?.isDirectory()) throw new AppError('not_found', `There is no folder ${folder}. Check the path.`, { details: { file: folder } })
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  const files = new Map<string, string>()
  for (const entry of entries) {
    if (entry.isDirectory()) continue
    const path = join(entry.parentPath, entry.name)
    files.set(relative(folder, path).split(sep).join('/'), entry.isFile() ? await readText(path) : '')
  }
  return files
}

async function readText(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8')
  } catch (error) {
    throw new AppError('not_found', `${file} cannot be read. Check the path and its rights.`, { details: { file }, cause: error })
  }
}

function describe({ intact, packHash, strategy, auditHead, files, findings, replay }: PackVerification): string {
  const facts = formatFacts([
    ['Pack', packHash ?? 'unknown'],
    ['Strategy', strategy === null ? 'unknown' : `${strategy.name}, version ${strategy.version} (${strategy.id})`],
    ['Audit head', auditHead === null ? 'unknown' : `${auditHead.seq}:${auditHead.rowHash}`],
    ['Files', String(files)],
    ['Replay', `${replay.state}: ${replay.reason}`],
    ['Verdict', verdictOf(intact, replay.state)],
  ])
  return `${facts}${findings.map(({ file, reason }) => `${file}: ${reason}\n`).join('')}`
}

function verdictOf(intact: boolean, replay: PackVerification['replay']['state']): string {
  if (!intact) return 'NOT INTACT'
  return replay === 'equal' ? 'intact' : 'intact as far as can be told without a replay'
}
