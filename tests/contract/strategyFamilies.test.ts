import { expect, it } from 'vitest'
import type { Parameters, StrategyType } from '#shared/domain/strategyType.ts'
import { openTestApplication, waitForRun } from '../builders/openTestApplication.ts'
import { makeStrategyDraft } from '../builders/strategies.ts'
import { cleanUpLater, describeOnBothDialects, freshFolder, testServer } from '../storage/dialects.ts'

describeOnBothDialects('strategy families in the application', (makeDatabase) => {
  async function start() {
    const { connection } = await makeDatabase({ migrated: true })
    const password = connection.dialect === 'postgres' ? testServer().password : null
    const { client, close } = await openTestApplication({ connection, password, dataDirectory: await freshFolder() })
    cleanUpLater(close)
    const { items } = await client.datasets.list({})
    const run = async (type: StrategyType, parameters: Parameters) => {
      const strategy = await client.strategies.create(makeStrategyDraft({ type, parameters }))
      return client.backtests.run({ strategyId: strategy.id, datasetId: items[0]!.id, settings: {} })
    }
    return { client, run }
  }

  it('a family on one instrument runs, and its parameters come back as they were stored', async () => {
    const { client, run } = await start()
    const parameters = { entry: 'crossover(sma(fast), sma(50))', exit: 'rsi(14) > 75 or close < sma(50)', 'params.fast': 20 }
    const { id } = await run('rules', parameters)
    expect(await waitForRun(client, id)).toMatchObject({ status: 'completed', errorMessage: null })
    const { spec, totalTrades } = await client.backtests.get({ id })
    expect(spec?.strategy.parameters).toEqual({ ...parameters, entry_short: '', exit_short: '' })
    expect(totalTrades).toBeGreaterThan(5)
  })

  it('a family that needs a panel is refused before a run exists, and says what to do', async () => {
    const { client, run } = await start()
    for (const type of ['pairs_trading', 'stat_arb', 'market_neutral', 'carry'] as const) {
      await expect(run(type, {})).rejects.toMatchObject({
        code: 'invalid_input',
        message: expect.stringMatching(new RegExp(`${type} needs a panel of several instruments.*symbol column`)),
      })
    }
    expect((await client.backtests.list({})).items).toEqual([])
  })

  it('a rule that cannot be read is refused when it is saved, with its place', async () => {
    const { client } = await start()
    const draft = makeStrategyDraft({ type: 'rules', parameters: { entry: 'close >\n smma(3)' } })
    await expect(client.strategies.create(draft)).rejects.toMatchObject({
      code: 'invalid_input',
      message: expect.stringContaining('strategy.parameters.entry: line 2, column 2: there is no function smma'),
    })
  })
})
