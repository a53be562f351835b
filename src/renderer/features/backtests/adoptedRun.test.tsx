import { screen } from '@testing-library/react'
import { Route, Routes } from 'react-router'
import { expect, it, vi } from 'vitest'
import type { Backtest } from '#shared/domain/backtest.ts'
import { makeFinishedRun, makePositions, makeTrades } from '../../../../tests/builders/finishedRun.ts'
import { renderWithApp } from '../../../../tests/builders/renderWithApp.tsx'
import { BacktestPage } from './BacktestPage.tsx'

vi.mock('../../charts/ChartCanvas.tsx', () => ({
  ChartCanvas: ({ summary }: { summary: string }) => <div role="img" aria-label={summary} />,
}))

const ADOPTED: Partial<Backtest> = {
  origin: 'adopted',
  datasetId: null,
  datasetName: null,
  spec: null,
  dataHash: null,
  identity: null,
  flags: [{ code: 'capital_not_positive', field: 'initial_capital', original: '-5' }],
}

function show(changes: Partial<Backtest> = {}) {
  const run = makeFinishedRun({ ...ADOPTED, ...changes })
  const unknown = new Float64Array(4).fill(Number.NaN)
  const positions = { ...makePositions(), close: unknown, cash: unknown, units: unknown }
  const backtests = { get: async () => run, positions: async () => positions, trades: async () => makeTrades(2) }
  const page = (
    <Routes>
      <Route path="/backtests/:id" element={<BacktestPage />} />
    </Routes>
  )
  return renderWithApp(page, { client: { backtests }, path: `/backtests/${run.id}?tab=identity` })
}

it('shows an adopted run with its curve, and says what was odd about it', async () => {
  show()
  expect(await screen.findByRole('heading', { name: /on bars that were not kept/ })).toBeVisible()
  expect(screen.getByText(/not replayed or judged by a gate/)).toBeVisible()
  expect(screen.getByText('initial_capital: the capital is not above zero; it was kept as it is (recorded: -5)')).toBeVisible()
  expect(await screen.findByRole('img', { name: /Equity from 1,000.00/ })).toBeVisible()
})

it('offers to export and delete an adopted run, not to replay or judge it', async () => {
  show()
  expect(await screen.findByRole('button', { name: 'Export' })).toBeVisible()
  for (const name of [/Replay/, /gates/i]) expect(screen.queryByRole('button', { name })).toBeNull()
  for (const name of ['Spec', 'Robustness']) expect(screen.queryByRole('tab', { name })).toBeNull()
})

it('does not offer to resume an adopted run that was never finished', async () => {
  show({ status: 'interrupted', metrics: null, errorMessage: 'The older system left this run running for ever.' })
  expect(await screen.findByText('The older system left this run running for ever.')).toBeVisible()
  expect(screen.queryByRole('button', { name: 'Resume run' })).toBeNull()
})
