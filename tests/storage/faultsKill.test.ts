import { type ChildProcessByStdio, spawn } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { Readable, Writable } from 'node:stream'
import { setTimeout as wait } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { build } from 'vite'
import { expect, it } from 'vitest'
import { type Database, openDatabase } from '#core/database/database.ts'
import { loadArtifact } from '#core/repositories/backtestCompletion.ts'
import { makeLedger } from '../builders/runs.ts'
import { storeRunParents } from '../builders/storedRuns.ts'
import { cleanUpLater, describeOnBothDialects, testServer } from './dialects.ts'
import { urlOf } from './processes.ts'

const KILLS = 50
/** Writers that start up while another one is at work. */
const WARMING = 3
/** A writer dies after this many acknowledgements at most, and a few milliseconds. */
const MOST_LINES = 12
const MOST_MS = 5

type Acknowledged = 'strategy' | 'edited' | 'pending' | 'running' | 'completed'
type Writer = { readonly child: ChildProcessByStdio<Writable, Readable, null>; readonly output: { text: string } }

/** One file in place of sixty: the writer then starts three times faster, and there are a hundred of them. */
async function bundleWriter(): Promise<string> {
  const root = fileURLToPath(new URL('../..', import.meta.url))
  const outDir = join(root, '.cache', 'tests', randomUUID())
  cleanUpLater(() => rm(outDir, { recursive: true, force: true }))
  await build({
    configFile: false,
    logLevel: 'warn',
    root,
    ssr: { noExternal: true, external: ['better-sqlite3', 'knex'] },
    build: {
      ssr: join(root, 'tests/storage/crashWriterProcess.ts'),
      outDir,
      rolldownOptions: { output: { entryFileNames: 'writer.mjs' } },
    },
  })
  return join(outDir, 'writer.mjs')
}

/** Starts a writer that waits for the word. */
async function warmUp(script: string, ...words: string[]): Promise<Writer> {
  const child = spawn(process.execPath, [script, ...words], { stdio: ['pipe', 'pipe', 'inherit'] })
  const output = { text: '' }
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    output.text += text
  })
  await once(child.stdout, 'data')
  return { child, output }
}

/** Lets a writer write for a while, kills it without warning, and answers every line it finished saying. */
async function killInTheMiddle({ child, output }: Writer): Promise<[kind: Acknowledged, id: string][]> {
  const began = output.text.length
  child.stdin.write('go\n')
  const enough = Math.floor(Math.random() * MOST_LINES)
  while (output.text.slice(began).split('\n').length - 1 < enough) await once(child.stdout, 'data')
  await wait(Math.random() * MOST_MS)
  child.kill('SIGKILL')
  await once(child, 'close')
  const lines = output.text.slice(began).split('\n').slice(0, -1)
  return lines.map((line) => line.split(' ') as [Acknowledged, string])
}

async function idsOf(db: Database, table: string, where: Readonly<Record<string, unknown>>): Promise<Set<string>> {
  return new Set<string>(await db.run((knex) => knex(table).where(where).pluck('id')))
}

/** Runs whose artifacts are not what their state says; a whole run has three. */
async function halfWrittenRuns(db: Database): Promise<unknown[]> {
  return db.run((knex) =>
    knex('backtests')
      .leftJoin('backtest_artifacts', 'backtest_artifacts.backtest_id', 'backtests.id')
      .groupBy('backtests.id', 'backtests.status')
      .havingRaw(`count(kind) <> CASE WHEN backtests.status = 'completed' THEN 3 ELSE 0 END`)
      .select('backtests.id', 'backtests.status'),
  )
}

async function strategiesWithoutTheirVersions(db: Database): Promise<unknown[]> {
  return db.run((knex) =>
    knex('strategies')
      .leftJoin('strategy_versions', 'strategy_versions.strategy_id', 'strategies.id')
      .groupBy('strategies.id', 'strategies.version')
      .havingRaw('count(strategy_versions.version) <> strategies.version')
      .select('strategies.id'),
  )
}

/** Opens the database anew, as the next start of the application does: what was acknowledged is there, and nothing is half there. */
async function examine(db: Database, acknowledged: readonly [Acknowledged, string][]): Promise<void> {
  const password = db.dialect === 'postgres' ? testServer().password : null
  const reopened = await openDatabase(db.connection, { appVersion: 'tests', password })
  try {
    const said = (kind: Acknowledged) => acknowledged.filter(([other]) => other === kind).map(([, id]) => id)
    const strategies = await idsOf(reopened, 'strategies', {})
    const edited = await idsOf(reopened, 'strategies', { version: 2 })
    const runs = await idsOf(reopened, 'backtests', {})
    const completed = await idsOf(reopened, 'backtests', { status: 'completed' })
    const lost = [
      ...said('strategy').filter((id) => !strategies.has(id)),
      ...said('edited').filter((id) => !edited.has(id)),
      ...[...said('pending'), ...said('running')].filter((id) => !runs.has(id)),
      ...said('completed').filter((id) => !completed.has(id)),
    ]
    expect(lost).toEqual([])
    expect(await halfWrittenRuns(reopened)).toEqual([])
    expect(await strategiesWithoutTheirVersions(reopened)).toEqual([])
  } finally {
    await reopened.close()
  }
}

describeOnBothDialects('a writer that is killed', (makeDatabase) => {
  it(`${KILLS} times at any moment loses nothing that it had acknowledged and leaves nothing half-written`, {
    timeout: 180_000,
  }, async () => {
    const db = await makeDatabase()
    const { datasetId } = await storeRunParents(db)
    const script = await bundleWriter()
    const start = () => warmUp(script, urlOf(db), datasetId)
    const queue = Array.from({ length: WARMING }, start)
    const acknowledged: [Acknowledged, string][] = []
    for (let kill = 1; kill <= KILLS; kill += 1) {
      const writer = await (queue.shift() as Promise<Writer>)
      if (kill + queue.length < KILLS) queue.push(start())
      acknowledged.push(...(await killInTheMiddle(writer)))
      await examine(db, acknowledged)
    }
    const completed = acknowledged.filter(([kind]) => kind === 'completed').map(([, id]) => id)
    expect(completed.length).toBeGreaterThan(KILLS / 5)
    expect(await loadArtifact(db, completed.at(-1) as string, 'positions')).toEqual(makeLedger(2520).positions)
  })
})
