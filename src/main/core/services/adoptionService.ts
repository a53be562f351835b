import { isAppError } from '#shared/domain/appError.ts'
import { type AdoptionProgress, type AdoptionReport, adoptLegacyDatabase } from '../database/legacy/adoptLegacyDatabase.ts'
import { type AdoptionPlan, type PlanOptions, planAdoption } from '../database/legacy/planAdoption.ts'
import { type AdoptionRollback, rollbackAdoption } from '../database/legacy/rollbackAdoption.ts'
import { resolveParameters } from '../jobs/engineCatalogue.ts'
import { type MaintenanceRequest, withDatabase } from './databaseMaintenance.ts'

export type { AdoptionPlan, AdoptionProgress, AdoptionReport, AdoptionRollback }

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

/** Puts the older database back as it was. Throws what `rollbackAdoption` and opening throw. */
export function takeBackAdoption(request: MaintenanceRequest, options: { readonly force: boolean }): Promise<AdoptionRollback> {
  return withDatabase(request, { readOnly: false }, (db) => rollbackAdoption(db, options))
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
