import { expect, it } from 'vitest'
import type { GateResult } from '#shared/domain/gate.ts'
import { openTestApplication, waitForRun, waitForSweep, waitForValidation } from '../../../tests/builders/openTestApplication.ts'
import { PANEL_PLAN, storeSoundPanel } from '../../../tests/builders/soundPanel.ts'
import { makeStrategyDraft } from '../../../tests/builders/strategies.ts'
import { cleanUpLater, describeOnBothDialects, freshFolder, testServer } from '../../../tests/storage/dialects.ts'

const blockers = ({ checks }: GateResult) =>
  checks.filter(({ blocking, state }) => blocking && /FAIL|NOT_RUN|STALE/.test(state)).map(({ id, summary }) => `${id}: ${summary}`)

describeOnBothDialects('a strategy on a panel', (makeDatabase, dialect) => {
  const open = async () => {
    const { connection } = await makeDatabase({ migrated: true })
    const password = dialect === 'postgres' ? testServer().password : null
    const options = { connection, password, dataDirectory: await freshFolder(), importSampleWhenEmpty: false }
    const application = await openTestApplication(options)
    cleanUpLater(application.close)
    return application.client
  }

  it('goes from sweep over walk-forward to a CRV verdict', { timeout: 180_000 }, async () => {
    const client = await open()
    const { strategy, dataset, order } = await storeSoundPanel(client)
    const strategyId = strategy.id
    const judge = (gateType: 'dev' | 'crv') => client.gates.run({ strategyId, gateType })

    // The sweep: laid out, run, every trial counted, and a row equal to the run of its point.
    const request = { ...order, axes: PANEL_PLAN.axes, where: 'rebalance < 250', rankMetric: 'sharpe_ratio', ranking: 'plateau' } as const
    expect(await client.sweeps.plan(request)).toMatchObject({ gridCells: 12, excluded: 3, trialCount: 9 })
    const sweep = await waitForSweep(client, (await client.sweeps.run(request)).id)
    expect(sweep).toMatchObject({ status: 'completed', trialCount: 9, best: { parameters: { rebalance: 10 } } })
    const { items: rows } = await client.sweeps.rows({ id: sweep.id })
    const [first] = rows
    const point = await waitForRun(client, (await client.sweeps.runTrial({ id: sweep.id, trial: first!.trial })).id)
    const { metrics } = await client.backtests.get({ id: point.id })
    for (const [name, value] of Object.entries(first!.metrics)) expect([name, metrics?.values[name as 'cagr']]).toEqual([name, value])

    // The walk-forward: in-sample trials join the count of the same family.
    await waitForRun(client, (await client.backtests.run(order)).id)
    expect(blockers(await judge('dev'))).toEqual([])
    expect(blockers(await judge('crv')).length).toBeGreaterThan(10)
    const preview = await client.validations.preview({ ...order, plan: PANEL_PLAN })
    expect([preview.windows.length, preview.trialCount]).toEqual([6, 72])
    const { id } = await client.validations.run({ ...order, plan: PANEL_PLAN })
    const validation = await waitForValidation(client, id)
    expect(validation).toMatchObject({ status: 'completed', trialCount: 72, outcome: { problems: [] } })
    const trades = await client.validations.trades({ id })
    expect(new Set(trades.symbol)).toEqual(new Set(dataset.symbols.keys()))
    expect(validation.windows?.every(({ detail }) => detail?.parameters?.['rebalance'] === 10)).toBe(true)

    // The gate: every check judges on the panel.
    const crv = await judge('crv')
    expect(blockers(crv)).toEqual([])
    expect(crv.checks.filter(({ state }) => state === 'NOT_RUN')).toEqual([])
    expect(crv).toMatchObject({ verdict: 'passed', binding: { evidence: { 'the walk-forward': id } } })
    // 9 of the sweep, the run of its point, 72 in sample, the run itself: one family, the whole panel.
    expect(crv.checks.find((check) => check.id === 'C5')?.value).toBe(83)

    const robust = await client.robustness.run({ subject: { kind: 'validation', id }, matrix: false, paths: 1000, draws: 20, seed: 1 })
    expect(robust.result.droppedTrades.positions).toBeGreaterThan(100)
    expect(robust.result.regimes.parts.some(({ bars }) => bars > 0)).toBe(true)
    expect(robust.result.parameters.profitableShare.value).toBeGreaterThan(0.7)
  })

  it('walks the whole pipeline, and what the gate finds is answered in sample', { timeout: 180_000 }, async () => {
    const client = await open()
    const { dataset, order } = await storeSoundPanel(client)
    const draft = makeStrategyDraft({ name: 'Winners', type: 'market_neutral', parameters: { lookback: 60, rebalance: 40 } })
    const { id: strategyId } = await client.strategies.create(draft)
    const source = { kind: 'strategy', strategyId } as const
    const { id } = await client.pipelines.run({ source, datasetId: dataset.id, settings: order.settings })
    await expect.poll(async () => (await client.pipelines.get({ id })).status, { timeout: 150_000, interval: 200 }).toBe('completed')
    const { verdict, checks } = await client.gates.run({ strategyId, gateType: 'crv' })
    expect(verdict).toBe('failed')
    expect(checks.filter(({ state }) => state === 'NOT_RUN')).toEqual([])
    const before = (await client.trials.count({ strategyId })).reduce((sum, { trials }) => sum + trials, 0)
    const { iterations } = await client.improvements.run({ strategyId, maxIterations: 2 })
    expect(iterations.length).toBeGreaterThan(0)
    const tried = iterations.reduce((sum, { trials }) => sum + trials, 0)
    expect((await client.trials.count({ strategyId })).reduce((sum, { trials }) => sum + trials, 0)).toBe(before + tried)
  })
})
