import type { Knex } from 'knex'
import type { Actor, DatabaseHandle } from '#core/database/database.ts'
import { bindInstant } from '#core/database/dialect.ts'
import { prepared } from '#core/database/preparedStatements.ts'
import { AppError, assertNever } from '#shared/domain/appError.ts'
import type { AuditAction, AuditBreak, AuditEntry, AuditHead, AuditObjectType, AuditVerification } from '#shared/domain/audit.ts'
import { dateToMs } from '#shared/domain/calendarDate.ts'
import type { Page } from '#shared/domain/page.ts'
import { AuditChain, auditText, canonicalJson, EMPTY_HEAD, hashAuditRow } from './auditChain.ts'
import { type PageRequest, readPage, type SortDirection } from './keysetPage.ts'

/** What was done to what; who did it, the handle knows. */
export interface AuditFact {
  readonly action: AuditAction
  readonly objectType: AuditObjectType
  readonly objectId: string
  /** Any JSON value; never holds a secret. */
  readonly payload: unknown
  readonly nowMs: number
}

/**
 * Records a change in the transaction that makes it: both stand or neither. The row is written as part of the commit,
 * because from then on every other writer of the log waits. Throws `internal` outside a transaction.
 */
export function appendAudit(transaction: DatabaseHandle, { action, objectType, objectId, payload, nowMs }: AuditFact): void {
  const { name, client } = transaction.actor
  const content = { recordedAtMs: nowMs, actor: name, client, action, objectType, objectId, payload: canonicalJson(payload) }
  const text = auditText(content)
  transaction.beforeCommit((handle) => insertEntry(handle, { ...content, text }))
}

/** appendAudit in a transaction of the server that is no handle's, such as one that migrates. */
export function appendAuditOnServer(knex: Knex, { name, client }: Actor, fact: AuditFact): Promise<void> {
  const { action, objectType, objectId, payload, nowMs } = fact
  const content = { recordedAtMs: nowMs, actor: name, client, action, objectType, objectId, payload: canonicalJson(payload) }
  const run: DatabaseHandle['run'] = async (statement) => statement(knex)
  return leaveForCommit({ dialect: 'postgres', run }, { ...content, text: auditText(content) })
}

/** The whole log, with what this transaction of the server has recorded so far; for a transaction that will drop it. */
export async function* readAuditOnServer(knex: Knex): AsyncGenerator<readonly AuditEntry[]> {
  // Entries wait for the commit otherwise.
  await knex.raw('SET CONSTRAINTS ALL IMMEDIATE')
  yield* readAuditChain({ run: async (statement) => statement(knex) })
}

/** Makes a change and records it, both or neither. `tell` is asked what it was once it is made. */
export function recordChange<Result>(
  db: DatabaseHandle,
  change: (transaction: DatabaseHandle) => Promise<Result>,
  tell: (result: Result) => AuditFact,
): Promise<Result> {
  return db.transaction(async (transaction) => {
    const result = await change(transaction)
    appendAudit(transaction, tell(result))
    return result
  })
}

interface NewEntry extends Omit<AuditEntry, 'seq' | 'prevHash' | 'rowHash'> {
  readonly text: string
}

async function insertEntry(db: DatabaseHandle, entry: NewEntry): Promise<void> {
  switch (db.dialect) {
    case 'postgres':
      return leaveForCommit(db, entry)
    case 'sqlite':
      return appendUnderFileLock(db, entry)
    default:
      return assertNever(db.dialect)
  }
}

/** The server chains what waits there when the transaction commits. */
async function leaveForCommit(db: Pick<DatabaseHandle, 'dialect' | 'run'>, entry: NewEntry): Promise<void> {
  const { recordedAtMs, actor, client, action, objectType, objectId, payload, text } = entry
  const row = { actor, client, action, object_type: objectType, object_id: objectId, payload, entry: text }
  await db.run((knex) => prepared(knex('audit_pending').insert({ ...row, recorded_at: bindInstant(db.dialect, recordedAtMs) })))
}

/** A transaction that writes has locked the file since it began. */
async function appendUnderFileLock(db: DatabaseHandle, entry: NewEntry): Promise<void> {
  const head = await getAuditHead(db)
  const rowHash = hashAuditRow(head.rowHash, entry.text)
  const seq = head.seq + 1
  const row = {
    seq,
    recorded_at: entry.recordedAtMs,
    actor: entry.actor,
    client: entry.client,
    action: entry.action,
    object_type: entry.objectType,
    object_id: entry.objectId,
    payload: entry.payload,
    prev_hash: head.rowHash,
    row_hash: rowHash,
  }
  await db.run((knex) => knex('audit_log').insert(row))
  await db.run((knex) => knex('audit_head').insert({ id: 1, seq, row_hash: rowHash }).onConflict('id').merge())
}

/** The end of the chain; `EMPTY_HEAD` when nothing was recorded yet. */
export async function getAuditHead(db: DatabaseHandle): Promise<AuditHead> {
  const row: { seq: number; row_hash: string } | undefined = await db.run((knex) => prepared(knex('audit_head')).first('seq', 'row_hash'))
  return row ? { seq: row.seq, rowHash: row.row_hash } : EMPTY_HEAD
}

interface AuditRow {
  seq: number
  recorded_at: number
  actor: string
  client: string
  action: string
  object_type: string
  object_id: string
  payload: string
  prev_hash: string
  row_hash: string
}

const COLUMNS = ['seq', 'recorded_at', 'actor', 'client', 'action', 'object_type', 'object_id', 'payload', 'prev_hash', 'row_hash']

