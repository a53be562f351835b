import { z } from 'zod'
import { checkCountSchema } from '../domain/checkCount.ts'
import { foreignReplaySchema, gateResultSchema, gateTypeSchema } from '../domain/gate.ts'
import { pageOf, pageRequestShape } from '../domain/page.ts'
import { idSchema, nameSchema } from '../domain/primitives.ts'
import { runIdentitySchema } from '../domain/runIdentity.ts'
import { strategyStatusSchema } from '../domain/strategy.ts'
import { strategyTypeSchema } from '../domain/strategyType.ts'
import { procedure } from './base.ts'

/** A newest result on the board: its checks are many, and come with the history of the one that is opened. */
const boardVerdictSchema = gateResultSchema
  .pick({ id: true, verdict: true, passed: true, stale: true, staleBecause: true, timestampMs: true })
  .extend({ checkCount: checkCountSchema })
export type BoardVerdict = z.infer<typeof boardVerdictSchema>

/** One strategy on the board with its newest result at each gate; null = never run. */
export const gateBoardRowSchema = z.object({
  strategyId: idSchema,
  strategyName: nameSchema,
  strategyType: strategyTypeSchema,
  strategyVersion: z.int(),
  strategyStatus: strategyStatusSchema,
  dev: boardVerdictSchema.nullable(),
  crv: boardVerdictSchema.nullable(),
  product: boardVerdictSchema.nullable(),
})
export type GateBoardRow = z.infer<typeof gateBoardRowSchema>

/** The identity that the same run had on another machine, as its stats.json says. */
const supplyReplayInput = z.object({ backtestId: idSchema, platform: foreignReplaySchema.shape.platform, identity: runIdentitySchema })
export type SupplyReplayInput = z.infer<typeof supplyReplayInput>

export const gatesContract = {
  /** Gathers evidence about a completed run (the newest one when none is named) and judges it. */
  run: procedure
    .route({ method: 'POST', path: '/gates/{gateType}/run' })
    .input(z.object({ strategyId: idSchema, gateType: gateTypeSchema, backtestId: idSchema.nullable().default(null) }))
    .output(gateResultSchema),
  board: procedure
    .route({ method: 'GET', path: '/gates/board' })
    .input(z.object({ search: z.string().max(200).default(''), ...pageRequestShape }).prefault({}))
    .output(pageOf(gateBoardRowSchema)),
  /** Newest first. */
  history: procedure
    .route({ method: 'GET', path: '/gates/history/{strategyId}' })
    .input(
      z.object({ strategyId: idSchema, gateType: gateTypeSchema.nullable().default(null), limit: z.int().min(1).max(200).default(50) }),
    )
    .output(z.array(gateResultSchema)),
  /** Keeps what the same run gave on another platform: the dev gate then compares the ledgers. */
  supplyReplay: procedure.route({ method: 'POST', path: '/gates/replays' }).input(supplyReplayInput).output(foreignReplaySchema),
}
