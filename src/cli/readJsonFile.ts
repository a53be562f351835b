import { AppError } from '#shared/domain/appError.ts'
import { readTextFile } from './readTextFile.ts'

/** @throws AppError as readTextFile, and `invalid_input` when the text is not JSON. */
export async function readJsonFile(path: string, what: string): Promise<unknown> {
  const text = await readTextFile(path, what)
  try {
    return JSON.parse(text)
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    throw new AppError('invalid_input', `The ${what} ${path} is not valid JSON: ${reason}`, { details: { file: path } })
  }
}
