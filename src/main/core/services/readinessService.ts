import type { GateTargets, ProductReadiness, ProductReadinessDraft, ReadinessScorecard } from '#shared/domain/productReadiness.ts'
import { gateTargetsSchema, productReadinessDraftSchema } from '#shared/domain/productReadiness.ts'
import type { Database } from '../database/database.ts'
import { scoreReadiness } from '../jobs/engineCatalogue.ts'
import { recordChange } from '../repositories/auditRepository.ts'
import { getLatestGateResult } from '../repositories/gateResultRepository.ts'
import { findReadiness, findTargets, saveReadiness, saveTargets } from '../repositories/readinessRepository.ts'
import { getStrategy } from '../repositories/strategyRepository.ts'
import { openGateReader } from './gates/readGateResult.ts'

export interface ReadinessService {
  /** What is in place for production; empty where nobody has written anything. Throws `not_found`. */
  get(strategyId: string): Promise<ProductReadiness>
  save(strategyId: string, draft: ProductReadinessDraft): Promise<ProductReadiness>
  targets(strategyId: string): Promise<GateTargets>
  saveTargets(strategyId: string, targets: GateTargets): Promise<GateTargets>
  /** From the newest stored results of the three gates. Throws `not_found`. */
  scorecard(strategyId: string): Promise<ReadinessScorecard>
}

export function createReadinessService(db: Database, now: () => number): ReadinessService {
  const tell = (action: 'readiness.save' | 'targets.save', strategyId: string, payload: unknown) =>
    ({ action, objectType: 'strategy', objectId: strategyId, payload, nowMs: now() }) as const

  async function get(strategyId: string): Promise<ProductReadiness> {
    await getStrategy(db, strategyId)
    const saved = await findReadiness(db, strategyId)
    return { strategyId, ...(saved?.document ?? productReadinessDraftSchema.parse({})), updatedAtMs: saved?.updatedAtMs ?? null }
  }

  return {
    get,
    save: async (strategyId, draft) => {
      const saved = { strategyId, document: draft, nowMs: now() }
      await recordChange(
        db,
        (transaction) => saveReadiness(transaction, saved),
        () => tell('readiness.save', strategyId, draft),
      )
      return get(strategyId)
    },
    targets: async (strategyId) => {
      await getStrategy(db, strategyId)
      return (await findTargets(db, strategyId)) ?? gateTargetsSchema.parse({})
    },
    saveTargets: async (strategyId, targets) => {
      const saved = { strategyId, document: targets, nowMs: now() }
      await recordChange(
        db,
        (transaction) => saveTargets(transaction, saved),
        () => tell('targets.save', strategyId, targets),
      )
      return targets
    },
    scorecard: async (strategyId) => {
      await getStrategy(db, strategyId)
      const reader = await openGateReader(db, now())
      const newest = async (gateType: 'dev' | 'crv' | 'product') => {
        const stored = await getLatestGateResult(db, { strategyId, gateType })
        if (stored === null) return null
        const { checks, stale } = await reader.read(stored)
        return { checks, isStale: stale }
      }
      return scoreReadiness(strategyId, { dev: await newest('dev'), crv: await newest('crv'), product: await newest('product') })
    },
  }
}
