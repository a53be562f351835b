import { parseDatabaseUrl } from '#core/database/databaseUrl.ts'
import { openTestApplication } from '../builders/openTestApplication.ts'

/**
 * A process of its own that starts a robustness test of a run and prints the test's id once it is under way. Then it works
 * on: whoever started it kills it in the middle.
 */
const [, , url = '', words = '{}'] = process.argv
const { dataDirectory, request } = JSON.parse(words)
const { connection, password } = parseDatabaseUrl(url)
const { client } = await openTestApplication({ connection, password, dataDirectory })
const events = await client.backtests.watch()
const { id } = await client.robustness.start(request)
while ((await client.robustness.job(request.subject))?.status === 'pending') await events.next()
process.stdout.write(`${id}\n`)
setInterval(() => undefined, 1000)
