import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'
import { liftAppendOnly } from '#core/database/appendOnly.ts'
import type { Database } from '#core/database/database.ts'
import { copyDatabase } from '#core/database/transfer/copyDatabase.ts'
import { appendAudit, getAuditHead, listAudit, listAuditActors, verifyAudit } from '#core/repositories/auditRepository.ts'
import { createStrategy } from '#core/repositories/strategyRepository.ts'
import type { AuditAction } from '#shared/domain/audit.ts'
import type { Dialect } from '#shared/domain/connection.ts'
import { NEW_YEAR_2024_MS } from '../builders/ids.ts'
import { makeStrategy } from '../builders/strategies.ts'
import { describeOnBothDialects, makerOf, openAgain } from './dialects.ts'
import { runProcess, urlOf } from './processes.ts'

const DAY_MS = 86_400_000
const NO_FILTER = { actor: null, action: null, objectType: null, objectId: null, from: null, to: null }
const ALL = { ...NO_FILTER, direction: 'asc' as const, limit: 100, cursor: null, withTotal: false }
/** Worked out with sha256sum over the hash before and the canonical text of the row. */
const EXPECTED_HASHES = [
  '5af548ead072cb0792863fca9576cd2ca3435afc1b62c13f33d02feea73d58d4',
  '6849537dd510811e929d77ff9f5eee0cb32c82e2ebf16d4b8f3546125524d954',
]
const UNKNOWN = { known: null, signal: undefined }

const record = (db: Database, objectId: string, changes: { action?: AuditAction; nowMs?: number } = {}) =>
  db.transaction(async (transaction) => {
    const { action = 'strategy.update', nowMs = NEW_YEAR_2024_MS } = changes
    appendAudit(transaction, { action, objectType: 'strategy', objectId, payload: { b: 1, a: 'ä' }, nowMs })
  })

async function recordMany(db: Database, count: number): Promise<void> {
  for (let i = 1; i <= count; i += 1) await record(db, `object ${i}`, { nowMs: NEW_YEAR_2024_MS + i })
}

/** As somebody with the rights of an owner could. */
async function behindTheTriggers(db: Database, statements: readonly string[]): Promise<void> {
  for (const statement of [...liftAppendOnly(db.dialect, 'audit_log'), ...statements]) await db.run((knex) => knex.raw(statement))
}

async function idsOf(db: Database, table: string, column: string): Promise<string[]> {
  const ids: string[] = await db.run((knex) => knex(table).pluck(column))
  return ids.sort()
}

/** Lets a process write until it has said so many lines, kills it without warning and answers the whole lines it said. */
async function killWriter(db: Database, lines: number): Promise<string[]> {
  const script = fileURLToPath(new URL('./auditWriterProcess.ts', import.meta.url))
  const child = spawn(process.execPath, [script, urlOf(db), '4'], { stdio: ['ignore', 'pipe', 'inherit'] })
  let text = ''
  child.stdout.setEncoding('utf8').on('data', (piece: string) => {
    text += piece
    if (text.split('\n').length > lines) child.kill('SIGKILL')
  })
  await once(child, 'close')
  return text.split('\n').slice(0, -1)
}

