import { parseDatabaseUrl } from '#core/database/databaseUrl.ts'
import { openTestApplication } from '../builders/openTestApplication.ts'

/**
 * A process of its own that starts a pipeline, or resumes one, and prints its id once a stage has begun (`begun`: its run
 * may be anywhere between not yet stored and completed) or is done. Then it works on: whoever started it kills it there.
 */
const [, , url = '', words = '{}'] = process.argv
const { stage, moment, id: given, dataDirectory, request } = JSON.parse(words)
const { connection, password } = parseDatabaseUrl(url)
const { client } = await openTestApplication({ connection, password, dataDirectory })
const events = await client.backtests.watch()
const datasetId = (await client.datasets.list()).items[0]!.id
const { id } = given === null ? await client.pipelines.run({ ...request, datasetId }) : await client.pipelines.resume({ id: given })
for (;;) {
  const pipeline = await client.pipelines.get({ id })
  const reached = pipeline.stages.find(({ name }) => name === stage)
  const isThere = moment === 'begun' ? reached?.startedAtMs != null : reached?.completedAtMs != null
  if (isThere) break
  if (pipeline.status !== 'pending' && pipeline.status !== 'running')
    throw new Error(`the pipeline is ${pipeline.status}: ${pipeline.errorMessage}`)
  await events.next()
}
process.stdout.write(`${id}\n`)
setInterval(() => undefined, 1000)
