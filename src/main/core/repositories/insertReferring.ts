import { isAppError } from '#shared/domain/appError.ts'

const isMissing = (error: unknown) => isAppError(error) && error.code === 'not_found'

/**
 * Inserts a row and leaves it to the foreign keys to check what it refers to. Only when they refuse does
 * `requireReferred` look which row is missing, and its `not_found` replaces theirs.
 */
export async function insertReferring(insert: () => Promise<unknown>, requireReferred: () => Promise<unknown>): Promise<void> {
  try {
    await insert()
  } catch (error) {
    if (!isMissing(error)) throw error
    // Inside a transaction PostgreSQL answers nothing more after the refusal; the foreign key's own words then stand.
    const missing: unknown = await requireReferred().then(
      () => null,
      (reason: unknown) => reason,
    )
    throw isMissing(missing) ? missing : error
  }
}
