import { screen, waitFor, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { describe, expect, it, vi } from 'vitest'
import { AppError } from '#shared/domain/appError.ts'
import type { Backtest } from '#shared/domain/backtest.ts'
import { runSettingsSchema } from '#shared/domain/runSpec.ts'
import type { Validation } from '#shared/domain/validation.ts'
import { type FakeProcedures, renderWithApp } from '../../../../tests/builders/renderWithApp.tsx'
import { makeBacktestSummary, makeDataset, pageOf } from '../../../../tests/builders/sampleRows.ts'
import { makeValidation, makeValidationPreview } from '../../../../tests/builders/sampleValidations.ts'
import { makeStrategy } from '../../../../tests/builders/strategies.ts'
import { trendFamily } from '../../../../tests/builders/trendFamily.ts'
import { ValidationsPage } from './ValidationsPage.tsx'

const strategy = makeStrategy()
const dataset = makeDataset()

interface Shown {
  readonly path?: string
  /** Completed runs of the strategy, the newest first. */
  readonly runs?: readonly Backtest[]
}

function show(
  validations: readonly Validation[],
  procedures: NonNullable<FakeProcedures['validations']> = {},
  { path = '/validations', runs = [] }: Shown = {},
) {
  const list = vi.fn(async () => pageOf(...runs))
  const client: FakeProcedures = {
    backtests: { list, get: async ({ id }) => runs.find((run) => run.id === id)! },
    validations: { list: async () => pageOf(...validations), preview: async () => makeValidationPreview(), ...procedures },
    strategies: { get: async () => strategy, list: async () => pageOf(strategy), describeTypes: async () => [trendFamily] },
    datasets: { list: async () => pageOf(dataset) },
  }
  renderWithApp(<ValidationsPage />, { client, path })
  return { list }
}

const DIALOG = `/validations?run=${strategy.id}`
const LINES = '2001-01-01..2004-12-31 2005-01-01..2005-12-31\n2003-06-02..2006-12-29 2007-01-03..2009-12-31'

it('lists validations with their verdict in words, not colour alone', async () => {
  show([makeValidation()])
  const row = await screen.findByRole('row', { name: /Trend 20\/50/ })
  expect(within(row).getByRole('img', { name: 'not stable' })).toBeVisible()
  expect(row).toHaveTextContent(/60.*0\.80.*4\.00%.*33\.3%.*2.*12/)
})

it('shows the windows and the number of trials before anything runs, then runs what was shown', async () => {
  const preview = vi.fn(async () => makeValidationPreview())
  const run = vi.fn(async () => makeValidation({ status: 'pending' }))
  show([], { preview, run }, { path: DIALOG })
  const dialog = await screen.findByRole('dialog')
  expect(await within(dialog).findByText(/2 windows with 6 parameter sets each \(3 excluded\); 12 trials will count/)).toBeVisible()
  await userEvent.type(within(dialog).getByRole('textbox', { name: /Fast/ }), '5:50:5')
  await waitFor(() =>
    expect(preview).toHaveBeenLastCalledWith(
      expect.objectContaining({ plan: expect.objectContaining({ axes: ['fast=5:50:5'] }) }),
      expect.anything(),
    ),
  )
  await userEvent.click(within(dialog).getByRole('button', { name: 'Run validation' }))
  await waitFor(() => expect(run).toHaveBeenCalledOnce())
  const asked = { strategyId: strategy.id, datasetId: dataset.id, plan: { axes: ['fast=5:50:5'], trainLength: 1008, testLength: 252 } }
  expect(run).toHaveBeenCalledWith(expect.objectContaining({ ...asked, plan: expect.objectContaining(asked.plan) }), expect.anything())
  await waitFor(() => expect(screen.getByLabelText('Shown path')).toHaveTextContent(`/validations/${makeValidation().id}`))
})

it('says why a plan cannot run while it is typed', async () => {
  const preview = () => Promise.reject(new AppError('invalid_input', 'The data have 240 bars, and one window takes 1265.'))
  show([], { preview }, { path: DIALOG })
  expect(await screen.findByText('The data have 240 bars, and one window takes 1265.')).toBeVisible()
})

describe('windows given one by one', () => {
  it('go on from those that are shown, are pasted as lines, previewed and run', async () => {
    const preview = vi.fn(async () => makeValidationPreview())
    const run = vi.fn(async () => makeValidation({ status: 'pending' }))
    show([], { preview, run }, { path: DIALOG })
    const dialog = await screen.findByRole('dialog')
    await within(dialog).findByText(/2 windows with/)
    await userEvent.click(within(dialog).getByRole('radio', { name: 'One by one' }))
    const lines = within(dialog).getByRole('textbox', { name: 'Windows, one a line' })
    expect((lines as HTMLTextAreaElement).value.split('\n')).toHaveLength(2)
    expect(within(dialog).queryByRole('textbox', { name: /^Training/ })).toBeNull()
    await userEvent.clear(lines)
    expect(within(dialog).getByText(/No window is given: write one a line/)).toBeVisible()
    await userEvent.click(lines)
    await userEvent.paste(LINES)
    const plan = {
      mode: 'listed',
      windows: [
        { trainStart: '2001-01-01', trainEnd: '2004-12-31', testStart: '2005-01-01', testEnd: '2005-12-31' },
        { trainStart: '2003-06-02', trainEnd: '2006-12-29', testStart: '2007-01-03', testEnd: '2009-12-31' },
      ],
      purgeBars: 5,
    }
    const asked = expect.objectContaining({ plan: expect.objectContaining(plan) })
    await waitFor(() => expect(preview).toHaveBeenLastCalledWith(asked, expect.anything()))
    await userEvent.click(within(dialog).getByRole('button', { name: 'Run validation' }))
    await waitFor(() => expect(run).toHaveBeenCalledWith(asked, expect.anything()))
  })

  it('are drawn on the time axis as long as they are', async () => {
    const window = (windowId: number, dates: readonly [string, string, string, string]) => {
      const [trainStart, trainEnd, testStart, testEnd] = dates
      return { windowId, trainStart, trainEnd, testStart, testEnd, trainBars: 100, testBars: 100 }
    }
    const windows = [
      window(0, ['2000-01-01', '2001-01-01', '2001-01-01', '2002-01-01']),
      window(1, ['2001-01-01', '2004-01-01', '2006-01-01', '2010-01-01']),
    ]
    show([], { preview: async () => ({ ...makeValidationPreview(), windows }) }, { path: DIALOG })
    const drawn = await screen.findByRole('region', { name: 'Windows on the time axis' })
    const widths = Array.from(drawn.querySelectorAll<HTMLElement>('[data-part]'), ({ style }) => Math.round(Number.parseFloat(style.width)))
    expect(widths).toEqual([10, 10, 30, 40])
  })
})

describe('the settings of a new validation', () => {
  const settings = runSettingsSchema.parse({
    start_date: '2003-01-02',
    cost_model: { type: 'percentage', percentage: 0.0025 },
    execution: { slippage_bps: 4, trailing_stop: 0.08, sizing: { type: 'vol_target', annual: 0.12, lookback: 20 } },
  })
  const newest: Backtest = {
    ...makeBacktestSummary({ strategyId: strategy.id, datasetId: dataset.id }),
    ...{ dataHash: dataset.dataHash, identity: null, metrics: null, instruments: [], flags: [] },
    spec: { ...settings, strategy: { type: strategy.type, parameters: strategy.parameters } },
  }

  it('begin with those of the newest completed run on the same data, and say so', async () => {
    const run = vi.fn(async () => makeValidation({ status: 'pending' }))
    const { list } = show([], { run }, { path: DIALOG, runs: [newest] })
    const dialog = await screen.findByRole('dialog')
    expect(await within(dialog).findByText(/those of the newest completed run of this strategy on these data/)).toHaveTextContent(
      'Taken over without a field here: trailing stop 8.00%.',
    )
    expect(within(dialog).getByRole('link', { name: /^run of / })).toHaveAttribute(
      'href',
      expect.stringContaining(`/backtests/${newest.id}`),
    )
    expect(list).toHaveBeenCalledWith(
      expect.objectContaining({ strategyId: strategy.id, datasetId: dataset.id, statuses: ['completed'], limit: 1 }),
      expect.anything(),
    )
    expect(within(dialog).getByRole('textbox', { name: 'Commission per side (%)' })).toHaveValue('0.25')
    expect(within(dialog).getByLabelText('Start date')).toHaveValue('2003-01-02')
    await userEvent.click(within(dialog).getByRole('button', { name: 'Run validation' }))
    await waitFor(() => expect(run).toHaveBeenCalledWith(expect.objectContaining({ settings }), expect.anything()))
  })

  it('can be changed; other costs are named as no evidence until they are taken back', async () => {
    const run = vi.fn(async () => makeValidation({ status: 'pending' }))
    show([], { run }, { path: DIALOG, runs: [newest] })
    const dialog = await screen.findByRole('dialog')
    await within(dialog).findByText(/those of the newest completed run/)
    const cash = within(dialog).getByRole('textbox', { name: 'Initial cash' })
    await userEvent.clear(cash)
    await userEvent.type(cash, '5000')
    expect(within(dialog).queryByText(/no evidence for its CRV gate/)).toBeNull()
    const commission = within(dialog).getByRole('textbox', { name: 'Commission per side (%)' })
    await userEvent.clear(commission)
    await userEvent.type(commission, '0.01')
    expect(within(dialog).getByText(/no evidence for its CRV gate/)).toBeVisible()
    await userEvent.click(within(dialog).getByRole('button', { name: 'Run validation' }))
    const changed = { ...settings, initial_cash: 5000, cost_model: { ...settings.cost_model, percentage: 0.0001 } }
    await waitFor(() => expect(run).toHaveBeenCalledWith(expect.objectContaining({ settings: changed }), expect.anything()))
  })

  it('are given back to the run by a button', async () => {
    show([], {}, { path: DIALOG, runs: [newest] })
    const dialog = await screen.findByRole('dialog')
    const commission = await within(dialog).findByRole('textbox', { name: 'Commission per side (%)' })
    await waitFor(() => expect(commission).toHaveValue('0.25'))
    await userEvent.type(commission, '5')
    await userEvent.click(within(dialog).getByRole('button', { name: "Take the run's settings" }))
    expect(commission).toHaveValue('0.25')
    expect(within(dialog).queryByText(/no evidence for its CRV gate/)).toBeNull()
  })

  it('are the usual ones before there is a run, which is said', async () => {
    show([], {}, { path: DIALOG })
    const dialog = await screen.findByRole('dialog')
    expect(await within(dialog).findByText(/no completed run on these data yet, so these are the usual settings/)).toBeVisible()
    expect(within(dialog).getByRole('textbox', { name: 'Commission per side (%)' })).toHaveValue('0.1')
  })
})
