import type { Client } from '#shared/contract/contract.ts'
import { AppError } from '#shared/domain/appError.ts'
import type { Pipeline } from '#shared/domain/pipeline.ts'
import { chooseDataset } from './chooseDataset.ts'
import type { OlderImplementer } from './olderImplementer.ts'
import { iterationEntry, pipelineEntry, wholePipelineEntry } from './pipelineEntries.ts'
import { skipPages } from './skipPages.ts'

export function implementOrchestrator({ orchestrator }: OlderImplementer, client: Client) {
  const whole = async (pipeline: Pipeline) => {
    const { symbols } = await client.datasets.get({ id: pipeline.datasetId })
    return wholePipelineEntry(pipeline, symbols)
  }
  return {
    run: orchestrator.run.handler(async ({ input }) => {
      const pipeline = await client.pipelines.run({
        source: { kind: 'strategy', strategyId: input.strategy_id },
        datasetId: await chooseDataset(client, input),
        settings: { start_date: input.start_date, end_date: input.end_date, initial_cash: input.initial_capital, seed: input.seed },
      })
      return whole(pipeline)
    }),
    list: orchestrator.list.handler(async ({ input }) => {
      const { total, items } = await skipPages(input, (page) => client.pipelines.list(page))
      return { total, runs: items.map(pipelineEntry) }
    }),
    get: orchestrator.get.handler(async ({ input: { id } }) => whole(await client.pipelines.get({ id }))),
  }
}

export function implementReflexion({ reflexion }: OlderImplementer, client: Client) {
  return {
    run: reflexion.run.handler(async ({ input }) => {
      const { iterations, unanswered } = await client.improvements.run({ strategyId: input.strategy_id, maxIterations: 1 })
      const [tried] = iterations
      if (tried === undefined) throw nothingLeft(unanswered.map(({ checkId }) => checkId))
      return iterationEntry(tried)
    }),
    history: reflexion.history.handler(async ({ input }) => {
      const iterations = await client.improvements.list({ strategyId: input.strategy_id, limit: input.limit })
      return iterations.map(iterationEntry)
    }),
  }
}

function nothingLeft(unanswered: readonly string[]): AppError {
  const open = unanswered.length === 0 ? '' : ` No change of parameters answers ${unanswered.join(', ')}.`
  return new AppError(
    'invalid_transition',
    `Everything that could answer the failed checks has been tried.${open} Read the verdict, change the strategy or its data, and run the gates again.`,
  )
}
