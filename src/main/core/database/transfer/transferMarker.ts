import type { Knex } from 'knex'
import { AppError } from '#shared/domain/appError.ts'
import type { Connection } from '#shared/domain/connection.ts'
import type { Database } from '../database.ts'
import { explainDatabaseError } from '../databaseError.ts'
import { connectionLabel } from '../databaseUrl.ts'
import type { RowKey } from './rowEncoding.ts'

/**
 * A copy that is under way keeps its state in the target, in a table of its own that no migration knows: where the rows
 * come from, and for each table the last key that was committed. The table is gone once the copy is verified.
 */
export const MARKER_TABLE = 'transfer_progress'
const SOURCE_STEP = 'source'
const COPIER_STEP = 'copier'

export interface TransferMarker {
  /** As `sourceIdentity` gives it. */
  readonly source: string
  /** Last committed key of each table that has been begun. */
  readonly lastKeys: ReadonlyMap<string, RowKey>
}

/** Tells one source from another; holds no secret. */
export function sourceIdentity(connection: Connection): string {
  if (connection.dialect === 'sqlite') return `sqlite:${connection.file}`
  const { host, port, database, schema } = connection
  return `postgres:${host}:${port}/${database}/${schema}`
}

/** null when no copy is under way. */
export async function readMarker(knex: Knex): Promise<TransferMarker | null> {
  if (!(await knex.schema.hasTable(MARKER_TABLE))) return null
  const steps: { step: string; state: string }[] = await knex(MARKER_TABLE).select('step', 'state')
  const states = new Map(steps.map(({ step, state }) => [step, state]))
  const source = states.get(SOURCE_STEP) ?? ''
  for (const step of [SOURCE_STEP, COPIER_STEP]) states.delete(step)
  return { source, lastKeys: new Map([...states].map(([table, state]) => [table, JSON.parse(state) as RowKey])) }
}

/** Who is to copy: of several, the one that came last. */
export interface Copier {
  /** Unique to one copy. */
  readonly id: string
  /** As `sourceIdentity` gives it. */
  readonly source: string
}

export async function createMarker(knex: Knex, { id, source }: Copier): Promise<void> {
  await dropMarker(knex)
  await knex.schema.createTable(MARKER_TABLE, (table) => {
    table.text('step').primary()
    table.text('state').notNullable()
  })
  await knex(MARKER_TABLE).insert([
    { step: SOURCE_STEP, state: source },
    { step: COPIER_STEP, state: id },
  ])
}

/** Goes on with what another copier has begun, which from now on may write no more. */
export async function takeOverMarker(knex: Knex, { id }: Copier): Promise<void> {
  await knex(MARKER_TABLE).insert({ step: COPIER_STEP, state: id }).onConflict('step').merge()
}

/**
 * Call first in every transaction that writes: it holds others off until the commit. Throws `conflict` when another
 * copier has taken over, so that no row arrives twice.
 */
export async function requireTurn(knex: Knex, { id, label }: { readonly id: string; readonly label: string }): Promise<void> {
  if ((await countTurns(knex, { id, label })) > 0) return
  throw new AppError('conflict', `Another copy into ${label} was begun meanwhile and goes on in place of this one. Wait for its end.`)
}

/** Without asking first whether the table is there: this runs with every batch. */
async function countTurns(knex: Knex, { id, label }: { readonly id: string; readonly label: string }): Promise<number> {
  try {
    return await knex(MARKER_TABLE).where({ step: COPIER_STEP, state: id }).update({ state: id })
  } catch (error) {
    // The other copy has come to its end, and the table is gone.
    if (explainDatabaseError(error, label)?.code === 'migration_required') return 0
    throw error
  }
}

/** Call in the transaction that writes the rows. */
export async function saveLastKey(knex: Knex, table: string, lastKey: RowKey): Promise<void> {
  const step = { step: table, state: JSON.stringify(lastKey) }
  await knex(MARKER_TABLE).insert(step).onConflict('step').merge()
}

export async function dropMarker(knex: Knex): Promise<void> {
  await knex.schema.dropTableIfExists(MARKER_TABLE)
}

/** Keeps work away from a database that holds half a copy. Throws `unavailable`. */
export async function requireWholeDatabase(db: Database): Promise<void> {
  const marker = await db.run(readMarker)
  if (marker !== null) throw unfinishedCopy(db.connection, marker)
}

function unfinishedCopy(connection: Connection, { source }: TransferMarker): AppError {
  const label = connectionLabel(connection)
  return new AppError(
    'unavailable',
    `${label} holds an unfinished copy of ${source}, so it is not opened. Run the same copy again to finish it, or delete it with "aurelius db drop --yes".`,
    { details: { database: label, source } },
  )
}
