import { readFile } from 'node:fs/promises'
import { AppError } from '#shared/domain/appError.ts'

/**
 * The text of a UTF-8 file, without a byte order mark. `what` names the file's role in the error message.
 * @throws AppError `not_found`, `invalid_input` (a folder, no permission), `data_invalid` (not text).
 */
export async function readTextFile(path: string, what: string): Promise<string> {
  const bytes = await readFile(path).catch((error: NodeJS.ErrnoException) => {
    throw unreadable({ path, what, error })
  })
  if (bytes.includes(0)) throw notText(path, what)
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    throw notText(path, what)
  }
}

export function unreadable({ path, what, error }: { path: string; what: string; error: NodeJS.ErrnoException }): AppError {
  const details = { file: path }
  switch (error.code) {
    case 'ENOENT':
      return new AppError('not_found', `The ${what} ${path} does not exist; check the path`, { details })
    case 'EISDIR':
      return new AppError('invalid_input', `The ${what} ${path} is a folder; name a file in it`, { details })
    default:
      return new AppError('invalid_input', `The ${what} ${path} cannot be read (${error.code ?? error.message})`, { details })
  }
}

function notText(path: string, what: string): AppError {
  return new AppError('data_invalid', `The ${what} ${path} is not UTF-8 text; save it as UTF-8 and try again`, { details: { file: path } })
}
