import { openDatabase } from '#core/database/database.ts'
import { parseDatabaseUrl } from '#core/database/databaseUrl.ts'
import { copyDatabase } from '#core/database/transfer/copyDatabase.ts'

/** A process of its own that copies one database to another, prints what it does with each batch, and last what that took. */
const [, , from = '', to = ''] = process.argv
const open = (url: string, readOnly: boolean) => {
  const { connection, password } = parseDatabaseUrl(url)
  return openDatabase(connection, { appVersion: 'copy', password, readOnly })
}
const [source, target] = [await open(from, true), await open(to, false)]
const before = process.resourceUsage().maxRSS
try {
  const { rows, bytes } = await copyDatabase({
    source,
    target,
    onProgress: ({ stage, table }) => process.stdout.write(`${stage} ${table}\n`),
  })
  process.stdout.write(`${JSON.stringify({ rows, bytes, grownKb: process.resourceUsage().maxRSS - before })}\n`)
} finally {
  await Promise.all([source.close(), target.close()])
}