describeOnBothDialects('the audit log', (makeDatabase, dialect) => {
  it('keeps who did what when, each row chained to the one before', async () => {
    const db = await makeDatabase()
    const owner = await openAgain(db.connection, { osUser: 'ada', host: 'cli' })
    await record(owner, 'first')
    await record(owner, 'second', { action: 'strategy.delete' })
    const { items } = await listAudit(db, ALL)
    expect(items).toMatchObject([
      { seq: 1, objectId: 'first', recordedAtMs: NEW_YEAR_2024_MS, payload: '{"a":"ä","b":1}', client: 'ada, cli tests' },
      { seq: 2, objectId: 'second', action: 'strategy.delete', prevHash: items[0]?.rowHash },
    ])
    if (dialect === 'sqlite') expect(items.map(({ rowHash }) => rowHash)).toEqual(EXPECTED_HASHES)
    expect(await listAuditActors(db)).toEqual([owner.actor.name])
    if (dialect === 'sqlite') expect(owner.actor.name).toBe('ada')
    expect(await getAuditHead(db)).toEqual({ seq: 2, rowHash: items[1]?.rowHash })
    expect(await verifyAudit(db, UNKNOWN)).toEqual({ intact: true, rows: 2, head: await getAuditHead(db), firstBreak: null })
  })

  it('has a row only when the change stands, and a change only with its row', async () => {
    const db = await makeDatabase()
    const strategy = makeStrategy()
    const failing = db.transaction(async (transaction) => {
      appendAudit(transaction, { action: 'strategy.create', objectType: 'strategy', objectId: 'x', payload: {}, nowMs: NEW_YEAR_2024_MS })
      throw new Error('changed my mind')
    })
    await expect(failing).rejects.toThrow('changed my mind')
    expect(await getAuditHead(db)).toMatchObject({ seq: 0 })

    const unrecordable = db.transaction(async (transaction) => {
      await createStrategy(transaction, strategy)
      appendAudit(transaction, { action: 'strategy.create', objectType: 'strategy', objectId: 'x', payload: {}, nowMs: NEW_YEAR_2024_MS })
      transaction.beforeCommit(() => Promise.reject(new Error('no row')))
    })
    await expect(unrecordable).rejects.toThrow('no row')
    expect(await db.run((knex) => knex('strategies').pluck('id'))).toEqual([])
    expect(await getAuditHead(db)).toMatchObject({ seq: 0 })
  })

  it('is refused outside a transaction', async () => {
    const db = await makeDatabase()
    const fact = { action: 'strategy.create', objectType: 'strategy', objectId: 'x', payload: {}, nowMs: NEW_YEAR_2024_MS } as const
    expect(() => appendAudit(db, fact)).toThrow('needs a transaction')
  })

  it('can be neither changed nor shortened', async () => {
    const db = await makeDatabase()
    await recordMany(db, 3)
    const attempts = [
      "UPDATE audit_log SET actor = 'somebody else'",
      'DELETE FROM audit_log WHERE seq = 3',
      ...(dialect === 'postgres'
        ? ['TRUNCATE audit_log', 'TRUNCATE audit_log CASCADE']
        : ['INSERT OR REPLACE INTO audit_log SELECT * FROM audit_log']),
    ]
    for (const attempt of attempts) {
      await expect(
        db.run((knex) => knex.raw(attempt)),
        attempt,
      ).rejects.toMatchObject({ code: expect.stringMatching(/forbidden|conflict/) })
    }
    expect(await verifyAudit(db, UNKNOWN)).toMatchObject({ intact: true, rows: 3 })
  })

  it.each<{ name: string; tamper: readonly string[]; firstBreak: { seq: number; kind: string } }>([
    { name: 'an edited payload', tamper: [`UPDATE audit_log SET payload = '{}' WHERE seq = 4`], firstBreak: { seq: 4, kind: 'changed' } },
    { name: 'an edited actor', tamper: [`UPDATE audit_log SET actor = 'eve' WHERE seq = 1`], firstBreak: { seq: 1, kind: 'changed' } },
    {
      name: 'an exchanged hash',
      tamper: [`UPDATE audit_log SET row_hash = '${'a'.repeat(64)}' WHERE seq = 2`],
      firstBreak: { seq: 2, kind: 'changed' },
    },
    { name: 'a deleted row', tamper: ['DELETE FROM audit_log WHERE seq = 3'], firstBreak: { seq: 3, kind: 'missing' } },
    { name: 'a deleted beginning', tamper: ['DELETE FROM audit_log WHERE seq <= 2'], firstBreak: { seq: 1, kind: 'missing' } },
    { name: 'a deleted end', tamper: ['DELETE FROM audit_log WHERE seq >= 5'], firstBreak: { seq: 5, kind: 'missing' } },
    { name: 'everything deleted', tamper: ['DELETE FROM audit_log'], firstBreak: { seq: 1, kind: 'missing' } },
    {
      name: 'a deleted row whose place was taken by the next ones',
      tamper: [
        'DELETE FROM audit_log WHERE seq = 3',
        ...[4, 5, 6].map((seq) => `UPDATE audit_log SET seq = ${seq - 1} WHERE seq = ${seq}`),
      ],
      firstBreak: { seq: 3, kind: 'not_linked' },
    },
    {
      name: 'two rows in each other’s place',
      tamper: [
        'UPDATE audit_log SET seq = 100 WHERE seq = 2',
        'UPDATE audit_log SET seq = 2 WHERE seq = 5',
        'UPDATE audit_log SET seq = 5 WHERE seq = 100',
      ],
      firstBreak: { seq: 2, kind: 'not_linked' },
    },
    {
      name: 'a deleted end together with the record of the head',
      tamper: ['DELETE FROM audit_log WHERE seq = 6', 'DELETE FROM audit_head'],
      firstBreak: { seq: 5, kind: 'unknown_head' },
    },
  ])('shows $name', async ({ tamper, firstBreak }) => {
    const db = await makeDatabase()
    await recordMany(db, 6)
    await behindTheTriggers(db, tamper)
    expect(await verifyAudit(db, UNKNOWN)).toMatchObject({ intact: false, firstBreak })
  })

  it('shows a history that was rewritten whole to whoever kept a head', async () => {
    const db = await makeDatabase()
    await recordMany(db, 3)
    const kept = await getAuditHead(db)
    await recordMany(db, 2)
    expect(await verifyAudit(db, { ...UNKNOWN, known: kept })).toMatchObject({ intact: true, rows: 5 })
    await behindTheTriggers(db, ['DELETE FROM audit_log', 'DELETE FROM audit_head'])
    await recordMany(db, 2)
    expect(await verifyAudit(db, UNKNOWN)).toMatchObject({ intact: true, rows: 2 })
    expect(await verifyAudit(db, { ...UNKNOWN, known: kept })).toMatchObject({
      intact: false,
      firstBreak: { kind: 'unknown_head', seq: 3 },
    })
  })

  it('is listed by actor, object, action and day, in pages', async () => {
    const db = await makeDatabase()
    const eve = await openAgain(db.connection, { osUser: 'eve' })
    await record(db, 'a')
    await record(db, 'b', { action: 'strategy.delete', nowMs: NEW_YEAR_2024_MS + DAY_MS })
    await record(db, 'c', { action: 'dataset.import', nowMs: NEW_YEAR_2024_MS + 2 * DAY_MS })
    await record(eve, 'd', { nowMs: NEW_YEAR_2024_MS + 3 * DAY_MS - 1 })
    const ids = async (filter: object) => (await listAudit(db, { ...ALL, ...filter })).items.map(({ objectId }) => objectId)
    expect(await ids({ action: 'strategy' })).toEqual(['a', 'b', 'd'])
    expect(await ids({ action: 'strategy.delete' })).toEqual(['b'])
    expect(await ids({ action: 'strateg' })).toEqual([])
    expect(await ids({ objectType: 'strategy', objectId: 'c' })).toEqual(['c'])
    expect(await ids({ from: '2024-01-02', to: '2024-01-03' })).toEqual(['b', 'c', 'd'])
    if (dialect === 'sqlite') expect(await ids({ actor: 'eve' })).toEqual(['d'])
    expect((await listAudit(db, { ...ALL, seq: 2 })).items.map(({ seq }) => seq)).toEqual([2])
    const first = await listAudit(db, { ...ALL, direction: 'desc', limit: 3, withTotal: true })
    const second = await listAudit(db, { ...ALL, direction: 'desc', limit: 3, cursor: first.nextCursor })
    expect(first.total).toBe(4)
    expect([...first.items, ...second.items].map(({ objectId }) => objectId)).toEqual(['d', 'c', 'b', 'a'])
  })

  it('goes over into another database with every hash, and goes on there', async () => {
    const source = await makeDatabase()
    await recordMany(source, 5)
    const head = await getAuditHead(source)
    const other: Dialect = dialect === 'sqlite' ? 'postgres' : 'sqlite'
    const target = await makerOf(other)()
    await recordMany(target, 2)
    await copyDatabase({ source: await openAgain(source.connection, { readOnly: true }), target, replace: true })
    expect(await verifyAudit(target, { ...UNKNOWN, known: head })).toMatchObject({ intact: true, rows: 5, head })
    await recordMany(target, 1)
    expect(await verifyAudit(target, { ...UNKNOWN, known: head })).toMatchObject({ intact: true, rows: 6 })
    await expect(target.run((knex) => knex('audit_log').delete())).rejects.toMatchObject({ code: 'forbidden' })
  })

  it('is one chain whoever writes: fifty-two writers of four processes at once', { timeout: 120_000 }, async () => {
    const db = await makeDatabase()
    const outputs = await Promise.all(Array.from({ length: 4 }, () => runProcess('./auditWriterProcess.ts', db, '13', '5')))
    const stored = outputs.flatMap((output) => output.trim().split('\n'))
    expect(stored).toHaveLength(4 * 13 * 5)
    expect(await verifyAudit(db, UNKNOWN)).toMatchObject({ intact: true, rows: stored.length })
    expect(await idsOf(db, 'audit_log', 'object_id')).toEqual(stored.sort())
  })

  it('survives writers that are killed: no change without its row, no row without its change', { timeout: 120_000 }, async () => {
    const db = await makeDatabase()
    const acknowledged: string[] = []
    for (let kill = 0; kill < 6; kill += 1) acknowledged.push(...(await killWriter(db, 5 + 7 * kill)))
    expect(acknowledged.length).toBeGreaterThan(50)
    expect(await verifyAudit(db, UNKNOWN)).toMatchObject({ intact: true })
    const recorded = await idsOf(db, 'audit_log', 'object_id')
    expect(await idsOf(db, 'strategies', 'id')).toEqual(recorded)
    expect(recorded).toEqual(expect.arrayContaining(acknowledged))
  })

  it('stops being checked when nobody waits any more', async () => {
    const db = await makeDatabase()
    await recordMany(db, 1)
    await expect(verifyAudit(db, { known: null, signal: AbortSignal.abort() })).rejects.toMatchObject({ code: 'cancelled' })
  })
})
