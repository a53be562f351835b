import { screen, waitFor } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { describe, expect, it, vi } from 'vitest'
import type { Dataset } from '#shared/domain/dataset.ts'
import type { StrategyDescriptor } from '#shared/domain/strategyType.ts'
import { renderWithApp } from '../../../../tests/builders/renderWithApp.tsx'
import { makeDataset, pageOf } from '../../../../tests/builders/sampleRows.ts'
import { makeStrategy } from '../../../../tests/builders/strategies.ts'
import { makeSweepSummary } from '../../../../tests/builders/sweeps.ts'
import { SweepDialog } from './SweepDialog.tsx'

const carry: StrategyDescriptor = {
  type: 'carry',
  title: 'Carry',
  summary: 'Long what pays.',
  rule: 'Rank.',
  universe: 'panel',
  parameters: [
    {
      kind: 'integer',
      name: 'rebalance',
      label: 'Rebalance every',
      help: 'Length of a period.',
      unit: 'bars',
      min: 1,
      max: 1000,
      step: 1,
      default: 21,
      sweep: { from: 5, to: 20, step: 5 },
    },
  ],
}
const bars = makeDataset({ name: 'One index' })
const panel = makeDataset({ id: '01890000-0000-7000-8000-000000000002', name: 'Made-up universe', kind: 'panel', symbol: '12 symbols' })
const strategy = makeStrategy({ name: 'Paid to hold', type: 'carry', parameters: {} })

function show(...datasets: readonly Dataset[]) {
  const plan = vi.fn(async () => ({ axes: [], gridCells: 4, excluded: 0, refused: 0, trialCount: 4, estimatedMs: 1 }))
  const run = vi.fn(async () => makeSweepSummary())
  renderWithApp(<SweepDialog isOpen onClose={() => {}} strategyId={strategy.id} onStarted={() => {}} />, {
    client: {
      strategies: { get: async () => strategy, list: async () => pageOf(strategy), describeTypes: async () => [carry] },
      datasets: { list: async () => pageOf(...datasets) },
      sweeps: { describeSettings: async () => [], plan, run },
    },
  })
  return { plan, run }
}

describe('the dialog of a sweep', () => {
  it('takes the panel for a strategy that runs on one, and asks and starts with it', async () => {
    const { plan, run } = show(bars, panel)
    await waitFor(() => expect(plan).toHaveBeenCalledWith(expect.objectContaining({ datasetId: panel.id }), expect.anything()))
    expect(screen.getByRole('combobox', { name: /Dataset/ })).toHaveDisplayValue(/Made-up universe/)
    await userEvent.click(screen.getByRole('button', { name: 'Start sweep' }))
    await waitFor(() => expect(run).toHaveBeenCalledOnce())
    expect(run.mock.calls[0]).toMatchObject([
      { strategyId: strategy.id, datasetId: panel.id, axes: [{ name: 'rebalance', from: 5, to: 20, step: 5 }] },
      expect.anything(),
    ])
  })

  it('says what is missing where there is no panel', async () => {
    const { plan } = show(bars)
    expect(await screen.findByText(/This strategy needs a panel/)).toBeVisible()
    expect(plan).not.toHaveBeenCalled()
  })
})
