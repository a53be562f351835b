import { randomUUID } from 'node:crypto'
import type { Client } from '#shared/contract/contract.ts'
import { instantOf, strategyEntry } from './olderEntries.ts'
import type { OlderImplementer } from './olderImplementer.ts'
import { skipPages } from './skipPages.ts'

export function implementStrategies({ strategies }: OlderImplementer, client: Client) {
  return {
    generate: strategies.generate.handler(async ({ input }) => {
      const startedAt = performance.now()
      const candidates = await client.strategies.generate({
        goal: input.goal,
        riskPreference: input.risk_preference,
        maxStrategies: input.max_strategies,
      })
      // The older system answered with ids that later calls name, so every candidate is kept.
      const kept = []
      for (const { draft, thresholds } of candidates) kept.push(strategyEntry(await client.strategies.create({ ...draft, thresholds })))
      return { request_id: randomUUID(), strategies: kept, generation_time_ms: performance.now() - startedAt }
    }),
    list: strategies.list.handler(async ({ input }) => {
      const { total, items } = await skipPages(input, (page) => client.strategies.list({ ...page, includeArchived: true }))
      return { total, strategies: items.map(strategyEntry) }
    }),
    get: strategies.get.handler(async ({ input: { id } }) => {
      const strategy = await client.strategies.get({ id })
      return { strategy_id: id, strategy: strategyEntry(strategy), created_at: instantOf(strategy.createdAtMs), status: strategy.status }
    }),
    validate: strategies.validate.handler(async ({ context, input: { id } }) => {
      const issues = await context.services().strategies.findProblems(id)
      return { strategy_id: id, valid: issues.length === 0, issues, timestamp: instantOf(Date.now()) }
    }),
  }
}
