import { screen, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { expect, it } from 'vitest'
import { METRICS } from '#shared/domain/metricRegistry.ts'
import type { RobustnessResult } from '#shared/domain/robustness.ts'
import { renderWithApp } from '../../../../tests/builders/renderWithApp.tsx'
import { PathsPanel } from './PathsPanel.tsx'
import { StressPanel } from './StressPanel.tsx'

const quantiles = { p01: 0.5, p05: 0.73, p25: 1.2, p50: 1.74, p75: 2.5, p95: 4.1, p99: 6, mean: 2 }
const score = { sharpe: 0.6, totalReturn: 0.7, cagr: 0.03, maxDrawdown: -0.2, trades: 29 }

const result: RobustnessResult = {
  seed: 42,
  base: score,
  monteCarlo: [
    {
      result: {
        ...{ convention: 'monte-carlo.trade-bootstrap', paths: 1000, seed: 42, quantileType: 7, meanBlockLength: null, steps: 29 },
        actual: { finalGrowth: 1.71, maxDrawdown: -0.19 },
        finalGrowthQuantiles: quantiles,
        maxDrawdownQuantiles: { ...quantiles, p05: -0.4, p50: -0.25 },
        lossProbability: 0.146,
        drawdownHistogram: { edges: [-0.5, 0], counts: [1000] },
      },
      reason: null,
    },
    { result: null, convention: 'monte-carlo.block-bootstrap', reason: 'too few bars' },
  ],
  fan: null,
  pathDrawdowns: null,
  costs: { points: [{ multiple: 1, score }], breakeven: { value: 3, reason: null }, isLowerBound: false },
  delay: { bars: 1, stressed: score, keptSharpe: { value: 0.9, reason: null } },
  droppedTrades: {
    ...{ share: 0.1, draws: 200, seed: 42, quantileType: 7, positions: 29, sharpeQuantiles: null },
    keptSharpe: { value: 0.8, reason: null },
  },
  parameters: { share: 0.1, neighbours: [], profitableShare: { value: null, reason: 'no numbers to move' } },
  regimes: { trendBars: 126, volatilityBars: 21, parts: [{ regime: 'rising_calm', bars: 100, share: 0.4, totalReturn: 0.3, sharpe: 0.8 }] },
  matrix: null,
}

it('says what each figure of the paths means when its header has the focus', async () => {
  renderWithApp(<PathsPanel result={result} />, { client: {} })
  const table = screen.getByRole('table', { name: 'Paths by method' })
  expect(within(table).getByRole('row', { name: /^Bootstrapped trades 1,000 29 0.73 1.74 4.10/ })).toBeVisible()
  await userEvent.hover(within(table).getByRole('button', { name: 'Drawdown, bad 5%' }))
  expect(await screen.findByText(/^One path in twenty falls deeper than this/)).toBeVisible()
  for (const { textContent } of within(table).getAllByRole('columnheader').slice(1)) {
    expect(within(table).getByRole('button', { name: textContent })).toBeVisible()
  }
})

it('says what the figures under stress mean by the registry of metrics', async () => {
  renderWithApp(<StressPanel result={result} />, { client: {} })
  const costs = screen.getByRole('table', { name: 'Costs multiplied' })
  await userEvent.hover(within(costs).getByRole('button', { name: 'Drawdown' }))
  expect(await screen.findByText(METRICS.max_drawdown.definition)).toBeVisible()
})
