import { screen, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { describe, expect, it } from 'vitest'
import type { Overview, Trends } from '#shared/contract/overview.ts'
import type { BacktestSummary } from '#shared/domain/backtest.ts'
import { renderWithApp } from '../../../../tests/builders/renderWithApp.tsx'
import { makeBacktestSummary, makeDataset, makeOverview, pageOf } from '../../../../tests/builders/sampleRows.ts'
import { OverviewPage } from './OverviewPage.tsx'

function show(overview: Overview, trouble: BacktestSummary[] = [], trends: Trends = NO_TRENDS) {
  return renderWithApp(<OverviewPage />, {
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

const nextStep = async () => screen.findByRole('region', { name: 'Next step' })

describe('OverviewPage', () => {
  it('invites an empty workspace to begin with the sample, and moves on once it is there', async () => {
    show(makeOverview())
    await userEvent.click(within(await nextStep()).getByRole('button', { name: 'Use the sample' }))
    expect(await screen.findByRole('link', { name: 'Generate strategies' })).toBeVisible()
    expect(screen.queryByRole('button', { name: 'Use the sample' })).not.toBeInTheDocument()
  })

  it('leads from data to strategies to runs to gates', async () => {
    show(makeOverview({ datasets: 1, strategiesByStatus: { draft: 2 } }))
    const current = within(await nextStep()).getByRole('listitem', { current: 'step' })
    expect(current).toHaveTextContent('A backtest')
    expect(within(current).getByRole('link', { name: 'Run backtest' })).toBeVisible()
  })

  it('stops advising when every step is done', async () => {
    const gates = { devPassed: 1, devFailed: 0, crvPassed: 0, crvFailed: 2 }
    show(makeOverview({ datasets: 1, strategiesByStatus: { dev: 1 }, backtestsByStatus: { completed: 1 }, gates }))
    expect(await screen.findByText('Fail 2')).toBeVisible()
    expect(screen.queryByRole('region', { name: 'Next step' })).not.toBeInTheDocument()
  })

  it('counts by state, zeros included, each leading to its list', async () => {
    show(makeOverview({ strategiesByStatus: { draft: 3 }, backtestsByStatus: { failed: 1 } }))
    const strategies = await screen.findByRole('region', { name: 'Strategies' })
    expect(within(strategies).getByRole('link', { name: '3 Draft' })).toHaveAttribute('href', '/strategies?status=draft')
    expect(within(strategies).getByRole('link', { name: '0 Approved' })).toBeVisible()
  })

  it('names failed and interrupted runs with the reason', async () => {
    show(makeOverview({ datasets: 1 }), [
      makeBacktestSummary({ status: 'failed', errorMessage: 'The data ends before 2021-01-01.' }),
      makeBacktestSummary({ id: '01890000-0000-7000-8000-000000000102', status: 'interrupted', strategyName: 'Breakout' }),
    ])
    const attention = await screen.findByRole('region', { name: 'Needs attention' })
    expect(await within(attention).findByText('The data ends before 2021-01-01.')).toBeVisible()
    expect(within(attention).getByRole('link', { name: 'Breakout' })).toBeVisible()
  })

  it('shows what the last weeks brought, a week without a value as none', async () => {
    const strategyId = '01890000-0000-7000-8000-000000000201'
    show(makeOverview({ datasets: 1 }), [], {
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
    })
    const sharpe = await screen.findByRole('table', { name: 'Median Sharpe of runs by week' })
    expect(within(sharpe).getByRole('row', { name: 'Week of 2026-01-05 0.50' })).toBeInTheDocument()
    expect(within(sharpe).getByRole('row', { name: 'Week of 2026-01-12 —' })).toBeInTheDocument()
    expect(within(screen.getByRole('region', { name: 'Last 26 weeks' })).getAllByText('25%')[0]).toBeVisible()
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
