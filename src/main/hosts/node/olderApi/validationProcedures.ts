import type { Client } from '#shared/contract/contract.ts'
import { AppError } from '#shared/domain/appError.ts'
import { instantOf, validationEntry } from './olderEntries.ts'
import type { OlderImplementer } from './olderImplementer.ts'
import { skipPages } from './skipPages.ts'

export function implementValidation({ validation }: OlderImplementer, client: Client) {
  return {
    run: validation.run.handler(async ({ input }) => {
      const started = await client.validations.run({
        strategyId: input.strategy_id,
        datasetId: await datasetOfStrategy(client, input.strategy_id),
        settings: { start_date: input.start_date, end_date: input.end_date, initial_cash: input.initial_capital },
        plan: {
          mode: 'rolling',
          unit: 'days',
          trainLength: input.train_size_days,
          testLength: input.window_size_days,
          purgeBars: 0,
          embargoBars: 0,
        },
      })
      return {
        validation_id: started.id,
        status: started.status,
        message: 'The validation is queued. Ask for its status until it is completed.',
        created_at: instantOf(started.createdAtMs),
      }
    }),
    status: validation.status.handler(async ({ input: { id } }) => {
      const { status, progress } = await client.validations.get({ id })
      return { validation_id: id, status, progress }
    }),
    get: validation.get.handler(async ({ input: { id } }) => validationEntry(await client.validations.get({ id }))),
    list: validation.list.handler(async ({ input }) => {
      const { total, items } = await skipPages(input, (page) => client.validations.list({ ...page, strategyId: input.strategy_id }))
      return { total, validations: items.map(validationEntry) }
    }),
  }
}

/** The older request names no data: those of the strategy's newest run, else the only data set there is. */
async function datasetOfStrategy(client: Client, strategyId: string): Promise<string> {
  const { items: runs } = await client.backtests.list({ strategyId, limit: 50 })
  const used = runs.find(({ datasetId }) => datasetId !== null)?.datasetId
  if (used) return used
  const { items } = await client.datasets.list({ limit: 2 })
  const [only, other] = items
  if (only !== undefined && other === undefined) return only.id
  throw new AppError('invalid_input', 'The strategy has no run that would tell which data to use. Run a backtest of it first.', {
    details: { field: 'strategy_id' },
  })
}
