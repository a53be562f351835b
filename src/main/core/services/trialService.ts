import { familySymbols, NO_SHARPE, type TrialCount } from '#shared/domain/trialLedger.ts'
import type { DatabaseHandle } from '../database/database.ts'
import { appendAudit } from '../repositories/auditRepository.ts'
import { getDataset } from '../repositories/datasetRepository.ts'
import { getStrategy } from '../repositories/strategyRepository.ts'
import { countTrials, countTrialsOfStrategy, recordTrials } from '../repositories/trialLedgerRepository.ts'
import { newId } from './newId.ts'

export interface TrialDeclaration {
  readonly strategyId: string
  readonly datasetId: string
  /** All trials of the family, those made elsewhere included. */
  readonly trials: number
}

export interface TrialService {
  count(strategyId: string): Promise<TrialCount[]>
  /** Never lowers a count: declaring fewer than the ledger knows changes nothing. Throws `not_found`. */
  declare(declaration: TrialDeclaration): Promise<TrialCount>
}

export function createTrialService(db: DatabaseHandle, now: () => number): TrialService {
  return {
    count: (strategyId) => countTrialsOfStrategy(db, strategyId),
    declare: async ({ strategyId, datasetId, trials }) => {
      const [strategy, dataset] = [await getStrategy(db, strategyId), await getDataset(db, datasetId)]
      const family = { strategyType: strategy.type, symbols: familySymbols(dataset.symbols) }
      return db.transaction(async (transaction) => {
        const missing = trials - (await countTrials(transaction, family)).trials
        if (missing > 0) {
          const source = { source: 'declared', sourceId: newId(), dataHash: null } as const
          const nowMs = now()
          await recordTrials(transaction, { ...family, ...source, strategyId, trials: missing, sharpe: NO_SHARPE, recordedAtMs: nowMs })
          const payload = { ...family, declared: trials, added: missing }
          appendAudit(transaction, { action: 'trials.declare', objectType: 'strategy', objectId: strategyId, payload, nowMs })
        }
        return countTrials(transaction, family)
      })
    },
  }
}
