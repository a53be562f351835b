import { type ChildProcessByStdio, spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import type { Readable } from 'node:stream'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import type { Database } from '#core/database/database.ts'
import { formatDatabaseUrl } from '#core/database/databaseUrl.ts'
import { copyDatabase } from '#core/database/transfer/copyDatabase.ts'
import { requireWholeDatabase } from '#core/database/transfer/transferMarker.ts'
import { storeBacktest, storeRunParents } from '../builders/storedRuns.ts'
import { makerOf, openAgain, testServer } from './dialects.ts'
import { DIALECTS } from './transferSource.ts'

const ARTIFACT_BYTES = 2_500_000
const ARTIFACTS = 24

/** Artifacts that no compression makes smaller: 60 MB, or as many as asked for. */
async function makeLargeSource(dialect: (typeof DIALECTS)[number], artifacts = ARTIFACTS): Promise<Database> {
  const db = await makerOf(dialect)()
  const parents = await storeRunParents(db)
  for (let index = 0; index < artifacts; index += 1) {
    const backtest_id = await storeBacktest(db, parents)
    const artifact = { backtest_id, kind: 'positions', codec: 'test', row_count: 1, bytes: randomBytes(ARTIFACT_BYTES) }
    await db.run((knex) => knex('backtest_artifacts').insert(artifact))
  }
  return openAgain(db.connection, { readOnly: true })
}

function addressOf(db: Database): string {
  const url = new URL(formatDatabaseUrl(db.connection))
  if (db.dialect === 'postgres') url.password = encodeURIComponent(testServer().password)
  return url.href
}

function startCopy(source: Database, target: Database, flags: readonly string[] = []): ChildProcessByStdio<null, Readable, null> {
  const script = fileURLToPath(new URL('./copyProcess.ts', import.meta.url))
  return spawn(process.execPath, [...flags, script, addressOf(source), addressOf(target)], { stdio: ['ignore', 'pipe', 'inherit'] })
}

async function artifactsOf(db: Database): Promise<number> {
  const [row]: { rows: number }[] = await db.run((knex) => knex('backtest_artifacts').count({ rows: '*' }))
  return row?.rows ?? 0
}

describe.each(DIALECTS)('a copying process that reads %s', (dialect) => {
  const opposite = dialect === 'sqlite' ? 'postgres' : 'sqlite'

  it('that is killed in the middle leaves whole batches, and the next one goes on', async () => {
    const source = await makeLargeSource(dialect)
    const target = await makerOf(opposite)({ migrated: false })
    const child = startCopy(source, target)
    let batches = 0
    for await (const line of createInterface(child.stdout)) {
      if (line === 'copying backtest_artifacts') batches += 1
      if (batches === 4) child.kill('SIGKILL')
    }
    const [, signal] = child.signalCode ? [null, child.signalCode] : await once(child, 'exit')
    expect(signal).toBe('SIGKILL')
    const kept = await artifactsOf(target)
    expect(kept).toBeGreaterThan(0)
    expect(kept).toBeLessThan(ARTIFACTS)
    await expect(requireWholeDatabase(target)).rejects.toMatchObject({ code: 'unavailable' })
    expect(await copyDatabase({ source, target })).toMatchObject({ resumed: true })
    expect(await artifactsOf(target)).toBe(ARTIFACTS)
    await requireWholeDatabase(target)
  })

  it('holds little in memory, however much it copies', async () => {
    const artifacts = 80
    const source = await makeLargeSource(dialect, artifacts)
    const target = await makerOf(opposite)({ migrated: false })
    const child = startCopy(source, target, ['--max-old-space-size=48'])
    let last = ''
    for await (const line of createInterface(child.stdout)) last = line
    const { bytes, grownKb } = JSON.parse(last)
    expect(bytes).toBeGreaterThan(artifacts * ARTIFACT_BYTES)
    expect(grownKb * 1024).toBeLessThan(bytes / 2)
  })

  it('can be stopped while the server is sending', async () => {
    const source = await makeLargeSource(dialect)
    const target = await makerOf(opposite)({ migrated: false })
    const stop = new AbortController()
    const copying = copyDatabase({
      source,
      target,
      signal: stop.signal,
      onProgress: ({ table }) => table === 'backtest_artifacts' && stop.abort(),
    })
    await expect(copying).rejects.toMatchObject({ code: 'cancelled' })
    expect(await copyDatabase({ source, target })).toMatchObject({ resumed: true })
  })
})
