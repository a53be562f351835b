import { screen, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { beforeEach, describe, expect, it } from 'vitest'
import type { Overview, Trends } from '#shared/contract/overview.ts'
import type { BacktestSummary } from '#shared/domain/backtest.ts'
import { renderWithApp } from '../../../../tests/builders/renderWithApp.tsx'
import { makeBacktestSummary, makeDataset, makeOverview, NO_GATES, pageOf } from '../../../../tests/builders/sampleRows.ts'
import { OverviewPage } from './OverviewPage.tsx'

interface Shown {
  readonly trouble?: BacktestSummary[]
  readonly trends?: Trends
  readonly path?: string
}

function show(overview: Overview, { trouble = [], trends = NO_TRENDS, path = '/' }: Shown = {}) {
  return renderWithApp(<OverviewPage />, {
    path,
    client: {
      overview: { get: async () => overview, trends: async () => trends },
      backtests: { list: async () => pageOf(...trouble) },
      datasets: {
        importSample: async () => {
          overview.datasets = 1
          return makeDataset()
        },
      },
    },
  })
}

const week = (changes: Partial<Trends['weeks'][number]> = {}): Trends['weeks'][number] => ({
  weekStartMs: Date.UTC(2026, 0, 5),
  ...{ runs: 0, medianSharpe: null, gateRuns: 0, gatesPassed: 0, validations: 0, stabilityScore: null, testSharpe: null },
  ...changes,
})
const NO_TRENDS: Trends = { weeks: [week()], strategies: [], gateEvents: [] }

const tour = async () => within(await screen.findByRole('region', { name: 'Getting started' }))

const SWEPT = { datasets: 1, strategiesByStatus: { dev: 1 }, backtestsByStatus: { completed: 1 }, finishedSweeps: 1 }
const DONE = { ...SWEPT, finishedValidations: 1, gates: { ...NO_GATES, devPassed: 1, crvIncomplete: 1, productFailed: 1 } }

beforeEach(() => localStorage.clear())

describe('OverviewPage', () => {
  it('invites an empty workspace to begin with the sample, and moves on once it is there', async () => {
    show(makeOverview())
    await userEvent.click((await tour()).getByRole('button', { name: 'Use the sample' }))
    expect(await screen.findByRole('link', { name: 'Generate strategies' })).toBeVisible()
    expect(screen.queryByRole('button', { name: 'Use the sample' })).not.toBeInTheDocument()
  })

  it('leads from data to strategies, runs, sweeps, validations and gates, ticked by what is there', async () => {
    show(makeOverview({ ...SWEPT, backtestsByStatus: { failed: 2 } }))
    const steps = await tour()
    expect(steps.getByText('3 of 7 done')).toBeVisible()
    expect(steps.getByRole('listitem', { current: 'step' })).toHaveTextContent('3 Run a backtest')
    expect(steps.getByRole('link', { name: 'Run backtest' })).toHaveAttribute('href', '/backtests?run=new')
    expect(steps.getByRole('button', { name: 'Done: Sweep parameters' })).toBeVisible()
  })

  it('tells of each step by keyboard, done or not', async () => {
    show(makeOverview(SWEPT))
    const steps = await tour()
    expect(steps.getByRole('link', { name: 'New validation' })).toHaveAttribute('href', '/validations?run=new')
    steps.getByRole('button', { name: '7 Face the product gate' }).focus()
    await userEvent.keyboard('{Enter}')
    expect(steps.getByText(/approval by somebody else/)).toBeVisible()
    expect(steps.getByRole('link', { name: 'Open the gate board' })).toBeVisible()
  })

  it('stays away once it was closed, until somebody asks for it', async () => {
    const { unmount } = show(makeOverview())
    await userEvent.click((await tour()).getByRole('button', { name: 'Hide getting started' }))
    expect(screen.queryByRole('region', { name: 'Getting started' })).not.toBeInTheDocument()
    unmount()
    const again = show(makeOverview())
    expect(await screen.findByRole('region', { name: 'Gates' })).toBeVisible()
    expect(screen.queryByRole('region', { name: 'Getting started' })).not.toBeInTheDocument()
    again.unmount()
    show(makeOverview(), { path: '/?start=yes' })
    expect(await screen.findByRole('region', { name: 'Getting started' })).toBeVisible()
  })

  it('goes when every step is done, and still comes when asked for', async () => {
    const { unmount } = show(makeOverview(DONE))
    expect(await screen.findByText('Incomplete 1')).toBeVisible()
    expect(screen.queryByRole('region', { name: 'Getting started' })).not.toBeInTheDocument()
    unmount()
    show(makeOverview(DONE), { path: '/?start=yes' })
    expect((await tour()).getByText('All steps done')).toBeVisible()
  })

  it('counts by state, zeros included, each leading to its list', async () => {
    show(makeOverview({ strategiesByStatus: { draft: 3 }, backtestsByStatus: { failed: 1 } }))
    const strategies = await screen.findByRole('region', { name: 'Strategies' })
    expect(within(strategies).getByRole('link', { name: '3 Draft' })).toHaveAttribute('href', '/strategies?status=draft')
    expect(within(strategies).getByRole('link', { name: '0 Approved' })).toBeVisible()
  })

  it('names failed and interrupted runs with the reason', async () => {
    const trouble = [
      makeBacktestSummary({ status: 'failed', errorMessage: 'The data ends before 2021-01-01.' }),
      makeBacktestSummary({ id: '01890000-0000-7000-8000-000000000102', status: 'interrupted', strategyName: 'Breakout' }),
    ]
    show(makeOverview({ datasets: 1 }), { trouble })
    const attention = await screen.findByRole('region', { name: 'Needs attention' })
    expect(await within(attention).findByText('The data ends before 2021-01-01.')).toBeVisible()
    expect(within(attention).getByRole('link', { name: 'Breakout' })).toBeVisible()
  })

  it('shows what the last weeks brought, a week without a value as none', async () => {
    const strategyId = '01890000-0000-7000-8000-000000000201'
    const trends: Trends = {
      weeks: [week({ runs: 4, medianSharpe: 0.5, gateRuns: 4, gatesPassed: 1 }), week({ weekStartMs: Date.UTC(2026, 0, 12), runs: 2 })],
      strategies: [
        {
          ...{ strategyId, strategyName: 'Trend 20/50', runs: 6, totalReturn: 0.1, sharpeRatio: 0.9, sharpeLow: 0.1, sharpeHigh: 1.7 },
          ...{ worstSharpe: -1, bestSharpe: 1.2, worstDrawdown: -0.3, newestRunId: strategyId, newestAtMs: Date.UTC(2026, 0, 13) },
        },
      ],
      gateEvents: [
        { id: strategyId, strategyId, strategyName: 'Trend 20/50', gateType: 'crv', verdict: 'failed', timestampMs: Date.UTC(2026, 0, 13) },
      ],
    }
    show(makeOverview({ datasets: 1 }), { trends })
    const weeks = await screen.findByRole('region', { name: 'Last 26 weeks' })
    expect(within(weeks).getByRole('img', { name: 'Median Sharpe in 2 weeks, from 0.00 to 0.50' })).toBeVisible()
    expect(within(weeks).getByText('25%')).toBeVisible()
    await userEvent.click(within(weeks).getByRole('button', { name: 'View as table' }))
    const table = within(weeks).getByRole('table', { name: 'Figures by week' })
    expect(within(table).getByRole('row', { name: '2026-01-05 4 0.50 25% — —' })).toBeVisible()
    expect(within(table).getByRole('row', { name: '2026-01-12 2 — — — —' })).toBeVisible()
    const performance = screen.getByRole('region', { name: 'Strategy performance' })
    expect(within(performance).getByText('0.10 to 1.70')).toBeVisible()
    expect(within(performance).getByText('-1.00 to 1.20')).toBeVisible()
    expect(within(screen.getByRole('region', { name: 'Gate history' })).getByText('Fail')).toBeVisible()
  })

  it('opens a latest run', async () => {
    const run = makeBacktestSummary()
    show(makeOverview({ datasets: 1, latestBacktests: [run] }))
    await userEvent.click(await screen.findByText('Trend 20/50'))
    expect(screen.getByLabelText('Shown path')).toHaveTextContent(`/backtests/${run.id}`)
  })
})
