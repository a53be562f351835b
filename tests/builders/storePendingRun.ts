import { openDatabase } from '#core/database/database.ts'
import { createBacktest } from '#core/repositories/backtestRepository.ts'
import { makeId } from './ids.ts'
import { openTestApplication, type TestApplicationOptions } from './openTestApplication.ts'
import { makeNewBacktest, makeRunSpec } from './runs.ts'
import { makeStrategyDraft } from './strategies.ts'

/** A run on the sample data that is stored as pending while no application is open to begin it; answers its id. */
export async function storePendingRun(options: TestApplicationOptions): Promise<string> {
  const { client, close } = await openTestApplication(options)
  const { id: strategyId } = await client.strategies.create(makeStrategyDraft())
  const { id: datasetId, dataHash } = await client.datasets.importSample()
  await close()

  const id = makeId()
  const database = await openDatabase(options.connection, { appVersion: 'tests', password: options.password })
  const spec = makeRunSpec({ start_date: null, end_date: null })
  await createBacktest(database, makeNewBacktest({ strategyId, datasetId }, { id, spec, dataHash, createdAtMs: Date.now() }))
  await database.close()
  return id
}
