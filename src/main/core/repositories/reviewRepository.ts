import type { DatabaseHandle } from '#core/database/database.ts'
import { bindInstant, readBoolean } from '#core/database/dialect.ts'
import { AppError } from '#shared/domain/appError.ts'
import type { ReviewNote } from '#shared/domain/governance.ts'

interface NoteRow {
  id: string
  strategy_id: string
  strategy_version: number
  author: string
  text: string
  is_objection: boolean | number
  created_at: number
  resolved_by: string | null
  resolved_at: number | null
  resolution: string | null
}

function toNote(row: NoteRow): ReviewNote {
  return {
    id: row.id,
    strategyId: row.strategy_id,
    strategyVersion: row.strategy_version,
    author: row.author,
    text: row.text,
    isObjection: readBoolean(row.is_objection),
    createdAtMs: row.created_at,
    resolvedBy: row.resolved_by,
    resolvedAtMs: row.resolved_at,
    resolution: row.resolution,
  }
}

/** Throws `not_found` for an unknown version. */
export async function createReviewNote(db: DatabaseHandle, note: ReviewNote): Promise<void> {
  const row = {
    id: note.id,
    strategy_id: note.strategyId,
    strategy_version: note.strategyVersion,
    author: note.author,
    text: note.text,
    is_objection: db.dialect === 'sqlite' ? Number(note.isObjection) : note.isObjection,
    created_at: bindInstant(db.dialect, note.createdAtMs),
  }
  await db.run((knex) => knex('review_notes').insert(row))
}

export interface Resolution {
  readonly id: string
  readonly resolution: string
  readonly by: string
  readonly nowMs: number
}

/** Throws `not_found` when there is no such objection that is open. */
export async function resolveObjection(db: DatabaseHandle, { id, resolution, by, nowMs }: Resolution): Promise<ReviewNote> {
  const changes = { resolution, resolved_by: by, resolved_at: bindInstant(db.dialect, nowMs) }
  const [row]: NoteRow[] = await db.run((knex) =>
    knex('review_notes').where({ id, is_objection: true }).whereNull('resolved_at').update(changes, '*'),
  )
  if (row) return toNote(row)
  throw new AppError('not_found', `There is no open objection ${id}. Reload the list.`, { details: { id } })
}

/** Of all versions, newest first. */
export async function listReviewNotes(db: DatabaseHandle, strategyId: string): Promise<ReviewNote[]> {
  const rows: NoteRow[] = await db.run((knex) =>
    knex('review_notes')
      .where({ strategy_id: strategyId })
      .orderBy([
        { column: 'created_at', order: 'desc' },
        { column: 'id', order: 'desc' },
      ]),
  )
  return rows.map(toNote)
}
