import { screen, waitFor, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { describe, expect, it, vi } from 'vitest'
import type { Client } from '#shared/contract/contract.ts'
import { AppError } from '#shared/domain/appError.ts'
import type { BacktestSummary } from '#shared/domain/backtest.ts'
import { type FakeProcedures, renderWithApp } from '../../../../tests/builders/renderWithApp.tsx'
import { makeBacktestSummary, makeDataset, pageOf } from '../../../../tests/builders/sampleRows.ts'
import { makeStrategy } from '../../../../tests/builders/strategies.ts'
import { BacktestsPage } from './BacktestsPage.tsx'

const strategy = makeStrategy()
const dataset = makeDataset()

function show(runs: readonly BacktestSummary[], procedures: NonNullable<FakeProcedures['backtests']> = {}, path = '/backtests') {
  const client: FakeProcedures = {
    backtests: { list: async () => pageOf(...runs), ...procedures },
    strategies: { get: async () => strategy, list: async () => pageOf(strategy) },
    datasets: { list: async () => pageOf(dataset) },
  }
  renderWithApp(<BacktestsPage />, { client, path })
}

describe('the list of runs', () => {
  it('shows figures with their signs and a missing one as a dash', async () => {
    show([makeBacktestSummary({ totalReturn: -0.1326, sharpeRatio: null, totalTrades: 0 })])
    const row = await screen.findByRole('row', { name: /Trend 20\/50/ })
    expect(within(row).getByText('-13.26%')).toBeVisible()
    expect(within(row).getByText('—')).toBeVisible()
    expect(within(row).getByText('0')).toBeVisible()
    expect(within(row).getByText('Completed')).toBeVisible()
  })

  it('offers Cancel for a running one and Resume for an interrupted one', async () => {
    const resume = vi.fn(async () => makeBacktestSummary({ status: 'pending' }))
    const running = makeBacktestSummary({
      id: '01890000-0000-7000-8000-000000000102',
      strategyName: 'Busy',
      status: 'running',
      progress: 0.4,
    })
    const interrupted = makeBacktestSummary({ strategyName: 'Broken', status: 'interrupted' })
    show([running, interrupted], { resume })
    expect(await screen.findByText('Running 40%')).toBeVisible()
    await userEvent.click(screen.getByRole('button', { name: /Actions for Busy/ }))
    expect(await screen.findByRole('menuitem', { name: 'Cancel' })).toBeVisible()
    expect(screen.getByRole('menuitem', { name: 'Delete' })).toBeDisabled()
    await userEvent.keyboard('{Escape}')
    await userEvent.click(screen.getByRole('button', { name: /Actions for Broken/ }))
    await userEvent.click(await screen.findByRole('menuitem', { name: 'Resume' }))
    await waitFor(() => expect(resume.mock.calls[0]).toEqual([{ id: interrupted.id }, expect.anything()]))
  })
})

it('is narrowed by figures, percentages as people write them, fractions in the address', async () => {
  const list = vi.fn(async () => pageOf(makeBacktestSummary()))
  show([], { list }, '/backtests?minSharpe=1&maxDrawdown=abc')
  expect(await screen.findByText('Sharpe from 1.00')).toBeVisible()
  expect(list).toHaveBeenLastCalledWith(expect.objectContaining({ minSharpe: 1, maxSharpe: null, maxDrawdown: null }), expect.anything())

  await userEvent.click(screen.getByRole('button', { name: 'Filters' }))
  const filters = await screen.findByRole('dialog', { name: 'Filters' })
  const worst = within(filters).getByLabelText('Drawdown (%) from')
  await userEvent.type(worst, '-12.3')
  expect(list).not.toHaveBeenCalledWith(expect.objectContaining({ minDrawdown: -0.1 }), expect.anything())
  await userEvent.keyboard('{Enter}')
  expect(await screen.findByText('Drawdown from -12.3%')).toBeVisible()
  await waitFor(() => expect(list).toHaveBeenLastCalledWith(expect.objectContaining({ minDrawdown: -0.123 }), expect.anything()))
  expect(screen.getByLabelText('Shown path')).toHaveTextContent('minDrawdown=-0.123')

  await userEvent.clear(within(filters).getByLabelText('Sharpe from'))
  await userEvent.tab()
  await waitFor(() => expect(list).toHaveBeenLastCalledWith(expect.objectContaining({ minSharpe: null }), expect.anything()))
  await userEvent.click(screen.getByRole('button', { name: 'Clear all' }))
  await waitFor(() => expect(list).toHaveBeenLastCalledWith(expect.objectContaining({ minDrawdown: null }), expect.anything()))
})

it('offers to clear the filters when none of the runs fits them', async () => {
  show([], {}, '/backtests?minTrades=100')
  await userEvent.click(await screen.findByRole('button', { name: 'Clear filters' }))
  expect(await screen.findByText(/^No runs yet/)).toBeVisible()
})

it('compares the ticked runs', async () => {
  const other = makeBacktestSummary({ id: '01890000-0000-7000-8000-000000000102', strategyName: 'Breakout' })
  show([makeBacktestSummary(), other])
  await userEvent.click(await screen.findByRole('checkbox', { name: /Select Trend 20\/50/ }))
  const bar = screen.getByRole('region', { name: 'Selected runs' })
  expect(within(bar).getByRole('button', { name: 'Compare 1' })).toBeDisabled()
  await userEvent.click(screen.getByRole('checkbox', { name: /Select Breakout/ }))
  await userEvent.click(within(bar).getByRole('button', { name: 'Compare 2' }))
  expect(screen.getByLabelText('Shown path')).toHaveTextContent(`/compare?runs=${makeBacktestSummary().id},${other.id}`)
})

describe('the run dialog', () => {
  const openFor = `/backtests?run=${strategy.id}`
  const retype = async (name: string, text: string) => {
    const input = screen.getByRole('textbox', { name })
    await userEvent.clear(input)
    await userEvent.type(input, text)
  }

  it('starts with sensible settings, sends fractions for percent, and opens the new run', async () => {
    const started = makeBacktestSummary({ status: 'pending' })
    const run = vi.fn<Client['backtests']['run']>(async () => started)
    show([], { run }, openFor)
    await waitFor(() => expect(screen.getByRole('combobox', { name: 'Strategy' })).toHaveValue('Golden cross'))
    expect(screen.getByRole('combobox', { name: 'Dataset' })).toHaveValue('S&P 500 daily (sample) (5,105 bars)')
    await retype('Commission per side (%)', '0.2')
    await retype('Stop loss (%)', '5')
    await userEvent.click(within(screen.getByRole('dialog')).getByRole('button', { name: 'Run backtest' }))
    await waitFor(() => expect(run).toHaveBeenCalledOnce())
    expect(run.mock.calls[0]?.[0]).toMatchObject({
      strategyId: strategy.id,
      datasetId: dataset.id,
      settings: {
        initial_cash: 100_000,
        start_date: null,
        cost_model: { type: 'percentage', percentage: 0.002 },
        execution: { stop_loss: 0.05, take_profit: null, slippage_bps: 1 },
      },
    })
    await waitFor(() => expect(screen.getByLabelText('Shown path')).toHaveTextContent(`/backtests/${started.id}`))
  })

  it('names what is missing before asking', async () => {
    show([], {}, '/backtests?run=new')
    const dialog = await screen.findByRole('dialog', { name: 'Run backtest' })
    await userEvent.click(within(dialog).getByRole('button', { name: 'Run backtest' }))
    expect(await within(dialog).findByText('Choose a strategy')).toBeVisible()
  })

  it('leads to where data come from while there are none', async () => {
    const nothing = { list: async () => pageOf<never>() }
    renderWithApp(<BacktestsPage />, { client: { backtests: nothing, strategies: nothing, datasets: nothing }, path: '/backtests?run=new' })
    const dialog = await screen.findByRole('dialog', { name: 'Run backtest' })
    expect(await within(dialog).findByText(/There is no data of one instrument yet/)).toBeVisible()
    expect(within(dialog).getByRole('link', { name: 'Import data' })).toHaveAttribute('href', '/data?import=yes')
    await userEvent.click(within(dialog).getByRole('link', { name: 'Go to Data' }))
    expect(screen.getByLabelText('Shown path')).toHaveTextContent(/^\/data$/)
  })

  it('shows the application’s objection at the date it is about', async () => {
    const refused = new AppError('data_out_of_range', 'start_date: the data begins on 2000-01-03', { details: { field: 'start_date' } })
    show([], { run: () => Promise.reject(refused) }, openFor)
    await waitFor(() => expect(screen.getByRole('combobox', { name: 'Strategy' })).toHaveValue('Golden cross'))
    await userEvent.click(within(screen.getByRole('dialog')).getByRole('button', { name: 'Run backtest' }))
    expect(await screen.findByText('the data begins on 2000-01-03')).toBeVisible()
    expect(screen.getByLabelText('Start date')).toBeInvalid()
  })
})