function toEntry(row: AuditRow): AuditEntry {
  return {
    seq: row.seq,
    recordedAtMs: row.recorded_at,
    actor: row.actor,
    client: row.client,
    action: row.action,
    objectType: row.object_type,
    objectId: row.object_id,
    payload: row.payload,
    prevHash: row.prev_hash,
    rowHash: row.row_hash,
  }
}

/** What is null filters nothing. */
export interface AuditFilter {
  readonly actor: string | null
  /** A whole action, such as `strategy.update`, or the noun before the dot. */
  readonly action: string | null
  readonly objectType: string | null
  readonly objectId: string | null
  /** Calendar dates (UTC), both inclusive. */
  readonly from: string | null
  readonly to: string | null
  /** One row, by its number in the log. */
  readonly seq?: number | null
}

export interface AuditQuery extends AuditFilter, PageRequest {
  readonly direction: SortDirection
}

const DAY_MS = 86_400_000

function filterAudit(db: DatabaseHandle, query: Knex.QueryBuilder, filter: AuditFilter): Knex.QueryBuilder {
  const { actor, action, objectType, objectId, from, to, seq = null } = filter
  if (actor !== null) query.where({ actor })
  if (action?.includes('.')) query.where({ action })
  else if (action !== null) query.where('action', '>=', `${action}.`).where('action', '<', `${action}/`)
  if (objectType !== null) query.where({ object_type: objectType })
  if (objectId !== null) query.where({ object_id: objectId })
  if (seq !== null) query.where({ seq })
  if (from !== null) query.where('recorded_at', '>=', bindInstant(db.dialect, dateToMs(from)))
  if (to !== null) query.where('recorded_at', '<', bindInstant(db.dialect, dateToMs(to) + DAY_MS))
  return query
}

/** In the order of the log, or the newest first. */
export function listAudit(db: DatabaseHandle, query: AuditQuery): Promise<Page<AuditEntry>> {
  return readPage<AuditRow & { id: string }, AuditEntry>(db, {
    source: (knex) => filterAudit(db, knex('audit_log'), query),
    columns: [...COLUMNS, 'row_hash as id'],
    idColumn: 'row_hash',
    sortName: 'seq',
    sort: { sql: 'seq', kind: 'number', nullable: false },
    direction: query.direction,
    request: query,
    toItem: toEntry,
  })
}

/** Rows about any of these objects, in the order of the log. */
export async function listAuditOf(db: DatabaseHandle, objectIds: readonly string[]): Promise<AuditEntry[]> {
  const rows: AuditRow[] = await db.run((knex) =>
    knex('audit_log')
      .whereIn('object_id', [...objectIds])
      .orderBy('seq')
      .select(COLUMNS),
  )
  return rows.map(toEntry)
}

/** Everybody who ever recorded anything, each once. */
export async function listAuditActors(db: DatabaseHandle): Promise<string[]> {
  return db.run((knex) => knex('audit_log').distinct('actor').orderBy('actor').pluck('actor'))
}

const BATCH = 2_000

/** Rows of the log in its order, in batches. */
async function* readAuditChain(db: Pick<DatabaseHandle, 'run'>): AsyncGenerator<readonly AuditEntry[]> {
  let after = 0
  for (;;) {
    const rows: AuditRow[] = await db.run((knex) =>
      prepared(knex('audit_log').where('seq', '>', after).orderBy('seq').limit(BATCH)).select(COLUMNS),
    )
    if (rows.length === 0) return
    yield rows.map(toEntry)
    after = rows.at(-1)!.seq
  }
}

export interface ChainQuestion {
  /** A head that somebody kept: it must be in the chain still. */
  readonly known: AuditHead | null
  readonly signal: AbortSignal | undefined
}

/**
 * Recomputes the whole chain in bounded memory and names the first row that does not fit: one that was edited, removed
 * (at the end too) or moved. Rows written meanwhile are checked up to the head as it was. Throws `cancelled`.
 */
export async function verifyAudit(db: DatabaseHandle, { known, signal }: ChainQuestion): Promise<AuditVerification> {
  const stored = await getAuditHead(db)
  const chain = new AuditChain(known)
  for await (const rows of readAuditChain(db)) {
    if (signal?.aborted) throw new AppError('cancelled', 'The check of the audit log was stopped.')
    for (const row of rows) {
      const broken = chain.follow(row)
      if (broken !== null) return chain.verdict(broken)
      if (row.seq === stored.seq && row.rowHash !== stored.rowHash) return chain.verdict(otherHead(stored))
    }
  }
  const { head, missedHead } = chain
  if (head.seq < stored.seq) return chain.verdict(missingEnd(head, stored))
  if ((await getAuditHead(db)).seq < head.seq) return chain.verdict(lostHead(head))
  return chain.verdict(missedHead === null ? null : unknownHead(missedHead))
}

function missingEnd(head: AuditHead, stored: AuditHead): AuditBreak {
  const seq = head.seq + 1
  return { seq, kind: 'missing', message: `Row ${seq} is missing: the log once had ${stored.seq} rows and ends with row ${head.seq}.` }
}

function otherHead({ seq }: AuditHead): AuditBreak {
  return { seq, kind: 'changed', message: `Row ${seq} is not the one that was written last: everything up to it may have been rewritten.` }
}

/** Row and head are written together, so a head that lags behind was tampered with. */
function lostHead({ seq }: AuditHead): AuditBreak {
  return { seq, kind: 'unknown_head', message: `Row ${seq} is not known as written: the record of the log's end was changed or removed.` }
}

function unknownHead({ seq }: AuditHead): AuditBreak {
  const message = `Row ${seq} does not have the hash that was kept: the log up to there was rewritten, or it is another log.`
  return { seq: Math.max(1, seq), kind: 'unknown_head', message }
}
