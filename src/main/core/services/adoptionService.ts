import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { isAppError } from '#shared/domain/appError.ts'
import type { AuditEntry } from '#shared/domain/audit.ts'
import { type AdoptionProgress, type AdoptionReport, adoptLegacyDatabase } from '../database/legacy/adoptLegacyDatabase.ts'
import { type AdoptionPlan, type PlanOptions, planAdoption } from '../database/legacy/planAdoption.ts'
import { type AdoptionRollback, rollbackAdoption } from '../database/legacy/rollbackAdoption.ts'
import { resolveParameters } from '../jobs/engineCatalogue.ts'
import { writeAuditFile } from './auditFile.ts'
import { type MaintenanceRequest, withDatabase } from './databaseMaintenance.ts'

export type { AdoptionPlan, AdoptionProgress, AdoptionReport }

export interface AdoptionRequest extends MaintenanceRequest {
  /** Epoch ms UTC. */
  readonly nowMs: number
}

/** Says what adoption would change, without changing it. Throws what `planAdoption` and opening throw. */
export function previewAdoption(request: AdoptionRequest): Promise<AdoptionPlan> {
  return withDatabase(request, { readOnly: false }, (db) => planAdoption(db, rulesOf(request)))
}

export interface AdoptionWatch {
  readonly onProgress?: (progress: AdoptionProgress) => void
  readonly signal?: AbortSignal
}

/** Turns an older AURELIUS database into one of this application, all or nothing. Throws what `adoptLegacyDatabase` and opening throw. */
export function adoptDatabase(request: AdoptionRequest, watch: AdoptionWatch = {}): Promise<AdoptionReport> {
  return withDatabase(request, { readOnly: false }, (db) => adoptLegacyDatabase(db, { ...rulesOf(request), ...watch }))
}

export interface TakeBackOptions {
  readonly force: boolean
  /** Where the audit log is kept, which goes with the tables. */
  readonly logFolder: string
}

export interface TakenBack extends AdoptionRollback {
  /** Holds the audit log, one row a line, to its last row, which tells of this. */
  readonly logFile: string
}

/** Puts the older database back as it was. Throws what `rollbackAdoption`, opening and writing the log's file throw. */
export async function takeBackAdoption(request: AdoptionRequest, { force, logFolder }: TakeBackOptions): Promise<TakenBack> {
  const { nowMs } = request
  const logFile = join(logFolder, `adoption-taken-back-${new Date(nowMs).toISOString().replaceAll(':', '-')}.jsonl`)
  let isKept = false
  const keepLog = async (log: AsyncIterable<readonly AuditEntry[]>) => {
    await writeAuditFile(logFile, log)
    isKept = true
  }
  try {
    const outcome = await withDatabase(request, { readOnly: false }, (db) => rollbackAdoption(db, { force, nowMs, keepLog }))
    return { ...outcome, logFile }
  } catch (error) {
    // The file tells of what did not come about.
    if (isKept) await rm(logFile, { force: true })
    throw error
  }
}

/** What the engine of this version will not run is adopted all the same, and flagged. */
function rulesOf({ nowMs }: AdoptionRequest): PlanOptions {
  return {
    nowMs,
    refusalOf: (strategy) => {
      try {
        resolveParameters(strategy)
        return null
      } catch (error) {
        if (isAppError(error)) return error.message
        throw error
      }
    },
  }
}
