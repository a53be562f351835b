import { AppError } from '#shared/domain/appError.ts'

/** What a write answers in a database that was opened for reading only because its connection says so. */
export function readOnlyByChoice(label: string): AppError {
  return new AppError(
    'database_read_only',
    `${label} is open for reading only, as its connection asks; nothing was changed. To write, open it without read-only in Settings.`,
    { details: { database: label } },
  )
}
