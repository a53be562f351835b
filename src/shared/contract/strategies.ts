import { z } from 'zod'
import { pageOf, pageRequestShape, sortDirectionSchema } from '../domain/page.ts'
import { dateSchema, idSchema, searchSchema } from '../domain/primitives.ts'
import {
  generateRequestSchema,
  newStrategySchema,
  strategyCandidateSchema,
  strategyDraftSchema,
  strategySchema,
  strategyStatusSchema,
  strategyVersionSchema,
  tagsSchema,
} from '../domain/strategy.ts'
import { strategyDescriptorSchema, strategyTypeSchema } from '../domain/strategyType.ts'
import { procedure } from './base.ts'

export const tagAndDateFilterShape = {
  /** Strategies that carry every one of these tags. */
  tags: tagsSchema.default([]),
  /** First and last day of creation, UTC, both inclusive; null = open. */
  createdFrom: dateSchema.nullable().default(null),
  createdTo: dateSchema.nullable().default(null),
}

export const strategyFilterShape = {
  search: searchSchema.default(''),
  types: z.array(strategyTypeSchema).max(20).default([]),
  statuses: z.array(strategyStatusSchema).max(10).default([]),
  /** Archived strategies are left out unless asked for. */
  includeArchived: z.boolean().default(false),
  ...tagAndDateFilterShape,
}

export const listStrategiesInputSchema = z
  .object({
    ...strategyFilterShape,
    sort: z.enum(['createdAt', 'updatedAt', 'name', 'type', 'status', 'confidence']).default('createdAt'),
    direction: sortDirectionSchema.default('desc'),
    ...pageRequestShape,
  })
  .prefault({})
export type ListStrategiesInput = z.infer<typeof listStrategiesInputSchema>

const byId = z.object({ id: idSchema })

export const strategiesContract = {
  describeTypes: procedure.route({ method: 'GET', path: '/strategy-types' }).output(z.array(strategyDescriptorSchema)),
  list: procedure.route({ method: 'GET', path: '/strategies' }).input(listStrategiesInputSchema).output(pageOf(strategySchema)),
  get: procedure.route({ method: 'GET', path: '/strategies/{id}' }).input(byId).output(strategySchema),
  versions: procedure.route({ method: 'GET', path: '/strategies/{id}/versions' }).input(byId).output(z.array(strategyVersionSchema)),
  /** Proposes candidates for a goal; stores nothing. */
  generate: procedure
    .route({ method: 'POST', path: '/strategies/candidates' })
    .input(generateRequestSchema)
    .output(z.array(strategyCandidateSchema)),
  create: procedure.route({ method: 'POST', path: '/strategies' }).input(newStrategySchema).output(strategySchema),
  /** Saves a new version; `expectedVersion` guards against overwriting somebody else's edit. */
  update: procedure
    .route({ method: 'PUT', path: '/strategies/{id}' })
    .input(z.object({ id: idSchema, expectedVersion: z.int().min(1), draft: strategyDraftSchema }))
    .output(strategySchema),
  archive: procedure.route({ method: 'POST', path: '/strategies/{id}/archive' }).input(byId).output(strategySchema),
  restore: procedure.route({ method: 'POST', path: '/strategies/{id}/restore' }).input(byId).output(strategySchema),
  /** What a delete would take with it. */
  countDependents: procedure
    .route({ method: 'GET', path: '/strategies/{id}/dependents' })
    .input(byId)
    .output(z.object({ backtests: z.int(), validations: z.int(), gateResults: z.int() })),
  delete: procedure
    .route({ method: 'DELETE', path: '/strategies/{id}' })
    .input(byId)
    .output(z.object({ id: idSchema })),
}
