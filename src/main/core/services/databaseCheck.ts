import { isAppError } from '#shared/domain/appError.ts'
import type { Database } from '../database/database.ts'
import { findBrokenReferences } from '../database/foreignKeys.ts'
import { requireReady } from '../database/migrate.ts'
import { testConnection } from '../database/testConnection.ts'
import { requireWholeDatabase } from '../database/transfer/transferMarker.ts'
import { type MaintenanceRequest, requireSqliteFile, withDatabase } from './databaseMaintenance.ts'

export interface CheckFinding {
  readonly check: string
  readonly state: 'ok' | 'failed' | 'skipped'
  /** What was found; for a failure also what to do. */
  readonly message: string
}

export interface DatabaseCheck {
  readonly ok: boolean
  readonly findings: readonly CheckFinding[]
}

/** Looks at a database from the connection to its references, and changes nothing. Throws `not_found` for a missing SQLite file. */
export async function checkDatabase(request: MaintenanceRequest): Promise<DatabaseCheck> {
  await requireSqliteFile(request.connection)
  const { ok, stages } = await testConnection(request.connection, request.password)
  const connection = stages.map(({ stage, state, message }) => ({ check: stage, state, message }))
  const findings = ok ? [...connection, ...(await inspect(request))] : connection
  return { ok: findings.every(({ state }) => state !== 'failed'), findings }
}

const INSPECTIONS: readonly { check: string; look: (db: Database) => Promise<string> }[] = [
  {
    check: 'integrity',
    look: async ({ dialect }) => (dialect === 'sqlite' ? 'Every page of the file was read.' : 'The server answers for its own files.'),
  },
  {
    check: 'version',
    look: async (db) => {
      const { applied } = await requireReady(db)
      return `All ${applied.length} schema changes of this version are there.`
    },
  },
  {
    check: 'whole',
    look: async (db) => {
      await requireWholeDatabase(db)
      return 'No copy is half-done.'
    },
  },
  { check: 'references', look: checkReferences },
]

async function checkReferences(db: Database): Promise<string> {
  const broken = await findBrokenReferences(db)
  if (broken.length === 0) return 'Every row that refers to another finds it.'
  throw new Error(`Rows of ${broken.join(', ')} refer to rows that are gone. Restore a backup.`)
}

/** Opening the database is itself the check of its pages. */
async function inspect(request: MaintenanceRequest): Promise<CheckFinding[]> {
  try {
    return await withDatabase(request, { readOnly: true }, async (db) => {
      const findings: CheckFinding[] = []
      for (const { check, look } of INSPECTIONS) findings.push({ check, ...(await outcomeOf(() => look(db))) })
      return findings
    })
  } catch (error) {
    return [{ check: 'integrity', state: 'failed', message: messageOf(error) }]
  }
}

async function outcomeOf(look: () => Promise<string>): Promise<Pick<CheckFinding, 'state' | 'message'>> {
  try {
    return { state: 'ok', message: await look() }
  } catch (error) {
    return { state: 'failed', message: messageOf(error) }
  }
}

function messageOf(error: unknown): string {
  return isAppError(error) || error instanceof Error ? error.message : String(error)
}
