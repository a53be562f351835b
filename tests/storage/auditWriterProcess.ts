import { randomUUID } from 'node:crypto'
import { writeSync } from 'node:fs'
import { openDatabase } from '#core/database/database.ts'
import { parseDatabaseUrl } from '#core/database/databaseUrl.ts'
import { appendAudit } from '#core/repositories/auditRepository.ts'
import { createStrategy } from '#core/repositories/strategyRepository.ts'
import { makeStrategy } from '../builders/strategies.ts'

/**
 * A process of its own whose writers store strategies, each with its row in the audit log, and say so after each; without
 * a number of rounds they go on until the process is killed.
 */
const [, , url = '', writers = '1', rounds = 'Infinity'] = process.argv
const { connection, password } = parseDatabaseUrl(url)
const db = await openDatabase(connection, { appVersion: 'tests', password })

async function store(): Promise<void> {
  const strategy = makeStrategy({ id: randomUUID() })
  await db.transaction(async (transaction) => {
    const fact = { action: 'strategy.create', objectType: 'strategy', objectId: strategy.id, payload: {}, nowMs: Date.now() } as const
    appendAudit(transaction, fact)
    await createStrategy(transaction, strategy)
  })
  writeSync(1, `${strategy.id}\n`)
}

await Promise.all(
  Array.from({ length: Number(writers) }, async () => {
    for (let round = 0; round < Number(rounds); round += 1) await store()
  }),
)
await db.close()
