import { screen, waitFor, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { Route, Routes } from 'react-router'
import { describe, expect, it, vi } from 'vitest'
import type { Backtest } from '#shared/domain/backtest.ts'
import { makeFinishedRun, makePositions, makeTrades } from '../../../../tests/builders/finishedRun.ts'
import { makeHash } from '../../../../tests/builders/ids.ts'
import { giveElementsHeight } from '../../../../tests/builders/layout.ts'
import { type FakeProcedures, renderWithApp } from '../../../../tests/builders/renderWithApp.tsx'
import { BacktestPage } from './BacktestPage.tsx'

vi.mock('../../charts/ChartCanvas.tsx', () => ({
  ChartCanvas: ({ summary }: { summary: string }) => <div role="img" aria-label={summary} />,
}))

function show(run: Backtest, procedures: NonNullable<FakeProcedures['backtests']> = {}) {
  const backtests = { get: async () => run, positions: async () => makePositions(), trades: async () => makeTrades(300), ...procedures }
  const page = (
    <Routes>
      <Route path="/backtests/:id" element={<BacktestPage />} />
    </Routes>
  )
  return renderWithApp(page, { client: { backtests }, path: `/backtests/${run.id}` })
}

describe('a finished run', () => {
  giveElementsHeight(480)

  it('shows the headline figures, the Sharpe ratio never without its PSR', async () => {
    show(makeFinishedRun())
    expect(await screen.findByRole('heading', { name: 'Trend 20/50 on S&P 500 daily (sample)' })).toBeVisible()
    expect(screen.getByText('15.20%')).toBeVisible()
    expect(screen.getByText('PSR 87.4%')).toBeVisible()
    expect(await screen.findByRole('img', { name: /Equity from 1,000.00/ })).toBeVisible()
  })

  it('shows a metric that is not defined as a dash with its reason', async () => {
    show(makeFinishedRun())
    await userEvent.click(await screen.findByRole('tab', { name: 'Metrics' }))
    const row = screen.getByRole('row', { name: /^Beta/ })
    expect(within(row).getByText('—')).toBeVisible()
    expect(within(row).getByText('Not known: no benchmark was given')).toBeVisible()
  })

  it('lists the trades with signed profit and sorts them', async () => {
    show(makeFinishedRun())
    const table = await screen.findByRole('table', { name: 'Trades' })
    expect(table).toHaveAttribute('aria-rowcount', '301')
    expect(within(table).getByText('-1.00')).toBeVisible()
    await userEvent.click(within(table).getByRole('button', { name: 'Profit' }))
    expect(within(table).getAllByRole('row')[1]).toHaveTextContent('+298.00')
  })

  it('tells the entries and exits of the price chart in words', async () => {
    show(makeFinishedRun())
    await userEvent.click(await screen.findByRole('tab', { name: 'Price and trades' }))
    expect(screen.getByRole('img', { name: /entries and exits of 300 closed trades/ })).toBeVisible()
  })

  it.each([
    { equal: true, replayed: 'ledger', verdict: /^Equal/ },
    { equal: false, replayed: 'another', verdict: /^Different/ },
  ])('replays and says $verdict', async ({ equal, replayed, verdict }) => {
    const run = makeFinishedRun()
    const replay = vi.fn(async () => ({ equal, storedLedgerHash: makeHash('ledger'), replayedLedgerHash: makeHash(replayed) }))
    show(run, { replay })
    await userEvent.click(await screen.findByRole('tab', { name: 'Identity' }))
    await userEvent.click(screen.getByRole('button', { name: 'Replay and compare' }))
    expect(await screen.findByText(verdict)).toBeVisible()
    expect(replay.mock.calls[0]).toEqual([{ id: run.id }, expect.anything()])
  })
})

describe('a run without results', () => {
  const unfinished = (changes: Partial<Backtest>) => makeFinishedRun({ metrics: null, identity: null, completedAtMs: null, ...changes })

  it('shows how far it is and can be cancelled', async () => {
    const cancel = vi.fn(async () => unfinished({ status: 'cancelled' }))
    const run = unfinished({ status: 'running', progress: 0.42 })
    show(run, { cancel })
    expect(await screen.findByText('Running, 42% of the bars done')).toBeVisible()
    expect(screen.getByRole('progressbar')).toHaveAttribute('aria-valuenow', '42')
    await userEvent.click(screen.getByRole('button', { name: 'Cancel run' }))
    await waitFor(() => expect(cancel.mock.calls[0]).toEqual([{ id: run.id }, expect.anything()]))
  })

  it('offers to resume an interrupted one', async () => {
    const run = unfinished({ status: 'interrupted', progress: 0.5 })
    const resume = vi.fn(async () => unfinished({ status: 'pending', progress: 0 }))
    show(run, { resume })
    await userEvent.click(await screen.findByRole('button', { name: 'Resume run' }))
    await waitFor(() => expect(resume.mock.calls[0]).toEqual([{ id: run.id }, expect.anything()]))
  })

  it('says why a run failed', async () => {
    show(unfinished({ status: 'failed', errorCode: 'data_out_of_range', errorMessage: 'start_date: the data begins later' }))
    expect(await screen.findByText('start_date: the data begins later')).toBeVisible()
  })
})
