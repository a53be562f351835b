import type { ReviewNote } from '#shared/domain/governance.ts'
import type { DatabaseHandle } from '../database/database.ts'
import { recordChange } from '../repositories/auditRepository.ts'
import { createReviewNote, listReviewNotes, resolveObjection } from '../repositories/reviewRepository.ts'
import { getStrategy } from '../repositories/strategyRepository.ts'
import { newId } from './newId.ts'

export interface ReviewService {
  /** Of all versions, newest first. */
  list(strategyId: string): Promise<ReviewNote[]>
  /** Of the current version, in the name of whoever is logged in. */
  note(note: { strategyId: string; text: string; isObjection: boolean }): Promise<ReviewNote>
  /** Throws `not_found` when there is no such objection that is open. */
  resolve(answer: { id: string; resolution: string }): Promise<ReviewNote>
}

export function createReviewService(db: DatabaseHandle, now: () => number): ReviewService {
  return {
    list: async (strategyId) => {
      await getStrategy(db, strategyId)
      return listReviewNotes(db, strategyId)
    },
    note: async ({ strategyId, text, isObjection }) => {
      const { version } = await getStrategy(db, strategyId)
      const note: ReviewNote = {
        ...{ id: newId(), strategyId, strategyVersion: version, author: db.actor.name, text, isObjection, createdAtMs: now() },
        ...{ resolvedBy: null, resolvedAtMs: null, resolution: null },
      }
      await recordChange(
        db,
        (transaction) => createReviewNote(transaction, note),
        () => ({ action: 'review.note', objectType: 'strategy', objectId: strategyId, payload: note, nowMs: note.createdAtMs }),
      )
      return note
    },
    resolve: ({ id, resolution }) => {
      const nowMs = now()
      return recordChange(
        db,
        (transaction) => resolveObjection(transaction, { id, resolution, by: db.actor.name, nowMs }),
        ({ strategyId }) => ({
          action: 'review.resolve',
          objectType: 'strategy',
          objectId: strategyId,
          payload: { noteId: id, resolution },
          nowMs,
        }),
      )
    },
  }
}
