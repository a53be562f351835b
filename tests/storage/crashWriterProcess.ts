import { randomUUID } from 'node:crypto'
import { writeSync } from 'node:fs'
import { openDatabase } from '#core/database/database.ts'
import { parseDatabaseUrl } from '#core/database/databaseUrl.ts'
import { completeBacktest, encodeArtifact } from '#core/repositories/backtestCompletion.ts'
import { createBacktest } from '#core/repositories/backtestRepository.ts'
import { startRun } from '#core/repositories/runState.ts'
import { createStrategy, updateStrategy } from '#core/repositories/strategyRepository.ts'
import { makeCompletion, makeLedger, makeNewBacktest } from '../builders/runs.ts'
import { makeStrategy, makeStrategyDraft } from '../builders/strategies.ts'

/**
 * A process of its own that, once told to begin, stores strategies, edits and whole runs as fast as it can and says so
 * after each has been stored; whoever started it kills it in the middle. A line is "kind id", one acknowledgement each.
 */
const [, , url = '', datasetId = ''] = process.argv
const { connection, password } = parseDatabaseUrl(url)
const db = await openDatabase(connection, { appVersion: 'doomed', password })
const { positions, trades, fills } = makeLedger(2520)
const artifacts = [
  encodeArtifact('positions', { ...positions }),
  encodeArtifact('trades', { ...trades }),
  encodeArtifact('fills', { ...fills }),
]
const say = (line: string) => writeSync(1, `${line}\n`)

async function storeOneOfEach(): Promise<void> {
  const strategy = makeStrategy({ id: randomUUID() })
  await createStrategy(db, strategy)
  say(`strategy ${strategy.id}`)
  const run = makeNewBacktest({ strategyId: strategy.id, datasetId }, { id: randomUUID() })
  await createBacktest(db, run)
  say(`pending ${run.id}`)
  await startRun(db, 'backtests', { id: run.id, owner: 'worker-1', nowMs: Date.now(), leaseMs: 30_000 })
  say(`running ${run.id}`)
  await completeBacktest(db, makeCompletion(run.id, { artifacts }))
  say(`completed ${run.id}`)
  await updateStrategy(db, { id: strategy.id, expectedVersion: 1, draft: makeStrategyDraft({ name: 'Edited' }), nowMs: Date.now() })
  say(`edited ${strategy.id}`)
}

await db.ping()
say('ready')
process.stdin.once('data', async () => {
  for (;;) await storeOneOfEach()
})
