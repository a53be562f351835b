import { assertNever } from '#shared/domain/appError.ts'
import type { Connection, ConnectionTest } from '#shared/domain/connection.ts'
import { classifyDatabaseError } from './databaseError.ts'
import { connectionLabel } from './databaseUrl.ts'
import type { Finding, Probe, StageName } from './probe.ts'
import { probePostgres } from './probePostgres.ts'
import { probeSqlite } from './probeSqlite.ts'

const STAGES: readonly StageName[] = ['resolve', 'connect', 'tls', 'login', 'database', 'schema', 'rights']

/** Tries a connection stage by stage without changing anything; the first failing stage says how to mend it. Never throws. */
export async function testConnection(connection: Connection, password: string | null): Promise<ConnectionTest> {
  const probe = probeOf(connection, password)
  const stages: ConnectionTest['stages'] = []
  try {
    for (const stage of STAGES) {
      const failed = stages.some(({ state }) => state === 'failed')
      stages.push({ stage, ...(failed ? NOT_TRIED : await outcomeOf(probe.stages[stage], connection)) })
    }
    const ok = stages.every(({ state }) => state !== 'failed')
    return { ok, stages, latencyMs: ok ? await probe.measureLatencyMs() : null }
  } finally {
    await probe.close()
  }
}

const NOT_TRIED: Finding = { state: 'skipped', message: 'Not tried: mend the stage before first.' }

async function outcomeOf(
  tryStage: () => Promise<Finding>,
  connection: Connection,
): Promise<{ state: 'ok' | 'failed' | 'skipped'; message: string }> {
  try {
    return await tryStage()
  } catch (error) {
    return { state: 'failed', message: classifyDatabaseError(error, connectionLabel(connection)).message }
  }
}

function probeOf(connection: Connection, password: string | null): Probe {
  switch (connection.dialect) {
    case 'sqlite':
      return probeSqlite(connection)
    case 'postgres':
      return probePostgres(connection, password)
    default:
      return assertNever(connection)
  }
}
