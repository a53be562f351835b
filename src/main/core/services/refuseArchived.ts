import { AppError } from '#shared/domain/appError.ts'
import type { Strategy } from '#shared/domain/strategy.ts'

/** Throws `invalid_transition` for an archived strategy: nothing new is run of it. */
export function refuseArchived(strategy: Pick<Strategy, 'id' | 'name' | 'status'>): void {
  if (strategy.status !== 'archived') return
  throw new AppError('invalid_transition', `"${strategy.name}" is archived. Restore it before you run it.`, {
    details: { id: strategy.id },
  })
}
