import { expect, it } from 'vitest'
import type { RunningApplication } from '#core/application.ts'
import type { Database } from '#core/database/database.ts'
import { openTestApplication, waitForRun } from '../builders/openTestApplication.ts'
import { cleanUpLater, describeOnBothDialects, freshFolder, testServer } from './dialects.ts'

async function openOn(db: Database): Promise<RunningApplication> {
  const application = await openTestApplication({
    connection: db.connection,
    password: db.dialect === 'postgres' ? testServer().password : null,
    dataDirectory: await freshFolder(),
    osUser: 'ada',
    importSampleWhenEmpty: false,
  })
  cleanUpLater(application.close)
  return application
}

const DRAFT = { name: 'Golden cross', type: 'trend_following' as const, parameters: { fast: 20, slow: 50 } }

describeOnBothDialects('every change through the application', (makeDatabase, dialect) => {
  it('leaves its row in the audit log, with who made it and with what program', { timeout: 60_000 }, async () => {
    const { client } = await openOn(await makeDatabase())
    const dataset = await client.datasets.importSample()
    const strategy = await client.strategies.create(DRAFT)
    await client.strategies.update({ id: strategy.id, expectedVersion: 1, draft: { ...DRAFT, parameters: { fast: 10, slow: 50 } } })
    await client.strategies.archive({ id: strategy.id })
    await client.strategies.restore({ id: strategy.id })
    const run = await client.backtests.run({ strategyId: strategy.id, datasetId: dataset.id, settings: { start_date: '2015-01-02' } })
    const { status } = await waitForRun(client, run.id)
    expect(status).toBe('completed')
    await client.gates.run({ strategyId: strategy.id, gateType: 'dev' })
    await client.backtests.delete({ id: run.id })
    await client.strategies.delete({ id: strategy.id })
    await client.datasets.delete({ id: dataset.id })

    const { items } = await client.audit.list({ direction: 'asc' })
    expect(items.map(({ action, objectId }) => [action, objectId])).toEqual([
      ['dataset.import', dataset.id],
      ['strategy.create', strategy.id],
      ['strategy.update', strategy.id],
      ['strategy.archive', strategy.id],
      ['strategy.restore', strategy.id],
      ['backtest.request', run.id],
      ['backtest.complete', run.id],
      ['gate.judge', expect.any(String)],
      ['backtest.delete', run.id],
      ['strategy.delete', strategy.id],
      ['dataset.delete', dataset.id],
    ])
    const actor = dialect === 'sqlite' ? 'ada' : testServer().connection.user
    expect(new Set(items.map((entry) => entry.actor))).toEqual(new Set([actor]))
    expect(new Set(items.map((entry) => entry.client))).toEqual(new Set(['ada, cli 0.0.0-test']))
    expect(JSON.parse(items[2]?.payload ?? '')).toMatchObject({ version: 2, parameters: { fast: 10 } })
    expect(JSON.parse(items[6]?.payload ?? '')).toMatchObject({ strategyId: strategy.id, identity: { data_hash: dataset.dataHash } })
    expect(await client.audit.actors()).toEqual([actor])
    const head = await client.audit.head()
    expect(head.seq).toBe(items.length)
    expect(await client.audit.verify({ known: head })).toEqual({ intact: true, rows: items.length, head, firstBreak: null })
  })

  it('that is refused leaves none', async () => {
    const { client } = await openOn(await makeDatabase())
    const strategy = await client.strategies.create(DRAFT)
    await expect(client.strategies.update({ id: strategy.id, expectedVersion: 7, draft: DRAFT })).rejects.toMatchObject({
      code: 'conflict',
    })
    await expect(client.strategies.delete({ id: '018f0000-0000-7000-8000-00000000dead' })).rejects.toMatchObject({ code: 'not_found' })
    expect((await client.audit.list()).items).toHaveLength(1)
  })
})
