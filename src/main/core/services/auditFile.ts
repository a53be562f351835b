import { createReadStream } from 'node:fs'
import { type FileHandle, mkdir, open, rm } from 'node:fs/promises'
import { dirname } from 'node:path'
import { createInterface } from 'node:readline'
import { AppError } from '#shared/domain/appError.ts'
import { type AuditBreak, type AuditEntry, type AuditHead, type AuditVerification, auditEntrySchema } from '#shared/domain/audit.ts'
import { checkAuditRow, EMPTY_HEAD } from '../repositories/auditChain.ts'

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
  let head = EMPTY_HEAD
  let isKnown = known === null || known.seq === 0
  const answer = (firstBreak: AuditBreak | null): AuditVerification => ({ intact: firstBreak === null, rows: head.seq, head, firstBreak })
  for await (const line of linesOf(path)) {
    const row = readRow(line)
    const broken = row === null ? notARow(head.seq + 1) : checkAuditRow(head, row)
    if (row === null || broken !== null) return answer(broken)
    head = { seq: row.seq, rowHash: row.rowHash }
    if (head.seq === known?.seq && head.rowHash === known.rowHash) isKnown = true
  }
  if (isKnown || known === null) return answer(null)
  const message = `Row ${known.seq} does not have the hash that was kept, or is missing: the file was cut or rewritten, or it is another log.`
  return answer({ seq: known.seq, kind: 'unknown_head', message })
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

function notARow(seq: number): AuditBreak {
  return { seq, kind: 'changed', message: `Line ${seq} of the file is no row of an audit log.` }
}
