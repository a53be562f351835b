import { screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { describe, expect, it, vi } from 'vitest'
import type { SweepSummary } from '#shared/domain/sweep.ts'
import { renderWithApp } from '../../../../tests/builders/renderWithApp.tsx'
import { pageOf } from '../../../../tests/builders/sampleRows.ts'
import { makeSweepSummary } from '../../../../tests/builders/sweeps.ts'
import { SweepsPage } from './SweepsPage.tsx'

const pause = vi.fn(async () => makeSweepSummary({ status: 'running', paused: true }))

function show(...sweeps: SweepSummary[]) {
  const list = vi.fn(async () => pageOf(...sweeps))
  renderWithApp(<SweepsPage />, { client: { sweeps: { list, pause } }, path: '/sweeps' })
  return list
}

describe('the list of sweeps', () => {
  it('shows what each varies and what its best trial reached', async () => {
    show(makeSweepSummary())
    const row = await screen.findByRole('row', { name: /Trend 20\/50/ })
    expect(row).toHaveTextContent('fast 5, 10, 30, stop_loss none')
    expect(row).toHaveTextContent('20.00%')
    expect(row).toHaveTextContent('0.40')
  })

  it('says that a sweep stands still, and steers one that runs', async () => {
    show(makeSweepSummary({ status: 'running', progress: 0.5, paused: false, best: null, completedAtMs: null }))
    await userEvent.click(await screen.findByRole('button', { name: /Actions for/ }))
    await userEvent.click(await screen.findByRole('menuitem', { name: 'Pause' }))
    expect(pause).toHaveBeenCalledOnce()
  })

  it('offers the first sweep where there is none', async () => {
    show()
    expect(await screen.findByText(/No sweeps yet/)).toBeVisible()
    expect(screen.getAllByRole('button', { name: 'New sweep' })).toHaveLength(2)
  })

  it('sorts on the server', async () => {
    const list = show(makeSweepSummary())
    await userEvent.click(await screen.findByRole('button', { name: /Best Sharpe/ }))
    await vi.waitFor(() => expect(list).toHaveBeenLastCalledWith(expect.objectContaining({ sort: 'sharpeRatio' }), expect.anything()))
  })
})
