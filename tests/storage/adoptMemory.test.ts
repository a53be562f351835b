import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { expect, it } from 'vitest'
import { formatDatabaseUrl } from '#core/database/databaseUrl.ts'
import { legacySchemaOf, schemaInUse } from '#core/database/legacy/legacyPlace.ts'
import { cleanUpLater, makerOf, openAgain, testServer } from './dialects.ts'

const ROWS = 300
/** The curves alone are 45 MB of text: held all at once, and parsed, they do not fit into this heap. */
const HEAP_MEGABYTES = 48

it('adopts hundreds of runs with 152 KB curves in a small heap', { timeout: 120_000 }, async () => {
  const db = await makerOf('postgres')({ migrated: false })
  cleanUpLater(async () => {
    const janitor = await openAgain(db.connection)
    await janitor.run((knex) => knex.raw('DROP SCHEMA IF EXISTS ?? CASCADE', [legacySchemaOf(schemaInUse(db.connection))]))
  })
  const url = new URL(formatDatabaseUrl(db.connection))
  url.password = encodeURIComponent(testServer().password)
  const script = fileURLToPath(new URL('../fixtures/adoptManyProcess.ts', import.meta.url))
  const words = [`--max-old-space-size=${HEAP_MEGABYTES}`, script, url.href, String(ROWS)]
  const { stdout } = await promisify(execFile)(process.execPath, words)
  const { curveBytes, report } = JSON.parse(stdout)
  expect(curveBytes).toBeGreaterThan(150_000)
  expect(report.outcomes).toContainEqual({ name: 'backtests', rows: ROWS, converted: ROWS })
  expect(report).toMatchObject({ artifacts: 3 * ROWS, flags: [], verification: { sampledRows: 20 } })
})
