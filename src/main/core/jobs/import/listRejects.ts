import { closeSync, createReadStream, openSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import type { RowProblem } from '#engine/market/inspectQuality.ts'
import { isAppError } from '#shared/domain/appError.ts'
import type { ReadControl } from './fileSource.ts'
import { type FileLook, withFileBars } from './readFile.ts'

/** A row that an import leaves out; `line` is 1-based, of Parquet the row. */
export type RejectedRow = Pick<RowProblem, 'line' | 'column' | 'problem'>

/** Text is written out in pieces of about so many characters. */
const PIECE_CHARACTERS = 65_536

const fileOf = (scratch: string) => join(scratch, 'rejects')

/**
 * Writes every row that an import would leave out into the request's scratch folder, in file order, and answers how many
 * there are. Throws AppError as withFileBars does, but not because every row is bad.
 */
export async function listRejects(request: FileLook, control: ReadControl): Promise<number> {
  const file = openSync(fileOf(request.scratch), 'wx', 0o600)
  let count = 0
  let text = ''
  const onReject = ({ line, column, problem }: RowProblem) => {
    count++
    text += `${JSON.stringify({ line, column, problem })}\n`
    if (text.length < PIECE_CHARACTERS) return
    writeSync(file, text)
    text = ''
  }
  try {
    await withFileBars({ ...request, strict: false }, { ...control, onReject }, () => undefined).catch(forgiveNoBars)
    writeSync(file, text)
    return count
  } finally {
    closeSync(file)
  }
}

function forgiveNoBars(error: unknown): void {
  if (!isAppError(error) || error.details['rejectedRows'] === undefined) throw error
}

/** What listRejects found, row by row. */
export async function* readRejects(scratch: string): AsyncGenerator<RejectedRow> {
  const lines = createInterface({ input: createReadStream(fileOf(scratch), 'utf8'), crlfDelay: Number.POSITIVE_INFINITY })
  for await (const line of lines) yield JSON.parse(line) as RejectedRow
}
