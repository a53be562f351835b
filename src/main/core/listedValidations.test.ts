import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { RunningApplication } from '#core/application.ts'
import type { ValidationRequest } from '#shared/contract/validations.ts'
import { openTestApplication, waitForValidation } from '../../../tests/builders/openTestApplication.ts'
import { makeStrategyDraft } from '../../../tests/builders/strategies.ts'
import { makeListedPlan } from '../../../tests/builders/validations.ts'

const LINES = ['2001-01-01..2004-12-31 2005-01-01..2005-12-31', '2003-06-02..2006-12-29 2007-01-03..2009-12-31']
const PLAN = makeListedPlan(LINES, { purgeBars: 5, axes: [{ name: 'fast', values: [5, 10] }] })

describe('validations with windows given one by one', () => {
  const dataDirectory = mkdtempSync(join(tmpdir(), 'aurelius-listed-'))
  let application: RunningApplication
  let subject: Pick<ValidationRequest, 'strategyId' | 'datasetId'>

  beforeAll(async () => {
    const connection = { dialect: 'sqlite', file: join(dataDirectory, 'desk.sqlite') } as const
    application = await openTestApplication({ connection, password: null, dataDirectory })
    const { client } = application
    const [strategy, datasets] = [await client.strategies.create(makeStrategyDraft()), await client.datasets.list()]
    subject = { strategyId: strategy.id, datasetId: datasets.items[0]!.id }
  })
  afterAll(async () => {
    await application.close()
    rmSync(dataDirectory, { recursive: true, force: true })
  })

  it('are previewed, run and kept with their plan and the dates they read', async () => {
    const { client } = application
    const preview = await client.validations.preview({ ...subject, plan: PLAN })
    expect(preview).toMatchObject({ trialsPerWindow: 2, trialCount: 4, startDate: '2001-01-02', endDate: '2009-12-31' })
    expect(preview.windows).toMatchObject([
      { trainStart: '2001-01-02', trainEnd: '2004-12-23', testStart: '2005-01-03', testEnd: '2005-12-30', testBars: 252 },
      { trainStart: '2003-06-02', trainEnd: '2006-12-21', testStart: '2007-01-03', testEnd: '2009-12-31', testBars: 756 },
    ])
    const { id } = await client.validations.run({ ...subject, plan: PLAN })
    const validation = await waitForValidation(client, id)
    expect(validation).toMatchObject({
      status: 'completed',
      plan: PLAN,
      spec: { start_date: '2001-01-01', end_date: '2009-12-31' },
      startDate: '2001-01-02',
      endDate: '2009-12-31',
      trialCount: 4,
      outcome: { problems: [] },
    })
    expect((await client.validations.equity({ id })).equity).toHaveLength(252 + 756)
    const matrix = { subject: { kind: 'validation', id }, paths: 1000, draws: 10, matrix: true } as const
    await expect(client.robustness.run(matrix)).rejects.toMatchObject({
      code: 'invalid_input',
      message: expect.stringContaining('one by one'),
    })
  })

  it.each([
    { name: 'that overlap', plan: makeListedPlan([LINES[0]!, '2001-01-01..2004-12-31 2005-12-30..2006-12-29']), code: 'invalid_input' },
    { name: 'outside the data', plan: makeListedPlan(['1990-01-01..1994-12-31 1995-01-01..1995-12-31']), code: 'data_out_of_range' },
    { name: 'beyond the dates of the settings', settings: { start_date: '2002-01-01' }, plan: PLAN, code: 'invalid_input' },
  ])('are refused $name, by preview and run alike', async ({ name: _, code, ...request }) => {
    const { client } = application
    await expect(client.validations.preview({ ...subject, ...request })).rejects.toMatchObject({ code })
    await expect(client.validations.run({ ...subject, ...request })).rejects.toMatchObject({ code })
  })

  it('read no locked holdout: those before it run, those that touch it do not', async () => {
    const { client } = application
    await client.holdouts.lock({ datasetId: subject.datasetId, startDate: '2018-01-02', reason: 'The last look.' })
    expect((await client.validations.preview({ ...subject, plan: PLAN })).windows).toHaveLength(2)
    const touching = makeListedPlan([...LINES, '2014-01-02..2016-12-30 2017-01-03..2018-01-02'])
    await expect(client.validations.run({ ...subject, plan: touching })).rejects.toMatchObject({
      code: 'forbidden',
      message: expect.stringContaining('locked holdout'),
    })
  })
})
