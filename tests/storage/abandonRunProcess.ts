import { openDatabase } from '#core/database/database.ts'
import { describeLeaseOwner } from '#core/jobs/leaseOwner.ts'
import { startRun } from '#core/repositories/runState.ts'
import { storePendingRun } from '../builders/storePendingRun.ts'

/**
 * A process of its own that stores a run, takes its lease for an hour as a busy process would, prints the run's id
 * and then works for ever: whoever started it kills it in the middle.
 */
const { connection, password, dataDirectory } = JSON.parse(process.argv[2] ?? '{}')
const id = await storePendingRun({ connection, password, dataDirectory })
const database = await openDatabase(connection, { appVersion: 'tests', password })
const nowMs = Date.now()
await startRun(database, 'backtests', { id, owner: describeLeaseOwner('doomed'), nowMs, leaseMs: 3_600_000 })
process.stdout.write(`${id}\n`)
setInterval(() => undefined, 1000)
