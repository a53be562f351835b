import { createReadStream } from 'node:fs'
import { type FileHandle, mkdir, open, rm } from 'node:fs/promises'
import { dirname } from 'node:path'
import { createInterface } from 'node:readline'
import { AppError } from '#shared/domain/appError.ts'
import { type AuditBreak, type AuditEntry, type AuditHead, type AuditVerification, auditEntrySchema } from '#shared/domain/audit.ts'
import { AuditChain } from '../repositories/auditChain.ts'

/** Writes an audit log that leaves its database: one row a line, as JSON. Throws `invalid_input` where no file can be written. */
export async function writeAuditFile(path: string, log: AsyncIterable<readonly AuditEntry[]>): Promise<void> {
  try {
    await mkdir(dirname(path), { recursive: true })
    const file = await open(path, 'wx', 0o600)
    await writeRows(file, log).catch(async (error: unknown) => {
      await rm(path, { force: true })
      throw error
    })
  } catch (error) {
    if (isFileProblem(error))
      throw new AppError('invalid_input', `The audit log cannot be kept in ${path}: ${error.code}. Nothing was changed.`)
    throw error
  }
}

async function writeRows(file: FileHandle, log: AsyncIterable<readonly AuditEntry[]>): Promise<void> {
  try {
    for await (const rows of log) await file.write(rows.map((row) => `${JSON.stringify(row)}\n`).join(''))
    await file.sync()
  } finally {
    await file.close()
  }
}

function isFileProblem(error: unknown): error is NodeJS.ErrnoException & { code: string } {
  return error instanceof Error && 'syscall' in error && 'code' in error && typeof error.code === 'string'
}

/**
 * Recomputes the chain of a log that was written to a file, as `verifyAudit` does in a database. Whether its end is whole
 * only a head shows that was kept elsewhere. Throws `not_found`.
 */
export async function verifyAuditFile(path: string, known: AuditHead | null): Promise<AuditVerification> {
  const chain = new AuditChain(known)
  for await (const line of linesOf(path)) {
    const row = readRow(line)
    const broken = row === null ? notARow(chain.head.seq + 1) : chain.follow(row)
    if (broken !== null) return chain.verdict(broken)
  }
  const { missedHead } = chain
  return chain.verdict(missedHead === null ? null : unknownHead(missedHead))
}

async function* linesOf(path: string): AsyncGenerator<string> {
  try {
    for await (const line of createInterface({ input: createReadStream(path, 'utf8') })) if (line !== '') yield line
  } catch (error) {
    if (isFileProblem(error)) throw new AppError('not_found', `${path} cannot be read: ${error.code}.`)
    throw error
  }
}

function readRow(line: string): AuditEntry | null {
  try {
    return auditEntrySchema.parse(JSON.parse(line))
  } catch {
    return null
  }
}

function unknownHead({ seq }: AuditHead): AuditBreak {
  const message = `Row ${seq} does not have the hash that was kept, or is missing: the file was cut or rewritten, or it is another log.`
  return { seq: Math.max(1, seq), kind: 'unknown_head', message }
}

function notARow(seq: number): AuditBreak {
  return { seq, kind: 'changed', message: `Line ${seq} of the file is no row of an audit log.` }
}
