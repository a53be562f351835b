import { act, screen, waitFor, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { Route, Routes } from 'react-router'
import { describe, expect, it, vi } from 'vitest'
import type { Backtest } from '#shared/domain/backtest.ts'
import { makeFinishedRun, makePositions, makeTrades } from '../../../../tests/builders/finishedRun.ts'
import { makeHash } from '../../../../tests/builders/ids.ts'
import { giveElementsHeight } from '../../../../tests/builders/layout.ts'
import { type FakeProcedures, renderWithApp } from '../../../../tests/builders/renderWithApp.tsx'
import { makeRobustnessJob } from '../../../../tests/builders/robustnessJobs.ts'
import { BacktestPage } from './BacktestPage.tsx'

vi.mock('../../charts/ChartCanvas.tsx', () => ({
  ChartCanvas: ({ summary }: { summary: string }) => <div role="img" aria-label={summary} />,
}))

function show(
  run: Backtest,
  procedures: NonNullable<FakeProcedures['backtests']> = {},
  ...[search = '', others = {}]: [string?, FakeProcedures?]
) {
  const backtests = { get: async () => run, positions: async () => makePositions(), trades: async () => makeTrades(300), ...procedures }
  // The bars of makePositions(), each with a range of 5 around its close.
  const { time, close } = makePositions()
  const bars = { time, open: close, high: close.map((price) => price + 5), low: close.map((price) => price - 5), close, volume: close }
  const page = (
    <Routes>
      <Route path="/backtests/:id" element={<BacktestPage />} />
    </Routes>
  )
  return renderWithApp(page, {
    client: { backtests, datasets: { bars: async () => bars }, ...others },
    path: `/backtests/${run.id}${search}`,
  })
}

describe('a finished run', () => {
  giveElementsHeight(480)

  it('shows the headline figures, the Sharpe ratio never without its interval and PSR', async () => {
    show(makeFinishedRun())
    expect(await screen.findByRole('heading', { name: 'Trend 20/50 on S&P 500 daily (sample)' })).toBeVisible()
    expect(screen.getByText('15.20%')).toBeVisible()
    expect(screen.getByText('PSR 87.4%')).toBeVisible()
    expect(screen.getByText('95%: 0.21 to 1.61')).toBeVisible()
    expect(await screen.findByRole('img', { name: /Equity from 1,000.00/ })).toBeVisible()
  })

  it('says before its figures what a reader must know', async () => {
    const run = makeFinishedRun()
    const note = '1 position of a symbol whose data ended stays open at the last known close: A (2020-01-04).'
    show({ ...run, metrics: { ...run.metrics!, notes: [note] } })
    expect(await screen.findByText(note)).toBeVisible()
    expect(screen.getByRole('alert')).toHaveAccessibleName('Read the figures with care')
  })

  it('shows a metric that is not defined as a dash with its reason', async () => {
    show(makeFinishedRun())
    await userEvent.click(await screen.findByRole('tab', { name: 'Metrics' }))
    const row = screen.getByRole('row', { name: /^Beta/ })
    expect(within(row).getByText('—')).toBeVisible()
    expect(within(row).getByText('Not known: no benchmark was given')).toBeVisible()
  })

  it('is put under stress where its other figures are', async () => {
    const run = makeFinishedRun()
    const subject = { kind: 'backtest' as const, id: run.id }
    const job = makeRobustnessJob(subject)
    const start = vi.fn(async () => job)
    const robustness = { latest: async () => null, job: async () => (start.mock.calls.length === 0 ? null : job), start }
    show(run, {}, '', { robustness })
    await userEvent.click(await screen.findByRole('tab', { name: 'Robustness' }))
    expect(screen.queryByRole('checkbox', { name: /other window lengths/ })).toBeNull()
    await userEvent.click(await screen.findByRole('button', { name: 'Run robustness tests' }))
    expect(await screen.findByText('Testing, 0% done')).toBeVisible()
    expect(start.mock.calls[0]?.at(0)).toEqual({ subject, paths: 2000, seed: 42, matrix: false })
  })

  it('is exported as a tear sheet', async () => {
    const document = vi.fn(async () => ({ fileName: 'tear-sheet.html', contentType: 'text/html', text: '<!doctype html>' }))
    const saved: string[] = []
    URL.createObjectURL = (blob) => {
      saved.push((blob as Blob).type)
      return 'blob:test'
    }
    const run = makeFinishedRun()
    show(run, {}, '', { exports: { document } })
    await userEvent.click(await screen.findByRole('button', { name: 'Export' }))
    await userEvent.click(await screen.findByRole('menuitem', { name: 'Tear sheet (HTML)' }))
    expect(await screen.findByText('Saved tear-sheet.html')).toBeVisible()
    expect(document).toHaveBeenCalledWith({ backtestId: run.id, format: 'html' })
    expect(saved).toEqual(['text/html;charset=utf-8'])
  })

  it('lists the trades with signed profit and sorts them', async () => {
    show(makeFinishedRun())
    const table = await screen.findByRole('table', { name: 'Trades' })
    expect(table).toHaveAttribute('aria-rowcount', '301')
    expect(within(table).getByText('-1.00')).toBeVisible()
    await userEvent.click(within(table).getByRole('button', { name: 'Profit' }))
    expect(within(table).getAllByRole('row')[1]).toHaveTextContent('+298.00')
  })

  it('says how far each trade went wrong and right before it closed', async () => {
    show(makeFinishedRun(), { trades: async () => makeTrades(2) })
    const table = await screen.findByRole('table', { name: 'Trades' })
    await waitFor(() => expect(within(table).getAllByRole('row')[1]).toHaveTextContent('-10.00%+20.00%'))
    expect(screen.getByText(/the furthest the price went against and for the trade/)).toBeVisible()
  })

  it('says why excursions are not known when the bars are not those of the run', async () => {
    const positions = { ...makePositions(), time: makePositions().time.map((instantMs) => instantMs + 1) }
    show(makeFinishedRun(), { positions: async () => positions })
    expect(await screen.findByText(/MAE and MFE are not known: the dataset no longer holds the bars/)).toBeVisible()
  })

  it('shows returns by month and year, by keyboard too, and opens a month in the chart', async () => {
    show(makeFinishedRun({ initialCash: 1000 }), {}, '?tab=returns')
    const table = await screen.findByRole('table', { name: 'Returns by month and year' })
    const row = within(table).getByRole('row', { name: /^2020/ })
    expect(within(row).getAllByRole('cell')[12]).toHaveTextContent('20.0%')
    const month = within(row).getByRole('button', { name: 'Jan 2020: 20.0%, open in the chart' })
    act(() => month.focus())
    await userEvent.keyboard('{ArrowRight}{Enter}')
    expect(month).toHaveFocus()
    expect(screen.getByLabelText('Shown path')).toHaveTextContent('zoom=1577836800%7E1578096000')
  })

  it('moves between months with the arrows and skips those without bars', async () => {
    const time = Float64Array.of(Date.UTC(2019, 11, 31), Date.UTC(2020, 0, 31), Date.UTC(2020, 2, 31), Date.UTC(2020, 11, 31))
    show(makeFinishedRun({ initialCash: 1000 }), { positions: async () => ({ ...makePositions(), time }) }, '?tab=returns')
    await userEvent.click(await screen.findByRole('button', { name: /^Jan 2020/ }))
    await userEvent.keyboard('{ArrowRight}')
    expect(screen.getByRole('button', { name: /^Mar 2020/ })).toHaveFocus()
    await userEvent.keyboard('{ArrowRight}{ArrowUp}')
    expect(screen.getByRole('button', { name: /^Dec 2019/ })).toHaveFocus()
  })

  it('lists the drawdowns and shows one in the chart', async () => {
    show(makeFinishedRun({ initialCash: 1000 }), {}, '?tab=drawdowns&chart=price')
    const table = await screen.findByRole('table', { name: 'Drawdowns' })
    const cells = within(within(table).getByRole('row', { name: /2020-01-02/ })).getAllByRole('cell')
    expect(cells.map((cell) => cell.textContent)).toEqual(['2020-01-02', '2020-01-03', '2020-01-04', '-10.00%', '2', '1'])
    await userEvent.click(screen.getByRole('button', { name: '2020-01-02, fall of -10.00%: show in the chart' }))
    expect(screen.getByRole('img', { name: /^Equity from/ })).toBeVisible()
    expect(screen.getByLabelText('Shown path')).toHaveTextContent('zoom=1577923200%7E1578096000')
  })

  it('tells what trading cost, gross and net', async () => {
    show(makeFinishedRun({ initialCash: 1000 }), { trades: async () => makeTrades(4) }, '?tab=costs')
    expect(await screen.findByText('0.25')).toBeVisible()
    const total = screen.getByRole('row', { name: /^All years/ })
    expect(
      within(total)
        .getAllByRole('cell')
        .map((cell) => cell.textContent),
    ).toEqual(['4', '+3.00', '-1.00', '+2.00'])
    expect(screen.getByText('33.3%')).toBeVisible()
    expect(screen.getByText(/neither slippage nor spread/)).toBeVisible()
  })

  it('keeps the order of the trades in the address', async () => {
    show(makeFinishedRun(), {}, '?trades=Profit.desc')
    const table = await screen.findByRole('table', { name: 'Trades' })
    expect(within(table).getByRole('columnheader', { name: 'Profit' })).toHaveAttribute('aria-sort', 'descending')
    await userEvent.click(within(table).getByRole('button', { name: 'Bars' }))
    expect(screen.getByLabelText('Shown path')).toHaveTextContent('trades=Bars.desc')
  })

  it('tells the entries and exits of the price chart in words', async () => {
    show(makeFinishedRun())
    await userEvent.click(await screen.findByRole('tab', { name: 'Price and trades' }))
    expect(await screen.findByRole('img', { name: /entries and exits of 300 closed trades/ })).toBeVisible()
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
