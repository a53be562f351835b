import { randomUUID } from 'node:crypto'
import { openDatabase } from '#core/database/database.ts'
import { parseDatabaseUrl } from '#core/database/databaseUrl.ts'
import { encodeBars } from '#core/repositories/datasetChunks.ts'
import { createDataset } from '#core/repositories/datasetRepository.ts'
import { makeBars, makeDataset } from '../builders/datasets.ts'

/** A client of its own process: stores as many datasets as the command line says, each in a transaction that reads before it writes. */
const [, , url = '', count = '0', symbol = ''] = process.argv
const { connection, password } = parseDatabaseUrl(url)
const db = await openDatabase(connection, { appVersion: 'import', password })
try {
  const bars = makeBars(5)
  for (let index = 0; index < Number(count); index += 1)
    await createDataset(db, makeDataset(bars, { id: randomUUID(), symbol }), encodeBars(bars))
} finally {
  await db.close()
}
