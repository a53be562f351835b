import { openDatabase } from '#core/database/database.ts'
import { parseDatabaseUrl } from '#core/database/databaseUrl.ts'
import { recordIteration } from '#core/repositories/iterationRepository.ts'
import { makeIteration } from '../builders/iterations.ts'

/**
 * A process of its own with many clients at once, who record iterations of one strategy, and that prints their numbers.
 * On PostgreSQL each has a connection of its own; a SQLite process has one.
 */
const [, , url = '', clients = '0', strategyId = ''] = process.argv
const { connection, password } = parseDatabaseUrl(url)
const open = () => openDatabase(connection, { appVersion: 'tests', password })
const shared = await open()
const record = async () => {
  const db = connection.dialect === 'postgres' ? await open() : shared
  const { number } = await db.transaction((transaction) => recordIteration(transaction, makeIteration(strategyId)))
  if (db !== shared) await db.close()
  return number
}
const numbers = await Promise.all(Array.from({ length: Number(clients) }, record))
await shared.close()
process.stdout.write(JSON.stringify(numbers))
