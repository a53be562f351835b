import { openDatabase } from '#core/database/database.ts'
import { parseDatabaseUrl } from '#core/database/databaseUrl.ts'
import { migrateUp } from '#core/database/migrate.ts'

/** A client of its own process: migrates the database named on the command line and prints the names it applied. */
const { connection, password } = parseDatabaseUrl(process.argv[2] ?? '')
const db = await openDatabase(connection, { appVersion: 'race', password })
try {
  process.stdout.write(JSON.stringify(await migrateUp(db)))
} finally {
  await db.close()
}
