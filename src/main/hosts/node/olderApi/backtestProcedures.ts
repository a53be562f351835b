import type { Client } from '#shared/contract/contract.ts'
import type { FillColumns, PositionColumns } from '#shared/domain/ledger.ts'
import { chooseDataset } from './chooseDataset.ts'
import { latestGate } from './gateProcedures.ts'
import { backtestEntry, executionMetadata, instantOf, olderMetrics, summaryMetrics, validationEntry } from './olderEntries.ts'
import type { OlderImplementer } from './olderImplementer.ts'
import { skipPages } from './skipPages.ts'

export function implementBacktests({ backtests }: OlderImplementer, client: Client) {
  return {
    run: backtests.run.handler(async ({ input }) => {
      const run = await client.backtests.run({
        strategyId: input.strategy_id,
        datasetId: await chooseDataset(client, input),
        settings: { start_date: input.start_date, end_date: input.end_date, initial_cash: input.initial_capital, seed: input.seed },
      })
      return {
        backtest_id: run.id,
        status: run.status,
        message: 'The backtest is queued. Ask for its status until it is completed.',
        execution_metadata: executionMetadata(await client.backtests.get({ id: run.id })),
        created_at: instantOf(run.createdAtMs),
      }
    }),
    status: backtests.status.handler(async ({ context, input: { id } }) => {
      const run = await client.backtests.get({ id })
      const trades = run.status === 'completed' ? await context.services().backtests.keptColumns(id, 'trades') : null
      return { backtest_id: id, status: run.status, execution_metadata: executionMetadata(run), result: olderMetrics(run, trades) }
    }),
    replay: backtests.replay.handler(async ({ context, input }) => {
      const runs = await context.services().backtests.findByIdentity({ specHash: input.spec_hash, dataHash: input.data_hash })
      const matches = []
      for (const run of runs) {
        const { items } = await client.validations.list({ strategyId: run.strategyId, statuses: ['completed'], limit: 1 })
        matches.push({
          backtest: backtestEntry(run, olderMetrics(run, null)),
          ledger_hash: run.identity?.ledger_hash ?? null,
          validation: items[0] === undefined ? null : validationEntry(items[0]),
          product_gate: await latestGate(client, run.strategyId, 'product'),
        })
      }
      return { total: matches.length, runs: matches }
    }),
    get: backtests.get.handler(async ({ context, input: { id } }) => {
      const { backtests: service } = context.services()
      const run = await client.backtests.get({ id })
      const trades = await service.keptColumns(id, 'trades')
      const fills = await service.keptColumns(id, 'fills')
      const positions = await service.keptColumns(id, 'positions')
      return {
        backtest: backtestEntry(run, olderMetrics(run, trades)),
        trades: fills === null ? [] : fillEntries(fills, run.instruments),
        equity_curve: positions === null ? [] : curveEntries(positions),
      }
    }),
    list: backtests.list.handler(async ({ input }) => {
      const { total, items } = await skipPages(input, (page) => client.backtests.list({ ...page, strategyId: input.strategy_id }))
      return { total, backtests: items.map((run) => backtestEntry(run, summaryMetrics(run))) }
    }),
  }
}

function fillEntries({ time, units, price, commission, symbol }: FillColumns, instruments: readonly string[]) {
  return Array.from(time, (instantMs, fill) => ({
    timestamp: instantMs / 1000,
    symbol: instruments[symbol?.[fill] ?? 0] ?? null,
    side: (units[fill] ?? 0) > 0 ? ('buy' as const) : ('sell' as const),
    quantity: Math.abs(units[fill] ?? Number.NaN),
    price: price[fill] ?? Number.NaN,
    commission: commission[fill] ?? Number.NaN,
  }))
}

function curveEntries({ time, equity }: Pick<PositionColumns, 'time' | 'equity'>) {
  return Array.from(time, (instantMs, bar) => ({ timestamp: instantMs / 1000, equity: equity[bar] ?? Number.NaN }))
}
